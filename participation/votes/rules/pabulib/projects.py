"""The PROJECTS section: the file's own rows, and the options they mean."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..values import Option
from .amounts import cents
from .errors import PabulibError


def marked(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> tuple[str, ...] | None:
    """Ids of the projects that a file marks as selected (1 or more), in its order; None when it marks nothing."""
    if "selected" not in columns:
        return None
    return tuple(row["project_id"] for row in rows if row["selected"].strip() not in ("", "0"))


def projects(
    rows: Iterator[tuple[int, list[str]]], columns: tuple[str, ...]
) -> tuple[list[dict[str, str]], tuple[Option, ...]]:
    """Rows as dicts and as options, from (line, cells) pairs. PabulibError for a bad cost or an id twice."""
    found, options = [], {}
    for line, cells in rows:
        row = dict(zip(columns, cells, strict=True))
        project = row["project_id"] = row["project_id"].strip()
        cost = cents(row["cost"])
        if cost is None:
            raise PabulibError(line, "cost-not-a-number", project=project, value=row["cost"])
        if project in options:
            raise PabulibError(line, "duplicate-project", project=project)
        found.append(row)
        options[project] = Option(project, cost, row.get("district", "").strip() or None)
    return found, tuple(options.values())
