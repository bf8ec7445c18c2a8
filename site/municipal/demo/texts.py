"""The demo town's texts: read from TOML, with dates counted from the day the town is loaded."""

import re
import tomllib
from datetime import timedelta
from pathlib import Path

from django.utils.formats import date_format
from django.utils.translation import override


FOLDER = Path(__file__).parent / "texts"
_PLACEHOLDER = re.compile(r"\{(date|day|year|iso)(?::([+-]\d+))?\}")
# Days from today to the end of the two votes: an edition is named after the year of its vote.
VOTE_UNDER_WAY, VOTE_OF_THE_PAST = 11, -389


class Texts:
    """One TOML file in one language, its placeholders filled in for `today`."""

    def __init__(self, name, language, today):
        self.language, self.today = language, today
        with (FOLDER / name).open("rb") as file, override(language):
            self.data = self._filled(tomllib.load(file))

    def __getitem__(self, key):
        return self.data[key]

    def day(self, offset):
        """The day that lies `offset` days from today."""
        return self.today + timedelta(days=offset)

    def _filled(self, value):
        if isinstance(value, str):
            return _PLACEHOLDER.sub(self._fill, value)
        if isinstance(value, list):
            return [self._filled(each) for each in value]
        if isinstance(value, dict):
            return {key: self._filled(each) for key, each in value.items()}
        return value

    def _year(self, offset):
        """0 is the year of the edition under vote, -1 that of the past one; the others count from this year."""
        vote = {0: VOTE_UNDER_WAY, -1: VOTE_OF_THE_PAST}.get(offset)
        return self.today.year + offset if vote is None else self.day(vote).year

    def _fill(self, match):
        kind, offset = match[1], int(match[2] or 0)
        if kind == "year":
            return str(self._year(offset))
        day = self.day(offset)
        if kind == "iso":
            return day.isoformat()
        number = "1er" if day.day == 1 and self.language == "fr" else str(day.day)
        words = f"{date_format(day, 'l')} {number} {date_format(day, 'F')}"
        return f"{words} {day.year}" if kind == "date" else words
