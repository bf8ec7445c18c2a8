"""The desk at a place to vote: found on the roll, told whether they have voted, marked, added, or sent to a tablet.

A mark is never taken back here: the ballot paper may be in the urn. A mistake is written in the minutes.
"""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView

from ...keys import key_in
from ...places.models import Place
from .. import actions
from ..forms.words import mark_sentence
from ..forms.work import AddAtDeskForm, PlaceForm, TabletForm
from ..models import Elector, Tablet, may_on
from .roll import saying
from .screens import PollWork


SHOWN = 20
WHERE = "participation-desk"  # {poll: place}: chosen once in a session


class AtDesk(PollWork):
    """A screen of the desk."""

    screen = "desk"

    @cached_property
    def place(self):
        """Where this desk stands, as it was said in this session."""
        kept = self.request.session.get(WHERE, {}).get(str(self.poll.pk))
        return Place.objects.filter(pk=kept).first() if kept else None

    def find(self, words):
        """Back to the desk, with these words searched."""
        response = self.to("desk")
        response["Location"] += f"?{urlencode({'q': words})}" if words else ""
        return response


class Desk(AtDesk, TemplateView):
    """Find somebody on the roll; mark that they take a paper ballot."""

    template_name = "participation/ballots/admin/desk.html"
    page_title = gettext_lazy("Voting desk")

    def get(self, request, *args, **kwargs):
        return super().get(request, *args, **kwargs) if self.place else self.to("place")

    def post(self, request, *args, **kwargs):
        """Votes here on paper: the roll itself answers, so that two desks at once mark once."""
        if not self.place:
            return self.to("place")
        elector = self.elector
        mark, is_new = actions.mark_at_desk(self.poll.pk, elector.pk, self.place, request.user)
        if is_new:
            messages.success(request, _("%(name)s is marked. Hand out one ballot paper.") % {"name": elector})
            return self.to("desk")
        words = mark_sentence(mark, elector) if mark else _("The box is not open: nobody can be marked.")
        messages.error(request, words)
        return self.find(request.POST.get("q", "")[:200])

    def get_context_data(self, **kwargs):
        words = self.request.GET.get("q", "").replace("\0", "").strip()[:200]
        found = Elector.objects.none()
        if words:
            rows = Elector.objects.filter(poll=self.poll).select_related("district", "mark__place")
            found = saying(rows.defer("district__outline"), words).order_by("folded", "pk")
        found = list(found[: SHOWN + 1])
        return super().get_context_data(
            words=words,
            found=found[:SHOWN],
            more=len(found) > SHOWN,
            place=self.place,
            tablets=self._tablets(),
            may_renew=may_on(self.request.user, "make_codes", self.poll, self.now),
            **kwargs,
        )

    def _tablets(self):
        """The tablets of this place, each with who is voting on it now as `person`."""
        here = Tablet.objects.filter(poll=self.poll, place=self.place, retired_at=None).select_related("elector")
        tablets = list(here)
        for tablet in tablets:
            tablet.person = actions.take_turn(tablet, self.now)
        return tablets


class ChoosePlace(AtDesk, FormView):
    """Where this desk stands: asked once in a session."""

    template_name = "participation/ballots/admin/desk_place.html"
    page_title = gettext_lazy("Where are you?")
    form_class = PlaceForm

    def get_initial(self):
        return {"place": self.place}

    def form_valid(self, form):
        kept = self.request.session.get(WHERE, {})
        self.request.session[WHERE] = kept | {str(self.poll.pk): form.cleaned_data["place"].pk}
        return self.to("desk")


class AddAtDesk(AtDesk, FormView):
    """Put somebody on the roll who is not on it: a minor, a foreign resident, somebody who has moved."""

    template_name = "participation/ballots/admin/desk_add.html"
    page_title = gettext_lazy("Add somebody")
    form_class = AddAtDeskForm

    def get_initial(self):
        return {"name": self.request.GET.get("q", "")[:160]}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"poll": self.poll}

    def form_valid(self, form):
        if not self.is_open:
            messages.error(self.request, _("The box is not open: nobody can be added."))
            return self.to("desk")
        data = form.cleaned_data
        told = {name: data[name] for name in ("name", "birth_year", "district")}
        actions.add_at_desk(self.poll, self.request.user, checked=form.checked(), **told)
        messages.success(self.request, _("%(name)s is on the roll. Now mark them.") % {"name": data["name"]})
        return self.find(data["name"])


class CallTablet(AtDesk, TemplateView):
    """Open somebody's ballot on a tablet beside the desk."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        elector, key = self.elector, request.POST.get("tablet", "")
        tablet = Tablet.objects.filter(poll=self.poll, pk=key_in(key) or 0).first()
        try:
            if tablet is None:
                raise actions.Refused("no-tablet")
            actions.call(tablet, elector, request.user)
        except actions.Refused as refused:
            self.refuse(refused)
            return self.find(request.POST.get("q", "")[:200])
        words = _("%(name)s can vote on “%(tablet)s” now. It empties itself if nobody touches it.")
        messages.success(request, words % {"name": elector, "tablet": tablet})
        return self.to("desk")


class TakeTabletBack(AtDesk, TemplateView):
    """End a call: somebody has walked away, or goes no further. What they chose is gone; they may still vote."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        key, call = key_in(request.POST.get("tablet")) or 0, key_in(request.POST.get("call"))
        tablet = get_object_or_404(Tablet, poll=self.poll, pk=key)
        elector = actions.take_back(tablet, call, request.user)
        if elector is None:
            messages.info(request, _("Nobody is voting on “%(tablet)s” any more.") % {"tablet": tablet})
            return self.to("desk")
        words = _(
            "“%(tablet)s” is free again. %(name)s has not voted and still can: nothing was sent, nothing is kept."
        )
        messages.success(request, words % {"name": elector, "tablet": tablet})
        return self.find(str(elector))


class PairTablet(AtDesk, FormView):
    """Make this device a voting tablet: who is signed in on it is signed out, and it waits to be called."""

    template_name = "participation/ballots/admin/desk_tablets.html"
    page_title = gettext_lazy("Tablets")
    form_class = TabletForm

    def get(self, request, *args, **kwargs):
        return super().get(request, *args, **kwargs) if self.place else self.to("place")

    def post(self, request, *args, **kwargs):
        if "retire" in request.POST:
            key = request.POST["retire"]
            known = Tablet.objects.filter(poll=self.poll, pk=key_in(key) or 0)
            for tablet in known:
                actions.retire_tablet(tablet, request.user)
            return self.to("tablets")
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        name, place = form.cleaned_data["name"], self.place
        _tablet, key = actions.pair_tablet(self.poll, self.request.user, name, place)
        self.request.session.flush()  # the clerk is signed out: whoever holds the tablet is nobody
        self.request.session[actions.TABLET] = key
        with translation.override(settings.LANGUAGE_CODE):  # residents' main language, not the clerk's
            return redirect("participation:tablet", self.poll.vote_id)

    def get_context_data(self, **kwargs):
        tablets = Tablet.objects.filter(poll=self.poll, retired_at=None).select_related("place")
        return super().get_context_data(tablets=tablets, place=self.place, **kwargs)
