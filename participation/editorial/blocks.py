"""The blocks a communication officer writes with."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

from ..conf import setting


PLAIN = ["bold", "italic", "link", "document-link"]
PROSE = [*PLAIN, "h3", "ol", "ul"]


class HeadingBlock(blocks.CharBlock):
    """A heading of second level; the address of the page can point at it."""

    class Meta:
        icon = "title"
        label = _("Subheading")
        template = "participation/editorial/blocks/heading.html"
        preview_value = "What happens next"
        description = _("Cuts a long page into parts.")


class TextBlock(blocks.RichTextBlock):
    """Running text."""

    def __init__(self, **kwargs):
        super().__init__(**{"features": PROSE, **kwargs})

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "participation/editorial/blocks/text.html"
        preview_value = "<p>The orchard opens on <b>Saturday at ten</b>. Bring a basket.</p>"
        description = _("Paragraphs, lists, links.")


class FigureBlock(blocks.StructBlock):
    """A picture with its caption."""

    picture = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), required=False)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "participation/editorial/blocks/figure.html"
        description = _("A picture in the text, with a caption if it needs one.")


class QuoteBlock(blocks.StructBlock):
    """Somebody's words."""

    text = blocks.TextBlock(label=_("What was said"))
    source = blocks.CharBlock(
        label=_("Who said it"), required=False, help_text=_("For example: a resident of the harbour")
    )

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "participation/editorial/blocks/quote.html"
        preview_value = {"text": "We wanted a place with nothing to buy.", "source": "A resident"}
        description = _("Somebody's words, set apart.")


class DocumentsBlock(blocks.StructBlock):
    """Files to download, each with its type and weight."""

    heading = blocks.CharBlock(label=_("Heading"), required=False)
    documents = blocks.ListBlock(DocumentChooserBlock(), label=_("Documents"))

    class Meta:
        icon = "doc-full"
        label = _("Documents")
        template = "participation/editorial/blocks/documents.html"
        description = _("Files to download.")


class NoticeBlock(blocks.StructBlock):
    """A thing not to miss."""

    tone = blocks.ChoiceBlock(
        label=_("Tone"),
        choices=[("info", _("Information")), ("good", _("Good news")), ("warn", _("Warning"))],
        default="info",
    )
    title = blocks.CharBlock(label=_("First sentence"), help_text=_("It must be understood by itself."))
    text = blocks.RichTextBlock(label=_("Explanation"), features=PLAIN, required=False)

    class Meta:
        icon = "warning"
        label = _("Notice")
        template = "participation/editorial/blocks/notice.html"
        preview_value = {"tone": "info", "title": "The town hall is closed on Friday.", "text": ""}
        description = _("What must not be missed, in a frame.")


class FactBlock(blocks.StructBlock):
    """One line of a table of facts."""

    label = blocks.CharBlock(label=_("What"), help_text=_("For example: Where, Who, How much"))
    value = blocks.RichTextBlock(label=_("Answer"), features=PLAIN)

    class Meta:
        icon = "list-ul"
        label = _("Fact")
        label_format = "{label}"


class FactsBlock(blocks.ListBlock):
    """Short facts a reader scans: where, when, how much."""

    def __init__(self, **kwargs):
        super().__init__(FactBlock(), **kwargs)

    class Meta:
        icon = "list-ul"
        label = _("Facts")
        template = "participation/editorial/blocks/facts.html"
        description = _("Short facts: where, when, how much.")


class QuestionBlock(blocks.StructBlock):
    """A question residents ask, and its answer."""

    question = blocks.CharBlock(label=_("Question"))
    answer = blocks.RichTextBlock(label=_("Answer"), features=PROSE)

    class Meta:
        icon = "help"
        label = _("Question and answer")
        label_format = "{question}"
        template = "participation/editorial/blocks/question.html"


class FilmBlock(blocks.StructBlock):
    """A film that is asked from its host only when a reader presses play."""

    title = blocks.CharBlock(label=_("Title"), help_text=_("What the film shows, for those who choose not to play it."))
    address = blocks.URLBlock(
        label=_("Address of the player"),
        help_text=_("The address inside the host's “embed” code, for example https://player.vimeo.com/video/…"),
    )
    transcript = blocks.RichTextBlock(
        label=_("Transcript"), features=PROSE, required=False, help_text=_("For readers who cannot hear or see it.")
    )

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        context["host"] = urlsplit(value["address"]).hostname
        return context

    def clean(self, value):
        value = super().clean(value)
        address = urlsplit(value["address"])
        if address.scheme != "https" or address.hostname not in setting("VIDEO_HOSTS"):
            allowed = ", ".join(setting("VIDEO_HOSTS"))
            raise blocks.StructBlockValidationError(
                block_errors={"address": ValidationError(_("Choose one of these hosts: %s.") % allowed)}
            )
        return value

    class Meta:
        icon = "media"
        label = _("Film")
        template = "participation/editorial/blocks/film.html"
        description = _("A film; nothing is asked of its host until the reader presses play.")


class BodyBlock(blocks.StreamBlock):
    """The body of a page."""

    heading = HeadingBlock(group=_("Text"))
    text = TextBlock(group=_("Text"))
    quote = QuoteBlock(group=_("Text"))
    notice = NoticeBlock(group=_("Text"))
    picture = FigureBlock(group=_("Pictures and files"))
    film = FilmBlock(group=_("Pictures and files"))
    documents = DocumentsBlock(group=_("Pictures and files"))
    facts = FactsBlock(group=_("Tables"))

    class Meta:
        required = False
        template = "participation/editorial/blocks/body.html"


class PictureBlock(blocks.StreamBlock):
    """At most one picture, with words for those who do not see it or marked decorative."""

    picture = ImageBlock(label=_("Picture"))

    class Meta:
        required = False
        max_num = 1
