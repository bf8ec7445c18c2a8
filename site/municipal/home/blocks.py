"""What a home page is made of, and the links of menus and footers."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class LinkBlock(blocks.StructBlock):
    """A link to a page of the site or to another address."""

    page = blocks.PageChooserBlock(label=_("Page"), required=False)
    address = blocks.URLBlock(label=_("Or another address"), required=False)
    label = blocks.CharBlock(label=_("Words of the link"), required=False, help_text=_("Empty: the page's title."))

    def clean(self, value):
        value = super().clean(value)
        if bool(value["page"]) == bool(value["address"]):
            raise blocks.StructBlockValidationError(
                block_errors={"page": ValidationError(_("Choose a page or write an address: one of the two."))}
            )
        if value["address"] and not value["label"]:
            raise blocks.StructBlockValidationError(
                block_errors={"label": ValidationError(_("A link to another address needs words."))}
            )
        return value

    class Meta:
        icon = "link"
        label = _("Link")


class LinksBlock(blocks.StreamBlock):
    """A list of links."""

    link = LinkBlock()

    class Meta:
        required = False


class ColumnBlock(blocks.StructBlock):
    """One column of the footer."""

    heading = blocks.CharBlock(label=_("Heading"))
    text = blocks.RichTextBlock(label=_("Text"), features=["bold", "link"])

    class Meta:
        icon = "list-ul"
        label = _("Column")


class ColumnsBlock(blocks.StreamBlock):
    """The columns of the footer."""

    column = ColumnBlock()

    class Meta:
        required = False
        max_num = 3


class WelcomeBlock(blocks.StructBlock):
    """The first words of the home page, in front of the town."""

    title = blocks.CharBlock(label=_("Title"), help_text=_("A sentence that says what is at stake, never “Welcome”."))
    lead = blocks.TextBlock(label=_("Lead"), rows=2)
    link = LinkBlock(label=_("Link"))

    class Meta:
        icon = "home"
        label = _("Welcome")
        template = "home/blocks/welcome.html"
        description = _("The first words, with what a resident can do now beside them.")


class ProcessesBlock(blocks.StructBlock):
    """Current processes with their phases: written by the software from the processes."""

    heading = blocks.CharBlock(label=_("Heading"))

    class Meta:
        icon = "date"
        label = _("Current processes")
        template = "home/blocks/processes.html"
        description = _("Every process under way or announced, with its phases. Nothing to keep up to date by hand.")


class MeetingBlock(blocks.StructBlock):
    """One date in the agenda."""

    date = blocks.DateBlock(label=_("Day"))
    time = blocks.TimeBlock(label=_("Hour"), required=False)
    title = blocks.CharBlock(label=_("What"))
    place = blocks.CharBlock(label=_("Where"), required=False)

    class Meta:
        icon = "calendar-alt"
        label = _("Date")
        label_format = "{date} {title}"


class AgendaBlock(blocks.StructBlock):
    """Coming meetings; those that have passed are no longer shown."""

    heading = blocks.CharBlock(label=_("Heading"))
    meetings = blocks.ListBlock(MeetingBlock(), label=_("Dates"))

    class Meta:
        icon = "calendar-alt"
        label = _("Agenda")
        template = "home/blocks/agenda.html"
        description = _("Meetings, walks, worksites. A date that has passed disappears by itself.")


class NewsBlock(blocks.StructBlock):
    """The latest news: read from the news index."""

    heading = blocks.CharBlock(label=_("Heading"))
    number = blocks.IntegerBlock(label=_("How many"), min_value=1, max_value=9, default=5)

    class Meta:
        icon = "openquote"
        label = _("News")
        template = "home/blocks/news.html"
        description = _("The latest news, the first one large.")


class RealisationsBlock(blocks.StructBlock):
    """The latest result and what has been built since: read from the votes and the proposals."""

    heading = blocks.CharBlock(label=_("Heading"), help_text=_("For example: What you chose last year"))
    number = blocks.IntegerBlock(label=_("How many"), min_value=1, max_value=9, default=4)

    class Meta:
        icon = "tick-inverse"
        label = _("Results and realisations")
        template = "home/blocks/realisations.html"
        description = _("The latest published result, and the projects under way, late or built.")


class FigureBlock(blocks.StructBlock):
    """One number with its unit and date."""

    value = blocks.CharBlock(label=_("Figure"), help_text=_("With its unit: 150 000 €"))
    label = blocks.CharBlock(label=_("What it counts"), help_text=_("With its date: voters in 2025"))

    class Meta:
        icon = "order"
        label = _("Key figure")
        label_format = "{value} {label}"


class FiguresBlock(blocks.StructBlock):
    """Key figures."""

    heading = blocks.CharBlock(label=_("Heading"))
    figures = blocks.ListBlock(FigureBlock(), label=_("Figures"))

    class Meta:
        icon = "order"
        label = _("Key figures")
        template = "home/blocks/figures.html"


class HomeBlock(blocks.StreamBlock):
    """The home page, in the order the town chooses."""

    welcome = WelcomeBlock()
    processes = ProcessesBlock()
    realisations = RealisationsBlock()
    agenda = AgendaBlock()
    news = NewsBlock()
    figures = FiguresBlock()

    class Meta:
        required = False
        block_counts = {name: {"max_num": 1} for name in ("welcome", "processes", "realisations", "news")}
