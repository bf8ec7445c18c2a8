"""What can be wrong with a `.pb` file, each with a code of its own."""

from typing import Any


REASONS = {
    "missing-section": "the section {section} is missing",
    "repeated-section": "the section {section} begins a second time",
    "stray-text": "there is text before the first section",
    "missing-column": "the section {section} has no column {column}",
    "repeated-column": "the section {section} has the column {column} twice",
    "wrong-columns": "{found} cells where the section {section} has {expected} columns",
    "budget-missing": "META gives no budget",
    "not-money": "{value} is not an amount of money in {field}",
    "not-a-number": "{value} is not a whole number in {field}",
    "cost-not-a-number": "the cost of project {project} is not an amount of money: {value}",
    "duplicate-project": "project {project} appears twice",
    "duplicate-voter": "voter {voter} appears twice",
    "unknown-vote-type": "unknown vote_type {value}",
    "unknown-project": "the ballot of voter {voter} names an unknown project {project}",
    "repeated-project": "the ballot of voter {voter} names project {project} twice",
    "ballot-too-long": "the ballot of voter {voter} names {length} projects, at most {most} are allowed",
    "wrong-number-of-points": "the ballot of voter {voter} has {projects} projects but {points} numbers",
    "points-not-a-number": "the ballot of voter {voter} gives points that are no whole number: {value}",
    "too-many-points": "the ballot of voter {voter} gives {points} points, at most {most} are allowed",
    "count-mismatch": "META announces {announced} in {field}, the file has {found}",
    "wrong-encoding": "the text is not UTF-8",
    "truncated-gzip": "the compressed file ends too early",
    "damaged-gzip": "the compressed file is damaged",
    "null-byte": "the text has a byte of zero",
    "line-too-long": "a line is longer than {most} bytes",
    "not-csv": "the line is not CSV: {detail}",
}


class PabulibError(ValueError):
    """One malformed file: the physical line to blame, from 1 (or None), a code and its parameters."""

    def __init__(self, line: int | None, code: str, **params: Any):
        self.line, self.code, self.params = line, code, params
        self.reason = REASONS[code].format_map(params)
        super().__init__(self.reason if line is None else f"line {line}: {self.reason}")
