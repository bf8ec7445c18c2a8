"""The ballots of the past edition, drawn from a fixed seed: a few favourites, a long tail, one's own district first."""

import random


SEED = "orméval-1"
# Tickets a voter holds for a project besides the first: it is in their district, it goes with one that they
# have chosen, they have chosen another of its themes.
DISTRICT, PAIR, THEME = 3, 3, 1


def draw_ballots(projects, drawn, envelope):
    """Tuples of option codes, one a voter, none empty and none dearer than `envelope` (euros).

    Each project is on exactly `weight` of them. `drawn` says the `total`, the voters' `homes` and the `pairs`.
    The same in every Python and on every machine: only whole numbers and `random()` decide.
    """
    dice = random.Random(SEED)  # noqa: S311 (a drawing for a demo, no secret)
    homes = [slug for slug, number in drawn["homes"].items() for _voter in range(number)]
    dice.shuffle(homes)
    voters = [_Voter(home) for home in homes]
    pairs = {(one, other) for pair in drawn["pairs"] for one, other in (pair, pair[::-1])}
    for project in sorted(projects, key=lambda each: (-each["cost"], each["number"])):
        friends = {other for one, other in pairs if one == project["number"]}
        able = [voter for voter in voters if voter.spent + project["cost"] <= envelope]
        # The best of a voter's tickets counts, so that more tickets mean a better chance and never certainty.
        luck = [(max(dice.random() for _ticket in range(voter.tickets(project, friends))), voter) for voter in able]
        for _best, voter in sorted(luck, key=lambda pair: -pair[0])[: project["weight"]]:
            voter.choose(project)
    ballots = [voter.chosen for voter in voters]
    for ballot in ballots:
        if not ballot:  # the fullest ballot gives one away, so that the counts stay what they are
            ballot.add(max(ballots, key=len).pop())
    return [tuple(str(number) for number in sorted(ballot)) for ballot in ballots]


class _Voter:
    """Where somebody lives, what they have chosen so far and what it costs."""

    def __init__(self, home):
        self.home, self.chosen, self.themes, self.spent = home, set(), set(), 0

    def tickets(self, project, friends):
        near = project["district"] == self.home
        return (
            1 + DISTRICT * near + PAIR * bool(friends & self.chosen) + THEME * bool(self.themes & {*project["themes"]})
        )

    def choose(self, project):
        self.chosen.add(project["number"])
        self.themes.update(project["themes"])
        self.spent += project["cost"]
