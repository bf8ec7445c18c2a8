"""Pabulib's `.pb` format: sections META, PROJECTS and VOTES, each a CSV with `;` (pabulib.org/format)."""

from .errors import PabulibError
from .reading import read
from .values import PabulibFile
from .writing import write


__all__ = ["PabulibError", "PabulibFile", "read", "write"]
