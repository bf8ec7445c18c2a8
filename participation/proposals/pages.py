"""A proposal told as a page."""

from django.db import models
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Cast, Concat
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from ..editorial.pages import EditorialPage, synchronised, translated
from ..phases.pages import PresentingPage
from ..phases.panels import FixedOncePublishedPanel, ProcessSummaryPanel
from .blocks import StepsBlock
from .models import Proposal
from .panels import ProposalFactsPanel


# What stands under a call page beside its pages: the list of its proposals.
OWN_ADDRESSES = ("propositions", "proposals")


def with_page_path(rows, language):
    """Proposals with `told`: the `url_path` of their published page in this very language, None without one."""
    own = Concat(Value("proposal:"), Cast("pk", models.CharField()), Value(f":{language}"))
    told = ProposalPage.objects.live().filter(presented_key=OuterRef("claim")).values("url_path")[:1]
    return rows.annotate(claim=own, told=Subquery(told))


def pages_telling(proposals):
    """{key of the row: its pages, drafts too, the published first} in one query."""
    found = {}
    pages = ProposalPage.objects.filter(proposal__in=[each.pk for each in proposals]).select_related("locale")
    for page in pages.defer_streamfields().order_by("-live", "locale_id", "pk"):
        found.setdefault(page.proposal_id, []).append(page)
    return found


class ProposalPage(PresentingPage):
    """A project in the town's words: its story, its state, its steps."""

    presents = "proposal"
    template = "participation/proposals/proposal_page.html"

    proposal = models.ForeignKey(
        "participation.Proposal",
        verbose_name=_("proposal"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The proposal this page tells. It cannot be changed once the page is published."),
    )
    state_text = models.CharField(
        _("state in a sentence"),
        max_length=200,
        blank=True,
        help_text=_("Instead of the proposal's own: “Open since 6 June 2027”. A delay is said with the new date."),
    )
    steps = StreamField(StepsBlock(), blank=True, verbose_name=_("steps"))

    parent_page_types = ["participation.BudgetCallPage"]
    subpage_types = []

    content_panels = [
        *EditorialPage.content_panels[:3],
        FixedOncePublishedPanel("proposal"),
        ProposalFactsPanel(heading=_("From the proposal")),
        ProcessSummaryPanel(heading=_("Dates and money")),
        FieldPanel("state_text"),
        FieldPanel("steps"),
        FieldPanel("body"),
    ]
    translatable_fields = [
        *EditorialPage.base_translatable_fields,
        *translated("state_text", "steps"),
        *synchronised("proposal"),
    ]

    class Meta:
        verbose_name = _("proposal page")
        verbose_name_plural = _("proposal pages")

    @cached_property
    def shown_proposal(self):
        """The proposal with all that the page shows of it; None for a page written from nothing."""
        return Proposal.objects.for_detail().filter(pk=self.proposal_id).first() if self.proposal_id else None

    @property
    def shown_process(self):
        """The proposal's process; for a page written from nothing, that of the call page above."""
        return self.shown_proposal.process if self.shown_proposal else self.process_above()

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        proposal = self.shown_proposal
        # A preview of the vote shows the page as it is during one, wherever the project stands today.
        put_to_vote = (
            proposal is None or proposal.status == Proposal.Status.VOTED or getattr(request, "is_preview", False)
        )
        number = proposal.number if proposal else self.pk or 0
        context |= {"proposal": proposal, "put_to_vote": put_to_vote, "paper": number % 5 + 1}
        return context
