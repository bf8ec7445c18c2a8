"""Writing a `.pb` file: what was read comes out parse-equal; line ends become `\\n`."""

import csv
import io
from typing import BinaryIO

from .values import PabulibFile


def write(file: PabulibFile, out: BinaryIO) -> None:
    """Write `file` to a binary file as UTF-8."""
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    rows = csv.writer(text, delimiter=";", lineterminator="\n")
    rows.writerows([["META"], ["key", "value"], *file.meta.items()])
    rows.writerows([["PROJECTS"], file.project_columns])
    rows.writerows([project[column] for column in file.project_columns] for project in file.projects)
    rows.writerows([["VOTES"], file.vote_columns])
    rows.writerows(file.votes)
    text.flush()
    text.detach()
