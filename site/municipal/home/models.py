"""The pages every town has, and what frames them: menu and footer."""

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, ExpressionWrapper, F, OuterRef, Subquery, When
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageViewRestriction, TranslatableMixin
from wagtail_localize.fields import TranslatableField

from participation.models import (
    EditorialPage,
    NewsIndexPage,
    NewsPage,
    Poll,
    Process,
    Proposal,
    VoteCampaignPage,
    pages_of,
    translated,
)

from .blocks import ColumnsBlock, HomeBlock, LinksBlock


class HomePage(EditorialPage):
    """What a resident can do now; then where things stand; then news."""

    template = "home/home_page.html"
    parent_page_types = ["wagtailcore.Page"]

    sections = StreamField(HomeBlock(), blank=True, verbose_name=_("sections"))

    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("picture"), FieldPanel("sections")]
    translatable_fields = [*EditorialPage.base_translatable_fields, *translated("sections")]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        now = timezone.now()
        context.update(now=now, today=timezone.localdate(now), processes=self._processes(now))
        context["acting"] = next((line for line in context["processes"] if line["standing"].acting), None)
        context["news_index"] = NewsIndexPage.objects.child_of(self).live().first()
        context["news"] = (
            open_to_all(NewsPage.objects.descendant_of(self).live()).defer("body").order_by("-date", "-id")[:9]
        )
        if any(block.block_type == "realisations" for block in self.sections):
            context.update(realisations=self._realisations(), last_result=self._last_result())
        return context

    def _realisations(self):
        """Projects under way, late or built, the latest news of them first, each with where to read on."""
        rows = list(Proposal.objects.in_the_making().filter(process__archived_at=None)[:9])
        pages = pages_of(rows, get_language())
        return [{"proposal": row, "page": pages.get(row.pk)} for row in rows]

    def _last_result(self):
        """The latest published result with the page that tells it and its money in cents, or None."""
        told = VoteCampaignPage.objects.live().filter(
            vote__result__isnull=False,
            vote__process__archived_at=None,
            locale__language_code__in=(settings.LANGUAGE_CODE, get_language()),
        )
        mine_first = Case(When(locale=self.locale_id, then=0), default=1)
        told = told.order_by("-vote__result__counted_at", "-vote", mine_first).defer_streamfields()
        page = told.select_related("vote__result", "vote__process").first()
        if page is None:
            return None
        vote = page.vote
        outcomes = [each["outcome"] for each in vote.result.counts]
        spent, budget = (sum(each[key] for each in outcomes) for key in ("cost", "budget"))
        selected = sum(len(each["winners"]) for each in outcomes)
        return {
            "vote": vote,
            "page": page,
            "selected": selected,
            "spent": spent,
            "budget": budget,
            "left": budget - spent,
        }

    def _processes(self, now):
        """Processes that have a page and are not over: those that residents act in first, then by date."""
        polls = Poll.objects.taking_ballots(now).filter(vote__process=OuterRef("pk")).order_by("pk")
        rows = list(Process.objects.listed().annotate(open_vote=Subquery(polls.values("vote")[:1]))[:50])
        pages = pages_of(rows, get_language())
        lines = [
            {"process": row, "page": pages[row.pk], "standing": row.standing(now)} for row in rows if row.pk in pages
        ]
        return sorted((line for line in lines if line["standing"].face != "closed"), key=_urgency)


def open_to_all(pages):
    """Those that no view restriction hides, as `public()` finds them, in the same query instead of one before it."""
    path = ExpressionWrapper(OuterRef("path"), output_field=models.CharField())
    hidden = PageViewRestriction.objects.annotate(below=path).filter(below__startswith=F("page__path"))
    return pages.exclude(Exists(hidden))


def _urgency(line):
    """Open ones first, the one that closes first at the top; then what comes; then results."""
    standing = line["standing"]
    if standing.acting:
        return 0, standing.acting.closes.timestamp()
    if standing.coming and standing.face != "results":
        return 1, standing.coming.opens.timestamp()
    latest = max((span.opens.timestamp() for span in standing.current if span.opens), default=0)
    return 2, -latest


class StandardPage(EditorialPage):
    """A page of plain information."""

    template = "home/standard_page.html"
    translatable_fields = EditorialPage.base_translatable_fields

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")


class SiteFrame(TranslatableMixin, models.Model):
    """What frames every page in one language: the menu and the footer."""

    menu = StreamField(LinksBlock(), blank=True, verbose_name=_("menu"))
    columns = StreamField(ColumnsBlock(), blank=True, verbose_name=_("footer columns"))
    legal = StreamField(
        LinksBlock(),
        blank=True,
        verbose_name=_("legal links"),
        help_text=_("Legal notice, personal data, charter, accessibility: reachable from every page."),
    )

    panels = [FieldPanel("menu"), FieldPanel("columns"), FieldPanel("legal")]
    translatable_fields = [TranslatableField("menu"), TranslatableField("columns"), TranslatableField("legal")]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("menu and footer")
        verbose_name_plural = _("menus and footers")

    def __str__(self):
        return str(_("Menu and footer (%(language)s)")) % {"language": self.locale}
