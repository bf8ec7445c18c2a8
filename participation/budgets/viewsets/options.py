"""Which proposals a draft puts to the vote."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView

from ...frozen import Frozen
from ...keys import key_in
from ...places.models import District
from ...proposals.models import Proposal
from .. import actions, rules
from ..models import ProposalOption, purses_of
from .desk import VoteDesk, address
from .setup import FIXED


A_PAGE = 100
WHOLE_TOWN = "town"


class ChooseOptions(VoteDesk, TemplateView):
    """The proposals of the process with a box each. Whatever button is pressed, what was ticked is kept."""

    template_name = "participation/budgets/admin/options.html"
    page_title = gettext_lazy("Choose the projects")

    def get(self, request, *args, **kwargs):
        if self.object.frozen_at:
            return self._fixed()
        return super().get(request, *args, **kwargs)

    def _fixed(self):
        messages.warning(self.request, FIXED % {"vote": self.object})
        return self.back()

    @cached_property
    def filters(self):
        """What the list is narrowed to; values that nobody offers are ignored."""
        asked = self.request.POST if self.request.method == "POST" else self.request.GET
        status, district = asked.get("status", ""), asked.get("district", "")
        known = {str(each.pk) for each in self.districts} | {WHOLE_TOWN}
        return {
            "q": asked.get("q", "").replace("\0", "").strip()[:200],
            "status": status if status in Proposal.Status.values else "",
            "district": district if district in known else "",
        }

    @cached_property
    def districts(self):
        """The districts of the town."""
        return list(District.objects.all())

    def matching(self):
        """The proposals of the process that the filters leave."""
        asked = self.filters
        found = Proposal.objects.filter(process=self.object.process).saying(asked["q"])
        if asked["status"]:
            found = found.filter(status=asked["status"])
        if asked["district"]:
            found = found.filter(district=None if asked["district"] == WHOLE_TOWN else asked["district"])
        return found.order_by("number")

    def chosen(self):
        """{key of a proposal on the list: key of its envelope}"""
        links = ProposalOption.objects.filter(option__vote=self.object)
        return dict(links.values_list("proposal", "option__envelope"))

    def post(self, request, *args, **kwargs):
        asked = request.POST
        ticked = {key: key_in(asked.get(f"envelope-{key}")) for key in _numbers(asked.getlist("chosen"))}
        shown = _numbers(asked.getlist("shown"))
        if "all" in asked:
            admitted = self.matching().filter(status=Proposal.Status.ADMITTED)
            ticked = dict.fromkeys(admitted.values_list("pk", flat=True)) | ticked
        if "none" in asked:
            ticked, shown = {}, None
        try:
            unpaid = actions.choose_proposals(self.object, ticked, shown=shown, by=request.user)
        except Frozen:
            return self._fixed()
        self._say(unpaid)
        return redirect(self._next(asked))

    def _say(self, unpaid):
        number = self.object.options.count()
        saved = ngettext("One project is on the list.", "%(number)s projects are on the list.", number)
        messages.success(self.request, saved % {"number": number})
        if unpaid:
            names = ", ".join(_("no. %(number)s") % {"number": each.number} for each in unpaid[:20])
            words = _("Left out, because no envelope of the process pays for their district: %(names)s.")
            messages.warning(self.request, words % {"names": names})

    def _next(self, asked):
        """Where the pressed button leads: on, or back to the list as it was narrowed."""
        if "done" in asked:
            return address(self.object)
        page = {"page": asked["page"]} if key_in(asked.get("page")) else {}
        query = urlencode({name: value for name, value in self.filters.items() if value} | page)
        return address(self.object, "options") + (f"?{query}" if query else "")

    def get_context_data(self, **kwargs):
        vote, chosen = self.object, self.chosen()
        purses = purses_of(vote.process)
        names = {row.pk: str(row) for row in vote.process.envelopes.select_related("district")}
        page = Paginator(self.matching().select_related("district"), A_PAGE).get_page(self.request.GET.get("page"))
        lines = [_line(proposal, purses, names, chosen) for proposal in page]
        admitted = Q(status=Proposal.Status.ADMITTED)
        return super().get_context_data(
            filters=self.filters,
            statuses=Proposal.Status.choices,
            districts=self.districts,
            whole_town=WHOLE_TOWN,
            page=page,
            lines=lines,
            chosen_number=len(chosen),
            admitted_number=self.matching().filter(admitted).count(),
            has_money=bool(purses),
            **kwargs,
        )


def _line(proposal, purses, names, chosen):
    """One proposal as the list shows it."""
    wanted = chosen.get(proposal.pk)
    payer = rules.payer(proposal.district_id, purses, wanted)
    payers = [(each.key, names[each.key]) for each in rules.payers(proposal.district_id, purses)]
    return {
        "proposal": proposal,
        "chosen": proposal.pk in chosen,
        "payer": payer and payer.key,
        "payers": payers,
        "may_be_chosen": bool(payer) and (proposal.status in rules.PUT_TO_THE_VOTE or proposal.pk in chosen),
        "too_dear": bool(payer and proposal.cost and proposal.cost > payer.cents),
    }


def _numbers(texts):
    """The keys among what a browser sent; what is no key is ignored."""
    return {number for text in texts if (number := key_in(text))}
