"""Paper ballots: batches begun, sheets entered twice, blind, a third deciding; closed by two, voided whole."""

import dataclasses

from django.contrib import messages
from django.db.models import Count
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView, View

from ...keys import key_in
from ...votes.actions import sealed
from ...votes.models import Option
from .. import actions, rules
from ..forms import offers, refusal_sentence
from ..forms.words import typed_sentence
from ..forms.work import BatchForm, ReasonForm
from ..models import PaperBatch, PaperEntry, RollMark
from ..rules import sheets
from ..rules.modes import CHOSEN, OWN
from ..rules.typing import Unreadable, read_typed
from .screens import PollWork


class Sheets(PollWork, FormView):
    """The batches: how far each is, and sheets against marks at the desk. Never what a sheet says."""

    screen = "sheets"
    template_name = "participation/ballots/admin/sheets.html"
    page_title = gettext_lazy("Paper ballots")
    form_class = BatchForm

    def form_valid(self, form):
        place, number = form.cleaned_data["place"], form.cleaned_data["sheets"]
        try:
            batch = actions.begin_batch(self.poll, place, number, self.request.user)
        except actions.Refused as refused:
            self.refuse(refused)
        else:
            messages.success(self.request, _("Write “batch %(number)s” on the stack.") % {"number": batch.number})
        return self.to()

    def get_context_data(self, **kwargs):
        batches = list(self.poll.paper_batches.select_related("place"))
        found = actions.readings_of(batches)
        agreed = dict(self.poll.agreements.order_by().values_list("act").annotate(Count("pk")))
        mine = set(self.poll.agreements.filter(by=self.request.user).values_list("act", flat=True))
        readers = actions.readers_of(batches)
        lines = [
            _how_far(batch, found[batch.pk], readers[batch.pk], self.request.user)
            | {
                "batch": batch,
                "turns": [batch.sheets - len(sheets.unread(batch.sheets, found[batch.pk], turn)) for turn in (1, 2)],
                "agreed": agreed.get(batch.closing, 0),
                "by_me": batch.closing in mine,
            }
            for batch in batches
        ]
        return super().get_context_data(lines=lines, counts=self._counts(batches), **kwargs)

    def _counts(self, batches):
        """Marks and sheets place by place, and in all."""
        desk = self.poll.marks.filter(channel=RollMark.Channel.DESK).order_by()
        marks = dict(desk.values_list("place__name").annotate(Count("pk")))
        on_paper = {}
        for batch in batches:
            if not batch.voided_at:
                name = batch.place.name if batch.place else None
                on_paper[name] = on_paper.get(name, 0) + batch.sheets
        names = sorted({*marks, *on_paper}, key=lambda name: (name is None, name or ""))
        rows = [(name, marks.get(name, 0), on_paper.get(name, 0)) for name in names]
        return {"rows": rows, "marks": sum(marks.values()), "sheets": sum(on_paper.values())}


def _how_far(batch, readings, readers, reader):
    """What of a batch is left, and what of that this reader enters, by themselves or in the place of another."""
    disputed = sheets.disputed(batch.sheets, readings)
    return {
        "disputed": len(disputed),
        "settled": sheets.settled(batch.sheets, readings) is not None,
        "next": sheets.next_for(reader.pk, batch.sheets, readers, disputed),
        "joins": sheets.next_for(reader.pk, batch.sheets, readers, disputed, join=True),
    }


class OneBatch(PollWork):
    """A screen about one batch."""

    screen = "sheets"

    @cached_property
    def batch(self):
        """The batch in the address, of this poll."""
        found = PaperBatch.objects.select_related("place")
        return get_object_or_404(found, pk=self.kwargs["batch"], poll=self.poll)


