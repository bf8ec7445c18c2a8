"""A one-page PDF out of plain text, so that the demo has real documents to download."""

import re
import textwrap


LINE, TOP, LEFT = 15, 780, 60


def pdf(title, text):
    """The title and the paragraphs as a PDF of one or more A4 pages: a text font every reader has, no library."""
    lines = [("F2", 18, title), ("F1", 11, "")]
    for paragraph in re.split(r"\n\s*\n|\n", text.strip()):
        lines += [("F1", 11, line) for line in textwrap.wrap(paragraph, 88)] + [("F1", 11, "")]
    sheets = [lines[start : start + 46] for start in range(0, len(lines), 46)]
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (fr) >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>"
        % (b" ".join(b"%d 0 R" % (5 + 2 * place) for place in range(len(sheets))), len(sheets)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Bold /Encoding /WinAnsiEncoding >>",
    ]
    for place, sheet in enumerate(sheets):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >>"
            b" /Contents %d 0 R >>" % (6 + 2 * place)
        )
        drawn = b"\n".join(_line(place, *line) for place, line in enumerate(sheet))
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn))
    return _file(objects)


def _line(place, font, size, text):
    plain = text.replace("\u202f", "\u00a0").encode("cp1252", "replace")
    escaped = plain.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    return b"BT /%s %d Tf %d %d Td (%s) Tj ET" % (font.encode(), size, LEFT, TOP - LINE * place, escaped)


def _file(objects):
    """The objects with their table of offsets, as PDF 1.4 wants them."""
    out, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, each in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return bytes(out)
