"""A `.pb` file in memory, as it was read: same order, same cells, unknown columns kept."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..values import Option, Profile
from .votes import ballot_cells


# vote_type in a file -> kind of ballot here: the same words on purpose.
VOTE_TYPES = ("approval", "choose-1", "cumulative", "scoring", "ordinal")


@dataclass(slots=True)
class PabulibFile:
    """META as text, projects and votes as the file's own rows, and the same as options, ballots and cents.

    `votes` are lists of cells in the order of `vote_columns`; `parsed` maps the cells that make a ballot
    (vote, or vote and points) to the ballot they mean.
    """

    meta: dict[str, str]
    project_columns: tuple[str, ...]
    projects: list[dict[str, str]]
    vote_columns: tuple[str, ...]
    votes: list[list[str]]
    kind: str
    options: tuple[Option, ...]
    budget: int
    parsed: dict = field(default_factory=dict, repr=False)

    def ballots(self) -> Iterator[tuple]:
        """One ballot a voter, in the file's order, as `count` takes them."""
        return map(self.parsed.__getitem__, self._cells())

    def profile(self) -> Profile:
        """The same ballots, equal ones merged: what `count` takes fastest."""
        weights: Counter[tuple] = Counter()
        for cells, voters in Counter(self._cells()).items():
            weights[self.parsed[cells]] += voters
        return Profile(self.kind, weights, frozenset(option.id for option in self.options))

    @property
    def official_winners(self) -> tuple[str, ...] | None:
        """Projects that the file itself marks as selected (1 or more), None when it marks nothing."""
        if "selected" not in self.project_columns:
            return None
        chosen = (row["project_id"] for row in self.projects if row["selected"].strip() not in ("", "0"))
        return tuple(chosen)

    def _cells(self) -> Iterator:
        return map(ballot_cells(self.vote_columns, self.kind), self.votes)
