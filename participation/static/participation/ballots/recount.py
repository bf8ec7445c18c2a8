#!/usr/bin/env python3
"""Recompter un vote : placez ce programme dans le dossier publié, puis tapez `python3 recount.py .`
Il refait tout à partir des fichiers, avec Python seul. « EQUAL » : tout concorde ; sinon il dit ce qui diffère.

Count a published vote again from its folder: Python 3.9 or later, nothing else, no network. Four questions:
1. vote.json: are the rules those of the fingerprint it gives? Compare it with the one shown while people voted.
2. ballots.jsonl, receipts.txt, root.txt: are the ballots those of the root it gives? Compare it with the minutes.
3. Is every ballot filled in as the rules of the vote ask?
4. tally.json: does the counting rule, written here a second time, select the same options?
Money is whole cents and shares are fractions: nothing is rounded. The program ends with 0 (equal) or 1.
"""

import json
import sys
from collections import Counter, namedtuple
from fractions import Fraction
from functools import partial
from hashlib import sha256
from math import inf, lcm
from pathlib import Path


# A town's server that runs this file hands it a translator. Here, every sentence stays as it is.
gettext = globals().get("gettext", str)
APPROVALS, POINTS, PAIRS = ("approval", "choose-1"), ("cumulative", "scoring"), ("cumulative", "scoring", "mentions")
YES, NO, BLANK = ("yes",), ("no",), ("blank",)
RAISE = 100  # "add1" raises the share of every voter by so many cents at a time
LIMITS = {"least": 0, "most": None, "least_percent": 0, "points": None, "points_each": None}  # of one envelope
Option = namedtuple("Option", "title cost district envelope")
canonical = partial(json.dumps, ensure_ascii=False, separators=(",", ":"), sort_keys=True)  # JSON in its one spelling


class Vote:
    """What vote.json says."""

    def __init__(self, told):
        self.told, self.terms, self.kind = {**told, **told["poll"]}, told["terms"], told["terms"]["ballot"]
        self.options = {code: Option(*rest) for code, *rest in self.terms["options"]}
        self.budgets = {envelope: cents for envelope, cents, _year in self.terms["envelopes"]}
        said, self.envelopes = told["poll"]["limits"], {each["id"]: each for each in told["envelopes"]}
        for key, each in self.envelopes.items():
            cents = {"cents": self.budgets[key] if said.get("knapsack") else None}
            each["limits"] = {**LIMITS, **cents, **said.get("usual", {}), **said.get("envelopes", {}).get(str(key), {})}

    def name(self, choice):
        """The option that one part of a ballot speaks of: "12", or ["12", 3]."""
        return choice[0] if self.kind in PAIRS else choice

    def allows(self, ballot):
        """Whether a ballot is filled in as the vote asks, in each envelope."""
        if self.kind == "yes-no":
            return ballot in (YES, NO, BLANK)
        names = [self.name(choice) for choice in ballot]
        if not set(names) <= self.options.keys() or len(set(names)) < len(names):
            return False
        envelopes = [self.envelopes[key] for key in {self.options[name].envelope for name in names}]
        districts = {each["district"] for each in envelopes} - {None}
        many = (0, len(districts), None if self.told["scope"] == "all" else 1)
        found = [(0 if self.told["blank"] else 1, len(names), None), many]  # no less than, how much, no more than
        for key, limits in ((each["id"], each["limits"]) for each in envelopes):
            part = [choice for choice in ballot if self.options[self.name(choice)].envelope == key]
            found.append((limits["least"], len(part), 1 if self.kind == "choose-1" else limits["most"]))
            if limits["cents"] is not None:
                cost = sum(self.options[self.name(choice)].cost for choice in part)
                found.append((limits["cents"] * limits["least_percent"], cost * 100, limits["cents"] * 100))
            if self.kind in POINTS:
                found += [(1, points, limits["points_each"]) for _, points in part]
                found.append((1, sum(points for _, points in part), limits["points"]))
        known = self.kind != "mentions" or {mention for _, mention in ballot} <= set(self.terms["mentions"])
        return known and all(least <= much and (most is None or much <= most) for least, much, most in found)


