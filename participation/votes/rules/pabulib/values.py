"""A `.pb` file in memory, as it was read: same order, same cells, unknown columns kept."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from ..values import Option, Profile
from .projects import marked
from .votes import Votes, ballot_cells


# vote_type in a file -> kind of ballot here: the same words on purpose.
VOTE_TYPES = ("approval", "choose-1", "cumulative", "scoring", "ordinal")


@dataclass(slots=True)
class PabulibFile:
    """META as text, projects and votes as the file's own rows, and the same as options, ballots and cents.

    The rows of `cast` are lists of cells in the order of `vote_columns`.
    """

    meta: dict[str, str]
    project_columns: tuple[str, ...]
    projects: list[dict[str, str]]
    vote_columns: tuple[str, ...]
    cast: Votes = field(repr=False)
    kind: str
    options: tuple[Option, ...]
    budget: int

    @property
    def votes(self) -> list[list[str]]:
        """The rows of the votes; TypeError when they were not kept."""
        if self.cast.rows is None:
            raise TypeError("This file was read without its rows.")
        return self.cast.rows

    @property
    def voters(self) -> int:
        return self.cast.weights.total()

    def ballots(self) -> Iterator[tuple]:
        """One ballot a voter, in the file's order, as `count` takes them."""
        return map(self.cast.parsed.__getitem__, map(ballot_cells(self.vote_columns, self.kind), self.votes))

    def profile(self) -> Profile:
        """The same ballots, equal ones merged: what `count` takes fastest."""
        weights: dict[tuple, int] = {}
        for cells, ballot in self.cast.parsed.items():
            weights[ballot] = weights.get(ballot, 0) + self.cast.weights[cells]
        return Profile(self.kind, weights, frozenset(option.id for option in self.options))

    @property
    def official_winners(self) -> tuple[str, ...] | None:
        """Projects that the file itself marks as selected, None when it marks nothing."""
        return marked(self.project_columns, self.projects)
