"""The shape of what a reader asks of a list of proposals: filters with their counts, orders, links."""

import secrets
from array import array
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from django.db.models import F
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..kept import kept
from ..places.models import District
from . import rules
from .models import Proposal, Theme, ThemeName, stamp_of


@dataclass(frozen=True)
class Sort:
    """One way to order a list: its name in an address, in words, and what the database orders by."""

    name: str
    words: str
    order: tuple = ()


SORTS = (
    Sort(rules.AT_RANDOM, gettext_lazy("At random")),
    Sort("numero", gettext_lazy("Number"), ("number",)),
    Sort("cout", gettext_lazy("Cost, lowest first"), (F("cost").asc(nulls_last=True), "number")),
    Sort("cout-decroissant", gettext_lazy("Cost, highest first"), (F("cost").desc(nulls_last=True), "number")),
    Sort("recents", gettext_lazy("Newest first"), ("-created_at", "-number")),
)


@dataclass(frozen=True)
class Value:
    """One value of a filter as it is offered: in the address, in words, how many it keeps, and if it is the one."""

    key: object
    value: str
    words: str
    number: int
    chosen: bool


class Choice(NamedTuple):
    """A row that a list can be filtered by."""

    pk: int | str | None
    slug: str
    words: str
    changed_at: datetime | None = None


def _choices(language):
    """The districts and the themes, by short name, the themes in a language."""
    names = {each.theme_id: each.name for each in ThemeName.objects.filter(language=language)}
    themes = [
        Choice(pk, slug, names.get(pk, name)) for pk, slug, name in Theme.objects.values_list("pk", "slug", "name")
    ]
    districts = map(Choice._make, District.objects.values_list("pk", "slug", "name", "changed_at"))
    return {each.slug: each for each in districts}, {each.slug: each for each in themes}


class ListForm:
    """What an address asks of the proposals of a process, in the rows that exist: what is unknown is left out.

    `sorts` come before the usual ones; the one named `usual` is taken when none is asked for. Counts and orders are
    made once for all readers, until something changes.
    """

    def __init__(self, asked, process, language, *, sorts=(), usual="numero"):
        self.process, self.stamp = process, stamp_of(process)
        self.districts, self.themes = kept(self.stamp, f"choices {language}", lambda: _choices(language))
        self.sorts = {each.name: each for each in (*sorts, *SORTS)}
        self.usual = usual
        self.filters, self.asked = self._known(asked)

    def _known(self, asked):
        """The filters as rows, and what was asked without all that is unknown."""
        filters = {}
        if rules.search_words(asked.words):
            filters["words"] = asked.words
        if asked.district in self.districts:
            filters["district"] = self.districts[asked.district].pk
        elif asked.district == rules.WHOLE_TOWN:
            filters["district"] = None
        if asked.theme in self.themes:
            filters["theme"] = self.themes[asked.theme].pk
        if asked.status in Proposal.Status.values:
            filters["status"] = asked.status
        sort = asked.sort if asked.sort in self.sorts else ""
        seed = None
        if (sort or self.usual) == rules.AT_RANDOM:
            sort, seed = rules.AT_RANDOM, self._draw() if asked.seed is None else asked.seed
        unknown = {name: "" for name in rules.FILTERS if name not in filters}
        return filters, asked.but(**unknown, sort=sort, seed=seed, page=asked.page)

    def _draw(self):
        """A seed for a reader who brings none: one of a few, drawn anew every minute, so that orders are shared."""
        return secrets.choice(kept(self.stamp, "seeds", lambda: [secrets.randbelow(rules.SEEDS) for _n in range(16)]))

    @property
    def proposals(self):
        """Those that the filters keep."""
        return Proposal.objects.filter(process=self.process.pk).keeping(self.filters)

    @property
    def sort(self):
        """The order that the list is in."""
        return self.sorts[self.asked.sort or self.usual]

    @cached_property
    def counts(self):
        """{filter: {value: how many}}"""
        every = Proposal.objects.filter(process=self.process.pk)
        return kept(self.stamp, f"counts {self.filters}", lambda: every.tallied(self.filters))

    @cached_property
    def keys(self):
        """The keys of those that the filters keep, in the order asked for."""
        what = f"keys {self.filters} {self.sort.name} {self.asked.seed}"
        return kept(self.stamp, what, self._shuffled if self.asked.sort == rules.AT_RANDOM else self._ordered)

    def _ordered(self):
        return array("q", self.proposals.order_by(*self.sort.order).values_list("pk", flat=True))

    def _shuffled(self):
        rows = self.proposals.order_by("number").values_list("number", "pk")
        return array("q", rules.shuffled(rows, self.asked.seed))

    @property
    def found(self):
        """How many proposals the filters keep."""
        return len(self.keys)

    def cells(self, window):
        """Those with a place in a window of the map, gathered."""
        return kept(self.stamp, f"cells {self.filters} {window}", lambda: list(self.proposals.gathered(window)))

    @property
    def redrawn(self):
        """The address of the same in another order drawn at random."""
        return self.asked.but(sort=rules.AT_RANDOM, seed=None).address

    @property
    def numbered(self):
        """The address of the same in the order that does not change."""
        return self.asked.but(sort="numero").address

    def offered(self):
        """The filters that are chosen from a list: their parameter, label, values, and how many all of them keep.

        Values that keep nothing are left out, and so is a filter that leaves no choice.
        """
        labels = {"district": _("District"), "theme": _("Theme"), "status": _("Status")}
        found = []
        for name, label in labels.items():
            values = [value for value in self.values(name) if value.number or value.chosen]
            if len(values) > 1 or name in self.filters:
                whole = self._whole(name)
                found.append({"name": rules.FILTERS[name], "label": label, "whole": whole, "values": values})
        return found

    def _whole(self, name):
        """How many there are without this one filter; a proposal has several themes, so theirs are not added up."""
        if name not in self.filters:
            return self.found
        return None if name == "theme" else self.counts[name].total()

    def values(self, name):
        """The values of a filter, those that keep nothing among them; of statuses, only those that keep something."""
        counts, chosen = self.counts[name], self.filters.get(name, self)  # itself: no value of any filter
        if name == "status":
            each = [Choice(key, key, capfirst(label)) for key, label in Proposal.Status.choices if counts[key]]
        else:
            each = [*(self.districts if name == "district" else self.themes).values()]
        if name == "district":
            each.append(Choice(None, rules.WHOLE_TOWN, _("Whole town")))
        return [Value(*choice[:3], counts[choice.pk], choice.pk == chosen) for choice in each]

    def chosen(self):
        """The filters that are set: what it is, in words, and the address without it."""
        names = {"words": _("Words"), "district": _("District"), "theme": _("Theme"), "status": _("Status")}
        return [
            {"name": names[name], "words": self._said(name), "without": self.asked.but(**{name: ""}).address}
            for name in self.asked.filtered
        ]

    def _said(self, name):
        """The value of a filter as a person reads it."""
        if name == "words":
            return _("“%s”") % self.asked.words
        if name == "status":
            return capfirst(Proposal.Status(self.asked.status).label)
        if name == "theme":
            return self.themes[self.asked.theme].words
        found = self.districts.get(self.asked.district)
        return found.words if found else _("Whole town")
