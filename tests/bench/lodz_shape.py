"""Writes an election of the shape of Łódź 2022: 90,494 voters, 160 projects, 24,000 distinct ballots of 5."""

import random
from itertools import accumulate
from pathlib import Path


VOTERS, PROJECTS, DISTINCT, APPROVALS = 90_494, 160, 24_000, 5
BUDGET = 6_093_750  # złoty: a quarter of the town's 24,375,000, which is what the whole-town list had


def ballots(rng: random.Random) -> list[tuple[int, ...]]:
    """Distinct ballots: a few projects that many like, neighbours that are liked together, a long tail."""
    popularity = list(accumulate(1 / (place + 4) ** 0.8 for place in range(PROJECTS)))
    found: dict[tuple[int, ...], None] = {}
    while len(found) < DISTINCT:
        chosen = set(rng.choices(range(PROJECTS), cum_weights=popularity))
        while len(chosen) < APPROVALS:
            near = (min(chosen) + rng.randint(1, 12)) % PROJECTS
            liked = rng.choices(range(PROJECTS), cum_weights=popularity)[0]
            chosen.add(near if rng.random() < 0.3 else liked)
        found[tuple(sorted(chosen))] = None
    return list(found)


def write(path: Path, seed: int = 2022) -> None:
    """The same bytes for the same seed."""
    rng = random.Random(seed)
    pool = ballots(rng)
    weights = list(accumulate(1 / (place + 10) for place in range(DISTINCT)))
    cast = pool + rng.choices(pool, cum_weights=weights, k=VOTERS - DISTINCT)
    rng.shuffle(cast)
    costs = [round(min(3_000_000, rng.lognormvariate(12.2, 1.1)), -2) for _ in range(PROJECTS)]
    names = [f"L{place:03d}" for place in range(PROJECTS)]
    rng.shuffle(names)
    head = {
        "description": "Generated, shape of Łódź 2022",
        "country": "none",
        "unit": "bench",
        "instance": "2022",
    }
    head |= {"num_projects": PROJECTS, "num_votes": VOTERS, "budget": BUDGET, "vote_type": "approval"}
    head |= {"rule": "greedy", "max_length": APPROVALS, "currency": "PLN"}
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.write("META\nkey;value\n")
        out.writelines(f"{key};{value}\n" for key, value in head.items())
        out.write("PROJECTS\nproject_id;cost;name\n")
        out.writelines(f"{name};{int(cost)};Project {name}\n" for name, cost in zip(names, costs, strict=True))
        out.write("VOTES\nvoter_id;vote;age;sex;voting_method\n")
        for voter, ballot in enumerate(cast):
            vote = ",".join(names[place] for place in ballot)
            out.write(f"{voter};{vote};{rng.randint(16, 90)};{rng.choice('FM')};internet\n")
