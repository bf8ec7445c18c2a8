"""The page of a call for ideas, and of the whole edition behind it."""

from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.blocks import StreamBlock
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField, StreamField

from ..editorial.blocks import PLAIN, PROSE, QuestionBlock
from ..editorial.pages import EditorialPage, synchronised, translated
from ..phases.pages import ProcessPage
from ..phases.panels import FixedOncePublishedPanel, ProcessSummaryPanel
from ..proposals.pages import ProposalPage
from ..votes.pages import VoteCampaignPage


SHOWN = 8  # project pages on the call page; the list has them all


class QuestionsBlock(StreamBlock):
    """Questions residents ask."""

    question = QuestionBlock()

    class Meta:
        required = False


class BudgetCallPage(RoutablePageMixin, ProcessPage):
    """What the money is for, who may propose, how ideas are studied, and where the edition stands."""

    process_kind = "budget"
    template = "participation/budgets/budget_call_page.html"

    who = RichTextField(
        _("who may propose"), features=PLAIN, blank=True, help_text=_("Age, residence, alone or together.")
    )
    how = RichTextField(
        _("how to propose"), features=PROSE, blank=True, help_text=_("Online and on paper: where, with whose help.")
    )
    questions = StreamField(QuestionsBlock(), blank=True, verbose_name=_("questions and answers"))

    subpage_types = ["participation.ProposalPage", "participation.VoteCampaignPage"]

    content_panels = [
        *EditorialPage.content_panels[:3],
        FixedOncePublishedPanel("process"),
        ProcessSummaryPanel(heading=_("Dates and money")),
        FieldPanel("who"),
        FieldPanel("how"),
        FieldPanel("body"),
        FieldPanel("questions"),
    ]
    translatable_fields = [
        *EditorialPage.base_translatable_fields,
        *translated("who", "how", "questions"),
        *synchronised("process"),
    ]

    class Meta:
        verbose_name = _("budget call")
        verbose_name_plural = _("budget calls")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["envelopes"] = self.process.envelopes.select_related("district") if self.process else ()
        campaigns = VoteCampaignPage.objects.child_of(self).live().defer_streamfields()
        context["campaigns"] = list(campaigns.select_related("vote__poll"))
        polls = (getattr(page.vote, "poll", None) for page in context["campaigns"])
        context["poll"] = next((poll for poll in polls if poll and poll.takes_ballots(timezone.now())), None)
        told = ProposalPage.objects.child_of(self).live().select_related("proposal").defer_streamfields()
        context["projects"] = list(told[:SHOWN])
        context["proposal_number"] = self.process.proposals.count() if self.process else 0
        return context

    def below(self, name, request=None):
        """The address of one of the routes below."""
        return self.get_url(request) + self.reverse_subpage(name)

    def address_of(self, proposal, request=None):
        """Where a proposal of this edition is shown while it has no page of its own."""
        return self.below("proposals", request) + proposal.tail(proposal.pk, proposal.title)

    @path("propositions/", name="proposals")
    def proposals(self, request):
        """The proposals of this edition."""
        return import_string("participation.budgets.views.proposals")(request, self)

    @path("propositions/carte/", name="proposals-map")
    def proposals_map(self, request):
        """What the detailed map of the proposals shows."""
        return import_string("participation.budgets.views.proposals_map")(request, self)

    @path("propositions/<int:pk>-<slug:slug>/", name="proposal")
    def proposal(self, request, pk, slug):
        """One proposal of this edition."""
        return import_string("participation.budgets.views.proposal")(request, self, pk, slug)
