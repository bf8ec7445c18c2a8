"""What an outline must be, and how a town is drawn. Pure: no Django, no clock, no database."""

from .drawing import Drawing, Label, Sheet, Zone, draw, label_of, label_place, name_lines, sheet_for, thinned
from .outlines import MOST_POINTS, Refusal, check_outline, geometry_of, parts_of, tidy


__all__ = [
    "MOST_POINTS",
    "Drawing",
    "Label",
    "Refusal",
    "Sheet",
    "Zone",
    "check_outline",
    "draw",
    "geometry_of",
    "label_of",
    "label_place",
    "name_lines",
    "parts_of",
    "sheet_for",
    "thinned",
    "tidy",
]