class Election:
    """One envelope, its options, and what each ballot says of them. A rule answers the options selected, in order."""

    def __init__(self, vote, envelope, ballots, root):
        self.terms, self.kind, self.name, self.root = vote.terms, vote.kind, vote.name, root
        self.cost = {code: option.cost for code, option in vote.options.items() if option.envelope == envelope}
        self.budget, self.ballots, self.score = vote.budgets[envelope], Counter(), Counter()
        for ballot, number in ballots.items():
            part = tuple(each for each in ballot if self.kind == "yes-no" or self.name(each) in self.cost)
            self.ballots[part] += number
            for option, points in self.points(part):
                self.score[option] += number * points
        least = max(1, self.terms["minimum_score"] or 0)
        self.allowed = sorted((code for code in self.cost if self.score[code] >= least), key=self.draw)  # ties as drawn

    def points(self, ballot):
        """What a ballot gives to options: its points; 3, 2, 1 for a ranking of three; otherwise 1 each."""
        worth = range(len(ballot), 0, -1) if self.kind == "ordinal" else [1] * len(ballot)
        return ballot if self.kind in POINTS else [(self.name(each), points) for each, points in zip(ballot, worth)]

    def draw(self, code):
        """Among equals the smallest goes first: a draw that nobody steers and anybody repeats."""
        return sha256((self.root + code).encode()).hexdigest()

    def spent(self, options):
        """What these options cost together, in cents."""
        return sum(self.cost[option] for option in options)

    def greedy(self, merit=None, stop=False, winners=()):
        """Best supported first: take each option that the money left pays for, or stop at the first it does not."""
        left, winners = [option for option in self.allowed if option not in winners], list(winners)
        for option in sorted(left, key=merit or self.score.get, reverse=True):
            if self.spent([*winners, option]) <= self.budget:
                winners.append(option)
            elif stop:
                break
        return winners

    def equal_shares(self):
        """What costs nothing, the method of equal shares, then the completion that the vote names."""
        raising, _, last = (self.terms["completion"] or "none").partition("+")
        shares, free = EqualShares(self), [option for option in self.allowed if not self.cost[option]]
        bought = shares.raised(raising == "add1-exhaustive") if raising.startswith("add1") else shares.run()[0]
        return self.greedy(winners=free + bought) if "greedy" in (raising, last) else free + bought

    def majority(self):
        """Adopted when more say yes than no and, with a quorum, that part of the registered took part."""
        needed = (self.terms["quorum_percent"] or 0) * (self.terms["registered"] or 0)
        enough = sum(self.ballots.values()) * 100 >= needed
        return list(self.cost) if enough and self.ballots[YES] > self.ballots[NO] else []

    def schulze(self):
        """An option that no other beats along a stronger chain of duels (strength: the winners of its weakest duel)."""
        duel, pairs = Counter(), [(a, b) for a in self.allowed for b in self.allowed if a != b]
        for ballot, number in self.ballots.items():
            for place, option in enumerate(ballot):
                for other in set(self.allowed).difference(ballot[: place + 1]):
                    duel[option, other] += number
        chain = {(a, b): duel[a, b] if duel[a, b] > duel[b, a] else 0 for a, b in pairs}
        for middle in self.allowed:
            for a, b in (pair for pair in pairs if middle not in pair):
                chain[a, b] = max(chain[a, b], min(chain[a, middle], chain[middle, b]))
        return [a for a in self.allowed if all(chain[b, a] <= chain[a, b] for b in self.allowed if b != a)][:1]

    def judgment(self):
        """The best majority mention: the middle one (the worse of two), then the next without it, again and again."""
        scale, values = self.terms["mentions"][::-1], {}  # the worst first; it is also that of who gives none
        for option in sorted(self.cost, key=self.draw):
            grades = sorted(scale.index(dict(each).get(option, scale[0])) for each in self.ballots.elements())
            half = len(grades) // 2
            lower, upper = grades[:half][::-1], grades[len(grades) - half :]
            values[option] = grades[half : len(grades) - half] + [each for pair in zip(lower, upper) for each in pair]
        return sorted((option for option in values if any(values[option])), key=values.get, reverse=True)[:1]


