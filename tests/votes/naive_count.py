"""An independent counter, written from TALLY.md only: every voter apart, fractions, nothing clever."""

from fractions import Fraction
from hashlib import sha256


def points(kind, ballot, *, worth=False):
    if kind in ("approval", "choose-1"):
        return dict.fromkeys(ballot, 1)
    if kind == "ordinal":
        return {option: len(ballot) - place - worth for place, option in enumerate(ballot)}
    return dict(ballot)


def draw(seed, options):
    return sorted(options, key=lambda option: sha256(f"{seed}{option}".encode()).hexdigest())


def scores(kind, options, ballots):
    return {option: sum(points(kind, ballot).get(option, 0) for ballot in ballots) for option in options}


def greedy(kind, costs, ballots, money, seed, *, stops=False, per_cost=False, minimum=None):
    score = scores(kind, costs, ballots)
    left = [option for option in draw(seed, costs) if score[option] > 0 and score[option] >= (minimum or 0)]
    winners = []
    while left:
        option = max(left, key=lambda o: Fraction(score[o], costs[o]) if per_cost else score[o])
        left.remove(option)
        if costs[option] <= money:
            winners.append(option)
            money -= costs[option]
        elif stops:
            break
    return winners


def price(cost, purses, points_of):
    """The smallest q with Σ min(money, q · points) = cost, None when they cannot pay."""
    payers = [(purse, given) for purse, given in zip(purses, points_of, strict=True) if given]
    if sum(purse for purse, _ in payers) < cost:
        return None
    payers.sort(key=lambda payer: payer[0] / payer[1])
    missing, stake = Fraction(cost), sum(given for _, given in payers)
    for purse, given in payers:
        if missing / stake <= purse / given:
            break
        missing -= purse
        stake -= given
    return missing / stake if stake else max(purse / given for purse, given in payers)


def equal_shares(kind, costs, ballots, share, seed, minimum=None):
    score = scores(kind, costs, ballots)
    purses = [Fraction(share)] * len(ballots)
    given = [points(kind, ballot, worth=True) for ballot in ballots]
    left = [option for option in draw(seed, costs) if score[option] > 0 and score[option] >= (minimum or 0)]
    winners = []
    while True:
        offers = []
        for place, option in enumerate(left):
            theirs = [each.get(option, 0) for each in given]
            asked = price(costs[option], purses, theirs)
            if asked is not None:
                value = costs[option] if kind in ("approval", "choose-1") else 1
                offers.append((asked / value, place, asked, theirs))
        if not offers:
            return winners
        _, place, asked, theirs = min(offers)
        winners.append(left.pop(place))
        purses = [purse - min(purse, asked * points) for purse, points in zip(purses, theirs, strict=True)]


def completed(kind, costs, ballots, budget, seed, completion, minimum=None):
    """equal-shares with any completion; a share rises by 100."""
    raising, _, last = completion.partition("+")

    def at(step):
        return equal_shares(kind, costs, ballots, Fraction(budget, len(ballots)) + 100 * step, seed, minimum)

    def spent(options):
        return sum(costs[option] for option in options)

    reachable = set(at(10**6))
    winners, step = at(0), 0
    while raising.startswith("add1") and set(winners) != reachable:
        fits = any(costs[option] <= budget - spent(winners) for option in reachable - set(winners))
        if raising == "add1-exhaustive" and not fits:
            break
        step += 1
        if spent(at(step)) > budget:
            break
        winners = at(step)
    if "greedy" in (raising, last):
        left = {option: cost for option, cost in costs.items() if option not in winners}
        winners = winners + greedy(kind, left, ballots, budget - spent(winners), seed, minimum=minimum)
    return winners
