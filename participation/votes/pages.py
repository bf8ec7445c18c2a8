"""The page of a vote campaign."""

from django.db import models
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField, StreamField

from ..editorial.blocks import PLAIN, PROSE
from ..editorial.pages import EditorialPage, synchronised, translated
from ..phases.pages import PresentingPage
from ..phases.panels import FixedOncePublishedPanel, ProcessSummaryPanel
from .blocks import VotingPlacesBlock
from .models import Vote


class VoteCampaignPage(RoutablePageMixin, PresentingPage):
    """Where, when and how to vote; then who won and why."""

    presents = "vote"
    preview_modes = [
        *PresentingPage.preview_modes[:-1],
        ("counting", _("Vote over, result not published")),
        *PresentingPage.preview_modes[-1:],
    ]
    template = "participation/votes/vote_campaign_page.html"

    vote = models.ForeignKey(
        "participation.Vote",
        verbose_name=_("vote"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        limit_choices_to={"rehearsal_of": None},
        related_name="+",
        help_text=_("The vote whose result this page shows. It cannot be changed once the page is published."),
    )
    who = RichTextField(_("who may vote"), features=PLAIN, blank=True, help_text=_("Age, residence, nationality."))
    bring = RichTextField(
        _("what to bring"), features=PROSE, blank=True, help_text=_("And what is not needed: it reassures.")
    )
    elsewhere = RichTextField(
        _("if you cannot come"), features=PROSE, blank=True, help_text=_("Home visits, proxies, a telephone number.")
    )
    places = StreamField(VotingPlacesBlock(), blank=True, verbose_name=_("places to vote"))

    subpage_types = []

    content_panels = [
        *EditorialPage.content_panels[:3],
        FixedOncePublishedPanel("vote"),
        ProcessSummaryPanel(heading=_("Dates and money")),
        FieldRowPanel([FieldPanel("who"), FieldPanel("bring")], heading=_("Voting on paper")),
        FieldPanel("elsewhere"),
        FieldPanel("places"),
        FieldPanel("body"),
    ]
    translatable_fields = [
        *EditorialPage.base_translatable_fields,
        *translated("who", "bring", "elsewhere", "places"),
        *synchronised("vote"),
    ]

    class Meta:
        verbose_name = _("vote campaign")
        verbose_name_plural = _("vote campaigns")

    @cached_property
    def shown_vote(self):
        """The vote with its process, published result and source, in one query; None before a vote exists."""
        if not self.vote_id:
            return None
        return Vote.objects.select_related("process", "result", "source").get(pk=self.vote_id)

    @cached_property
    def shown_process(self):
        """The vote's process; before a vote exists, that of the call page above."""
        if self.shown_vote:
            return self.shown_vote.process
        return self.process_above()

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        vote = self.shown_vote
        context["vote"] = vote
        context["face"] = self._face(context, vote)
        context["result"] = vote.result if vote and context["face"] == "results" else None
        context["result_address"] = f"{self.get_url(request) or ''}resultats/"
        return context

    def _face(self, context, vote):
        """The face of the phase, but *counting* from the end of the vote until a result is published."""
        span, face = context["standing"].span("vote"), context["face"]
        over = span is not None and span.is_over(context["now"]) and not context["standing"].archived
        if context["staged"]:
            return context["staged"]
        return "counting" if over and face != "vote" and not (vote and vote.result_id) else face

    def _told(self, request, view, **how):
        """What a view answers about the published result; nothing is there before one is."""
        if not (self.shown_vote and self.shown_vote.result_id):
            raise Http404
        return import_string(f"participation.votes.{view}")(request, self, **how)

    @path("resultats/", name="results")
    def results(self, request):
        """The permanent address of the result."""
        return self._told(request, "views.result_page")

    @path("resultats/comparer/", name="comparison")
    def comparison(self, request):
        """What each rule would have chosen."""
        return self._told(request, "views.result_page", part="comparison")

    @path("resultats/pas-a-pas/", name="replay")
    def replay(self, request):
        """The count, round by round."""
        return self._told(request, "views.result_page", part="replay")

    @path("resultats/telecharger/<slug:kind>/", name="result-file")
    def result_file(self, request, kind):
        """The result as a file."""
        return self._told(request, "feeds.page_file", kind=kind)
