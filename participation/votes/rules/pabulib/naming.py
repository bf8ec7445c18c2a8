"""Our rules by the names that `.pb` files give them (pabulib.org/format, `rule`)."""

from collections.abc import Mapping


# A threshold and a comparison step are settings of their own here; other names are of no rule of ours.
RULES = {
    "greedy": ("greedy", ""),
    "greedy-threshold": ("greedy", ""),
    "greedy-no-skip": ("greedy-stop", ""),
    "equalshares": ("equal-shares", "none"),
    "equalshares-comparison": ("equal-shares", "none"),
    "equalshares/add1": ("equal-shares", "add1"),
    "equalshares/add1-comparison": ("equal-shares", "add1"),
}
NAMES = {
    ("greedy", ""): "greedy",
    ("greedy-stop", ""): "greedy-no-skip",
    ("equal-shares", ""): "equalshares",
    ("equal-shares", "none"): "equalshares",
    ("equal-shares", "add1"): "equalshares/add1",
}


def rule_of(meta: Mapping[str, str]) -> tuple[str, str] | None:
    """The rule and completion that a file says it was counted by; None where that is no rule of ours."""
    return RULES.get(meta.get("rule", "").strip())


def name_of(rule: str, completion: str = "") -> str:
    """What a file says of a vote counted so; ours where the format has no name for it."""
    return NAMES.get((rule, completion)) or " ".join(filter(None, (rule, completion)))