class EqualShares:
    """Every voter gets the same share of the budget; supporters buy options together, that of the least rho first."""

    # Σ min(money, rho · utility) = cost. Utility: the cost (approval), the points, how many options are ranked below.

    def __init__(self, election):
        self.election, self.cost, self.budget = election, election.cost, election.budget
        self.weights, self.voters = list(election.ballots.values()), sum(election.ballots.values())
        self.givers, self.approval, less = {}, election.kind in APPROVALS, election.kind == "ordinal"
        for who, ballot in enumerate(election.ballots):
            for option, points in election.points(ballot):
                if option in election.allowed and self.cost[option] and points > less:
                    self.givers.setdefault(option, []).append((who, points - less))
        self.scale = {option: lcm(*{points for _, points in found}) for option, found in self.givers.items()}

    def price(self, option, money, parts):
        """What one point of this option costs, in cents; None if its supporters cannot pay for it."""
        scale, need = self.scale[option], self.cost[option] * parts
        purses = [(money[who] * (scale // p), money[who], self.weights[who], p) for who, p in self.givers[option]]
        stake = sum(weight * points for _, _, weight, points in purses)
        for _, purse, weight, points in sorted(purses):  # the poorest first, who give all they have
            if need * points <= purse * stake:  # from here on everybody has need / stake for each point
                return Fraction(need, stake * parts)
            need, stake = need - weight * purse, stake - weight * points

    def run(self, step=0):
        """What is bought after `step` raises; for each its rank (rho, draw), and one that no other option was below."""
        bought, ranks, known = [], [], {option: (0, self.election.draw(option)) for option in self.givers}
        parts = self.voters  # money is whole parts of a cent, as fine as the fractions met so far ask
        money = [self.budget + step * RAISE * self.voters] * len(self.weights)
        while True:
            prices = {}
            for option in sorted(known, key=known.get):  # a rho never falls: the one seen last is a lower bound
                if prices and known[option] > min(map(known.get, prices)):
                    break
                price = self.price(option, money, parts)
                if price is None:
                    del known[option]
                else:
                    prices[option] = price
                    known[option] = price / (self.cost[option] if self.approval else 1), known[option][1]
            if not prices:
                return bought, ranks
            option = min(prices, key=known.get)
            bought.append(option)
            ranks.append((known.pop(option), min(known.values(), default=(inf,))))
            paid, finer = (prices[option] * parts).as_integer_ratio()
            money, parts = [purse * finer for purse in money], parts * finer
            for who, points in self.givers[option]:
                money[who] = max(0, money[who] - paid * points)

    def raised(self, exhaustive):
        """Raise all shares until the next step would overspend; if `exhaustive`, only until nothing more fits.

        More money makes no rho greater: where two shares buy alike, and each rank at the lower one is below all
        others at the higher one, every share between does too, and is leapt over.
        """
        step, leap, (bought, ranks) = 0, 1, self.run()
        while True:
            left = [self.cost[option] for option in self.givers if option not in bought]
            if not left or (exhaustive and min(left) > self.budget - self.election.spent(bought)):
                return bought
            then, others = self.run(step + leap)
            same = bought == then and all(low[0] < high[1] for low, high in zip(ranks, others))
            if same or leap == 1:
                if self.election.spent(then) > self.budget:
                    return bought
                step, bought, ranks = step + leap, then, others
            leap = leap * 2 if same else max(1, leap // 2)


RULES = {"majority": Election.majority, "schulze": Election.schulze, "judgment": Election.judgment}
RULES.update({"greedy": Election.greedy, "equal-shares": Election.equal_shares})
RULES["greedy-stop"] = lambda e: e.greedy(stop=True)
RULES["greedy-per-cost"] = lambda e: e.greedy(lambda o: (e.cost[o] == 0, Fraction(e.score[o], e.cost[o] or 1)))
RULES["borda"] = lambda e: sorted(e.allowed, key=e.score.get, reverse=True)[:1]


def root_of(leaves):
    """The Merkle root (RFC 6962): digests are digested two by two, again and again, until one is left."""
    while len(leaves) > 1:
        pairs = [sha256(b"\1" + leaves[at] + leaves[at + 1]).digest() for at in range(0, len(leaves) - 1, 2)]
        leaves = pairs + leaves[len(leaves) // 2 * 2 :]
    return leaves[0].hex() if leaves else sha256(b"").hexdigest()


def check_list(folder, vote, wrong):
    """The ballots of ballots.jsonl, equal ones together, and their root. What is not right is added to `wrong`."""
    ballots, channels, leaves, receipts, before = Counter(), Counter(), [], [], ()
    with open(folder / "ballots.jsonl", encoding="utf-8", newline="\n") as lines:
        for place, line in enumerate((line.rstrip("\n") for line in lines), 1):
            told = json.loads(line)
            online = told["channel"] == "online"
            # Online ballots come first, by receipt; then paper ballots, by batch and by what they say.
            order = (0, told["receipt"]) if online else (1, told["batch"] or 0, canonical(told["choices"]), place)
            if order <= before or canonical(told) != line or online is (told["receipt"] is None):
                wrong.append(gettext("ballots.jsonl: line %(line)s is not in its place or form.") % {"line": place})
            before = order
            receipts += [told["receipt"]] if online else []
            leaves.append(sha256(b"\0" + line.encode()).digest())
            channels[told["channel"]] += 1
            ballots[tuple(tuple(each) if isinstance(each, list) else each for each in told["choices"])] += 1
    forbidden = gettext("ballots.jsonl: the rules of the vote forbid %(ballot)s.")
    wrong += [forbidden % {"ballot": canonical(ballot)} for ballot in ballots if not vote.allows(ballot)]
    if receipts != (folder / "receipts.txt").read_text(encoding="ascii").split():
        wrong.append(gettext("receipts.txt: these are not the receipts of the ballots."))
    found = {"online": 0, "paper": 0, **channels, "blank": ballots[()] + ballots[BLANK]}
    if vote.told["ballots"] != found or vote.told["marks"]["online"] != found["online"]:
        wrong.append(gettext("vote.json: its numbers of ballots and marks are not those of the list."))
    return ballots, root_of(leaves)


def check(folder):
    """What differs, and what was found, as two lists of sentences."""
    told, tally = (json.loads((folder / name).read_text(encoding="utf-8")) for name in ("vote.json", "tally.json"))
    vote, wrong = Vote(told), []
    digests = [sha256(canonical(each).encode()).hexdigest() for each in (vote.terms, told["poll"])]
    if [told["fingerprint"], told["poll_fingerprint"]] != digests or told["poll"]["vote"] != digests[0]:
        wrong.append(gettext("vote.json: rules, options or costs are not those of the fingerprint."))
    ballots, root = check_list(folder, vote, wrong)
    if root != (published := (folder / "root.txt").read_text(encoding="ascii").strip()):
        wrong.append(gettext("root.txt: the root of these ballots is %(root)s.") % {"root": root})
    if told["ties"] not in (f"draw:{root}", f"draw:{published}"):
        wrong.append(gettext("vote.json: ties are not drawn by the root of these ballots."))
    lines = [gettext("%(number)s ballots, root %(root)s") % {"number": sum(ballots.values()), "root": root}]
    lines.append(gettext("rules %(rules)s") % {"rules": digests[1]})
    outcomes = {each["envelope"]: each["outcome"] for each in tally["envelopes"]}
    for envelope in {**vote.budgets, **outcomes}:
        election, outcome = Election(vote, envelope, ballots, root), outcomes.get(envelope, {})
        winners = RULES[vote.terms["rule"]](election)
        found = {"winners": winners, "cost": election.spent(winners), "budget": election.budget}
        said = {key: outcome.get(key) for key in found}
        scores = {code: facts.get("score") for code, facts in outcome.get("explanations", {}).items()}
        if found != said or any(score not in (None, election.score[code]) for code, score in scores.items()):
            words = {"found": canonical(found), "said": canonical(said)}
            wrong.append(gettext("tally.json says %(said)s; the count gives %(found)s.") % words)
        lines += [f"{canonical(code)} {canonical(vote.options[code].title)}" for code in winners]
    return wrong, lines


def main(folder="."):
    """Say what was found; 0 when everything agrees, otherwise 1."""
    try:
        wrong, lines = check(Path(folder))
    except Exception as error:
        wrong, lines = [gettext("The folder cannot be read: %(error)s") % {"error": repr(error)}], []
    print(*(wrong[:50] or [gettext("EQUAL"), *lines]), sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="backslashreplace")  # for a terminal that lacks a letter
    sys.exit(main(*sys.argv[1:2]))
