"""Pabulib's `.pb` format: sections META, PROJECTS and VOTES, each a CSV with `;` (pabulib.org/format)."""

from .errors import PabulibError
from .naming import name_of, rule_of
from .projects import marked
from .reading import read
from .values import PabulibFile
from .writing import choice_cells, lines, write


__all__ = ["PabulibError", "PabulibFile", "choice_cells", "lines", "marked", "name_of", "read", "rule_of", "write"]
