"""The list of proposals as a spreadsheet, row by row: memory does not grow with the list, no cell is a formula.

Wagtail's own export reads every row before it writes the first, and leaves `=…` to whoever opens the CSV file.
"""

import csv
from decimal import Decimal
from tempfile import TemporaryFile

from django.http import FileResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import get_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ...cells import harmless
from ...moments import town_time
from ...phases.models import Process
from ...places.models import District
from ..models import Proposal, Theme
from .filters import PAGE_STATES, with_page_state


CHUNK = 500
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Columns:
    """The columns in the reader's language, whose words and names are gathered before the first row is written."""

    def __init__(self, request):
        self.root = request.build_absolute_uri("/").rstrip("/")
        self.processes = {each.pk: each for each in Process.objects.all()}
        self.districts = {None: _("Whole town"), **dict(District.objects.values_list("pk", "name"))}
        self.themes = {theme.pk: theme.shown_name for theme in Theme.objects.prefetch_related("names")}
        self.status = {code: capfirst(str(label)) for code, label in Proposal.Status.choices}
        self.page = {code: capfirst(str(label)) for code, label in PAGE_STATES.items()}
        own = ("number", "title", "summary", "text", "process", "district", "themes", "status", "status_note")
        also = ("holder", "cost", "latitude", "longitude", "language", "created_at", "updated_at")
        label = {name: capfirst(str(Proposal._meta.get_field(name).verbose_name)) for name in (*own, *also)}
        self.headings = [
            *(label[name] for name in own),
            *(label[name] for name in ("holder", "cost")),
            _("Currency"),
            *(label[name] for name in ("latitude", "longitude", "language")),
            _("Page"),
            _("Address"),
            *(label[name] for name in ("created_at", "updated_at")),
        ]

    def cells(self, row):
        """The values of one row: text, integers, decimals, dates in the town's time."""
        state = "published" if row.page_live else "draft" if row.page_any else "none"
        process = self.processes[row.process_id]
        return (
            row.number,
            row.title,
            row.summary,
            row.text,
            process.name,
            self.districts[row.district_id],
            ", ".join(sorted(self.themes.get(link.tag_id, "") for link in row.theme_links.all())),
            self.status.get(row.status, row.status),
            row.status_note,
            row.shown_holder,
            None if row.cost is None else _units(row.cost),
            process.currency,
            row.latitude,
            row.longitude,
            row.language,
            self.page[state],
            self.root + reverse("participation:proposal", args=[row.pk]),
            _without_zone(row.created_at),
            _without_zone(row.updated_at),
        )


def _units(cents):
    return cents // 100 if cents % 100 == 0 else Decimal(cents).scaleb(-2)


def _without_zone(moment):
    return town_time(moment).replace(tzinfo=None, microsecond=0)


def rows(proposals):
    """The rows in their order, a few hundred at a time, each with all that its cells need."""
    wanted = with_page_state(proposals).select_related(None).select_related("author")
    wanted = wanted.defer(None).defer("folded")  # the list leaves the text out
    return wanted.prefetch_related("theme_links").iterator(chunk_size=CHUNK)


class Line:
    """What the csv module writes to: it hands each line on."""

    def write(self, line):
        """The line, as bytes."""
        return line.encode("utf-8")


def csv_lines(columns, proposals, comma):
    """The file line by line, with the mark by which Excel knows UTF-8. `comma`: the decimal sign.

    Where that is a comma, spreadsheets expect semicolons between cells.
    """
    writer = csv.writer(Line(), delimiter=";" if comma == "," else ",")

    def written(value):
        if isinstance(value, float | Decimal):
            return str(value).replace(".", comma)
        return value.isoformat() if hasattr(value, "isoformat") else harmless(value)

    yield b"\xef\xbb\xbf" + writer.writerow(columns.headings)
    for row in rows(proposals):
        yield writer.writerow([written(value) for value in columns.cells(row)])


def xlsx_file(columns, proposals):
    """A temporary file with the workbook, at its beginning; it is gone when it is closed."""
    from openpyxl import Workbook  # ten megabytes that most workers never need

    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(title=_("Projects")[:31])
    sheet.append(columns.headings)
    for row in rows(proposals):
        sheet.append([harmless(value) for value in columns.cells(row)])
    file = TemporaryFile()  # noqa: SIM115 (the response closes it)
    workbook.save(file)
    file.seek(0)
    return file


def spreadsheet(request, proposals, form):
    """The rows as a download; `form` is "csv" or "xlsx"."""
    columns, called = Columns(request), _("projects")
    name = f"{called}-{timezone.localdate():%Y-%m-%d}.{form}"
    if form == "xlsx":
        return FileResponse(xlsx_file(columns, proposals), as_attachment=True, filename=name, content_type=XLSX)
    lines = csv_lines(columns, proposals, get_format("DECIMAL_SEPARATOR"))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