class EnterSheets(OneBatch, TemplateView):
    """The next sheet of this reader's turn: numbers, Enter, the next. What others read is shown nowhere."""

    template_name = "participation/ballots/admin/sheet.html"
    page_title = gettext_lazy("Enter sheets")

    @cached_property
    def options(self):
        """The options of the frozen vote in the order of the paper."""
        found = Option.objects.filter(vote=self.poll.vote_id).select_related("envelope__district")
        return list(found.defer("envelope__district__outline").order_by("position"))

    @cached_property
    def mode(self):
        """How a paper ballot is judged. Nobody knows whose it is: one district, whichever, where each has its own."""
        mode = self.poll.mode(self.options)
        return dataclasses.replace(mode, scope=CHOSEN) if mode.scope == OWN else mode

    @cached_property
    def line(self):
        """How far the batch is, and what of it is this reader's."""
        readings, readers = actions.readings_of([self.batch]), actions.readers_of([self.batch])
        return _how_far(self.batch, readings[self.batch.pk], readers[self.batch.pk], self.request.user)

    @cached_property
    def next(self):
        """(turn, sheet) for this reader, or None when nothing is left for them."""
        return self.line["joins" if "join" in self.request.GET else "next"]

    def post(self, request, *args, **kwargs):
        asked = request.POST
        kind, typed = asked.get("kind"), asked.get("typed", "")[:2000]
        kind = kind if kind in PaperEntry.Kind.values else PaperEntry.Kind.VALID
        try:
            body, sentences = self._body(kind, typed)
        except Unreadable as refusal:
            return self._again(typed, [typed_sentence(refusal)])
        if sentences:
            return self._again(typed, sentences, invalid=True)
        sheet, turn = key_in(asked.get("sheet")) or 0, key_in(asked.get("turn")) or 0
        try:
            actions.read_sheet(self.batch, sheet, turn, request.user, kind, body)
        except actions.Refused as refused:
            self.refuse(refused)
        again = self.to("enter", self.batch.pk)
        again["Location"] += "?join" if "join" in request.GET else ""
        return again

    def _body(self, kind, typed):
        """The sheet as it is kept, and why it is no valid ballot: the same judge as online."""
        if kind != PaperEntry.Kind.VALID:
            is_answer = self.mode.kind == "yes-no" and kind == PaperEntry.Kind.BLANK
            return sealed(("blank",) if is_answer else ()), ()
        ballot = read_typed(self.mode, {str(each.position): each.code for each in self.options}, typed)
        refusals = rules.judge(self.mode, offers(self.options), ballot)
        envelopes = {each.envelope_id: each.envelope for each in self.options}
        options, currency = {each.code: each for each in self.options}, self.poll.vote.process.currency
        if self.mode.kind not in ("ordinal", "yes-no"):
            ballot = tuple(sorted(ballot, key=lambda each: self._place(each, options)))
        return sealed(ballot), [refusal_sentence(each, options, envelopes, currency) for each in refusals]

    def _place(self, each, options):
        """Where a choice stands on the paper: two people who type it in another order have read the same."""
        option = options.get(each[0] if isinstance(each, tuple) else each)
        return option.position if option else 0

    def _again(self, typed, sentences, invalid=False):
        """The same sheet, with what was typed and why it cannot be kept like that."""
        told = self.get_context_data(typed=typed, sentences=sentences, invalid=invalid)
        return self.render_to_response(told, status=422)

    def get_context_data(self, **kwargs):
        turn, sheet = self.next or (0, 0)
        asked = self.request.POST
        if asked and key_in(asked.get("sheet")) and key_in(asked.get("turn")):  # refused: stay on that sheet
            turn, sheet = key_in(asked["turn"]), key_in(asked["sheet"])
        told = {"batch": self.batch, "turn": turn, "sheet": sheet, "mode": self.mode, "options": self.options}
        return super().get_context_data(**kwargs | told, line=self.line)


class CloseBatch(OneBatch, View):
    """One of the two people agrees that a batch is settled."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        try:
            batch = actions.agree_to_close(self.batch, request.user)
        except actions.Refused as refused:
            self.refuse(refused)
            return self.to()
        words = (
            _("Batch %(number)s is closed.")
            if batch.closed_at
            else _("You agree that batch %(number)s is settled. A second person now agrees from their own account.")
        )
        messages.success(request, words % {"number": batch.number})
        return self.to()


class VoidBatch(OneBatch, FormView):
    """Void a batch whole, with a reason."""

    template_name = "participation/ballots/admin/reason.html"
    page_title = gettext_lazy("Void a batch")
    form_class = ReasonForm

    def form_valid(self, form):
        try:
            actions.void_batch(self.batch, self.request.user, form.cleaned_data["reason"])
        except actions.Refused as refused:
            self.refuse(refused)
        else:
            words = _("Batch %(number)s is void. Its sheets are entered again in a new batch.")
            messages.success(self.request, words % {"number": self.batch.number})
        return self.to()

    def get_context_data(self, **kwargs):
        words = _("All that was entered of batch %(number)s counts for nothing; its sheets go into a new batch.")
        told = {"said": words % {"number": self.batch.number}, "button": _("Void the batch")}
        return super().get_context_data(**told, **kwargs)
