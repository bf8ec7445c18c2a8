"""What `manage.py tally` prints for people: bars, numbers and a reason per project."""

WIDTH = 24  # of the longest bar
TITLE = 44

REASONS = {
    "chosen": "place {rank}, {money_left} was left",
    "too-dear": "place {rank}, {money_left} was left, {missing} short",
    "after-stop": "place {rank}, the count had ended",
    "no-support": "nobody chose it",
    "below-minimum": "below the minimum score {minimum}",
    "free": "costs nothing",
    "bought": "place {rank}, {paid_in_full} paid {paid}{others}",
    "not-affordable": "its supporters had {supporters_money} left, {supporters_missing} short",
    "completed": "added from what was left: {money_left}",
    "not-completed": "its supporters were {supporters_missing} short; {money_left} was left, {missing} short",
    "most-points": "most points",
    "fewer-points": "place {rank}, {behind} points behind",
    "unbeaten": "no other is preferred to it",
    "beaten": "beaten by {against}: {winner_preferred} to {preferred} in their duel",
    "lost-tie": "equal to the winner, and lost the tie",
}
AMOUNTS = ("money_left", "missing", "supporters_money", "supporters_missing")


def money(cents):
    """`12,345.60`, without cents where there are none."""
    return f"{cents // 100:,}" + (f".{cents % 100:02}" if cents % 100 else "")


def reason(facts):
    """One option's facts in a few words."""
    words = facts | {key: money(facts[key]) for key in AMOUNTS if key in facts}
    if facts["code"] == "bought":
        each = "paid_each" in facts
        words["paid"] = money(facts["paid_each" if each else "paid_per_point"]) + (" each" if each else " a point")
        words["others"] = f", {facts['paid_all_left']} all they had left" if facts["paid_all_left"] else ""
    return REASONS[facts["code"]].format_map(words)


def table(election, answer):
    """All projects: winners in order of selection, then the others by score."""
    explanations, winners = answer["explanations"], answer["winners"]
    losers = [option for option in explanations if option not in set(winners)]
    losers.sort(key=lambda option: -explanations[option]["score"])
    most = max((facts["score"] for facts in explanations.values()), default=0) or 1
    titles = {project["project_id"]: project.get("name", "") for project in election.projects}
    lines = [head(election, answer), ""]
    for option in [*winners, *losers]:
        facts = explanations[option]
        bar = "█" * max(facts["score"] * WIDTH // most, 1 if facts["score"] else 0)
        mark = "✔" if option in winners else " "
        title = f"{option} {titles[option]}"[:TITLE]
        cost = money(facts["cost"])
        lines.append(f"{mark} {title:<{TITLE}} {bar:<{WIDTH}} {facts['score']:>7} {cost:>13}  {reason(facts)}")
    lines += ["", *(tie_line(tie) for tie in answer["ties"])]
    return "\n".join(lines).rstrip()


def head(election, answer):
    """The rule and what it came to, in one line."""
    way = " ".join(filter(None, (answer["rule"], answer["completion"])))
    currency = election.meta.get("currency", "").strip()
    spent, budget = money(answer["cost_cents"]), money(answer["budget_cents"])
    return (
        f"{way}: {len(answer['winners'])} of {len(election.options)} projects, "
        f"{election.voters} ballots, {spent} of {budget} {currency}"
    ).rstrip()


def tie_line(tie):
    """A tie that mattered, in one line."""
    equal, chosen = ", ".join(tie["options"]), ", ".join(tie["chosen"]) or "none"
    return f"Tie at selection {tie['step']}: {equal}. Chosen: {chosen}, decided by {tie['decided_by']}."


def comparison(election, answers):
    """Who would win under which rule: a column a rule, a line for each project that wins under one."""
    lines = [f"{letter}  {head(election, answer)}" for letter, answer in lettered(answers)]
    lines += ["", " ".join(letter for letter, _ in lettered(answers))]
    titles = {project["project_id"]: project.get("name", "") for project in election.projects}
    won = {option: sum(option in answer["winners"] for answer in answers.values()) for option in titles}
    for option in sorted(titles, key=lambda option: -won[option]):
        if won[option]:
            marks = " ".join("●" if option in answer["winners"] else "·" for answer in answers.values())
            lines.append(f"{marks}  {option} {titles[option]}"[: TITLE + 2 * len(answers)])
    return "\n".join(lines)


def lettered(answers):
    """A letter for each answer: the heading of its column."""
    return [(chr(ord("a") + place), answer) for place, answer in enumerate(answers.values())]
