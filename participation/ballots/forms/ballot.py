"""The shape of a ballot as a browser sends it, what a screen shows of it, and the words of every refusal."""

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...money import show_money
from ..rules import Offer, left_to_choose
from ..rules.modes import OWN, PAIRS


RANKS = 20  # lines that a ranking form offers when the vote sets no limit


def read_ballot(mode, codes, data):
    """The ballot in a form's data, as votes count it. What is no option is kept, and refused by the judge.

    `codes` are the options' in the voter's order; `data` is a QueryDict or anything with `getlist`.
    """
    if mode.kind in ("approval", "choose-1"):
        return tuple(dict.fromkeys(each for each in data.getlist("choice") if each))
    if mode.kind == "ordinal":
        names = (data.get(f"rank-{place}", "") for place in range(1, ranks(mode, codes) + 1))
        return tuple(name for name in names if name)
    if mode.kind == "yes-no":
        return (data.get("answer") or "blank",)
    if mode.kind == "mentions":
        return tuple((code, data[f"mention-{code}"]) for code in codes if data.get(f"mention-{code}"))
    return tuple(
        (code, _points(data.get(f"points-{code}", "")))
        for code in codes
        if data.get(f"points-{code}", "0") not in ("", "0")
    )


def ranks(mode, codes):
    """How many places a ranking has."""
    return min(len(codes), mode.usual.most or RANKS)


def _points(typed):
    """A whole number of points, or what was typed, for the judge to refuse."""
    return int(typed) if typed.isdecimal() and len(typed) < 7 else typed


def refusal_sentence(refusal, options, envelopes, currency="EUR"):
    """A refusal in a sentence. `options` maps codes to rows, `envelopes` keys to rows."""
    name = envelopes.get(refusal.envelope)
    option = options.get(refusal.option)
    words = {
        "option": option.title if option else (refusal.option or "")[:40],
        "envelope": str(name) if name else "",
        "limit": refusal.limit,
        "found": refusal.found,
    }
    return SENTENCES[refusal.code](refusal, currency) % words


def _over(refusal, currency):
    return _("“%(envelope)s”: your choices cost %(sum)s and the envelope holds %(cents)s: %(over)s too much.") % {
        "envelope": "%(envelope)s",
        "sum": show_money(refusal.found, currency),
        "cents": show_money(refusal.limit, currency),
        "over": show_money(refusal.found - refusal.limit, currency),
    }


SENTENCES = {
    "not-an-answer": lambda r, c: _("Answer yes, no or blank."),
    "unknown-option": lambda r, c: _("“%(option)s” is not on this ballot."),
    "twice": lambda r, c: _("“%(option)s” is there twice. Keep it once."),
    "empty": lambda r, c: _("Choose at least one project: this vote has no blank ballot."),
    "too-few": lambda r, c: ngettext(
        "“%(envelope)s”: choose at least %(limit)s project. You chose %(found)s.",
        "“%(envelope)s”: choose at least %(limit)s projects. You chose %(found)s.",
        r.limit,
    ),
    "too-many": lambda r, c: ngettext(
        "“%(envelope)s”: choose at most %(limit)s project. You chose %(found)s.",
        "“%(envelope)s”: choose at most %(limit)s projects. You chose %(found)s.",
        r.limit,
    ),
    "over-budget": _over,
    "too-little": lambda r, c: _("“%(envelope)s”: your choices must use at least %(limit)s %% of the envelope."),
    "no-points": lambda r, c: _("“%(option)s”: points are a whole number from 1 on."),
    "too-many-points": lambda r, c: _("“%(envelope)s”: you gave %(found)s points out of %(limit)s."),
    "too-many-on-one": lambda r, c: _(
        "“%(option)s”: you gave %(found)s points, and one project takes at most %(limit)s."
    ),
    "unknown-mention": lambda r, c: _("“%(option)s”: choose one of the mentions."),
    "other-district": lambda r, c: _("“%(option)s” is put to the vote of another district."),
    "several-districts": lambda r, c: _("Choose in one district only, beside the whole town. You chose in %(found)s."),
}


class BallotPaper:
    """A ballot as a screen shows it: envelope by envelope, in the voter's order, with what was chosen."""

    def __init__(self, mode, options, offered, codes, ballot, own=None):
        self.mode, self.codes, self.ballot = mode, codes, ballot
        self.options = {option.code: option for option in options}
        self.worth = dict(ballot) if mode.kind in PAIRS else dict.fromkeys(ballot, 1)
        self.left = set(left_to_choose(mode, offered, ballot, own))
        self.own = own

    @property
    def still(self):
        """The envelopes in which nothing is chosen yet."""
        return {
            each.envelope_id: each.envelope for each in self.options.values() if each.envelope_id in self.left
        }.values()

    @property
    def sections(self):
        """One for each envelope, in the order of the options."""
        found = {}
        for option in self.options.values():
            found.setdefault(option.envelope_id, option.envelope)
        return [self._section(envelope) for envelope in found.values()]

    def _section(self, envelope):
        lines = [self._line(self.options[code]) for code in self.codes]
        lines = [line for line in lines if line["option"].envelope_id == envelope.pk]
        chosen = [line for line in lines if line["chosen"]]
        limits = self.mode.of(envelope.pk)
        cost = sum(line["option"].cost for line in chosen)
        return {
            "envelope": envelope,
            "limits": limits,
            "lines": lines,
            "chosen": chosen,
            "cost": cost,
            "left": None if limits.cents is None else limits.cents - cost,
            "over": max(0, cost - (limits.cents or cost)),
            "points": sum(line["worth"] for line in chosen if isinstance(line["worth"], int)),
            "still": envelope.pk in self.left,
            "closed": self.mode.scope == OWN and envelope.district_id not in (None, self.own),
        }

    def _line(self, option):
        worth = self.worth.get(option.code)
        return {"option": option, "chosen": worth is not None, "worth": worth}

    @cached_property
    def chosen(self):
        """What was chosen, in the order in which it counts for a ranking and in the voter's for the rest."""
        names = [each[0] if self.mode.kind in PAIRS else each for each in self.ballot]
        if self.mode.kind != "ordinal":
            names = sorted(names, key=lambda name: self.codes.index(name) if name in self.codes else 0)
        return [self._line(self.options[name]) for name in names if name in self.options]

    @property
    def ranks(self):
        """The places of a ranking, each with the code that stands there."""
        places = range(1, ranks(self.mode, self.codes) + 1)
        return [(place, self.ballot[place - 1] if place <= len(self.ballot) else "") for place in places]

    @property
    def cost(self):
        """What the choices cost together, in cents."""
        return sum(line["option"].cost for line in self.chosen)

    @property
    def answer(self):
        """The answer of a yes-no ballot."""
        return self.ballot[0] if self.ballot else ""

    @property
    def fields(self):
        """The ballot as hidden fields: name and value, read back by `read_ballot`."""
        kind = self.mode.kind
        if kind == "ordinal":
            return [(f"rank-{place}", name) for place, name in enumerate(self.ballot, 1)]
        if kind == "yes-no":
            return [("answer", self.answer)]
        if kind in PAIRS:
            word = "mention" if kind == "mentions" else "points"
            return [(f"{word}-{name}", worth) for name, worth in self.ballot]
        return [("choice", name) for name in self.ballot]


def offers(options):
    """The options as the judge reads them."""
    return [Offer(each.code, each.cost, each.envelope_id, each.envelope.district_id) for each in options]
