"""The page of a call for ideas, and of the whole edition behind it."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.blocks import StreamBlock
from wagtail.fields import RichTextField, StreamField

from ..editorial.blocks import PLAIN, PROSE, QuestionBlock
from ..editorial.pages import EditorialPage, synchronised, translated
from ..phases.pages import ProcessPage
from ..phases.panels import FixedOncePublishedPanel, ProcessSummaryPanel
from ..proposals.pages import ProposalPage
from ..votes.pages import VoteCampaignPage


class QuestionsBlock(StreamBlock):
    """Questions residents ask."""

    question = QuestionBlock()

    class Meta:
        required = False


class BudgetCallPage(ProcessPage):
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
        context["campaigns"] = list(VoteCampaignPage.objects.child_of(self).live().defer_streamfields())
        context["projects"] = list(
            ProposalPage.objects.child_of(self).live().select_related("proposal").defer_streamfields()
        )
        return context
