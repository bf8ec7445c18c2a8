"""From the texts' simple HTML to what pages keep: rich text with internal links, blocks, pictures."""

import re
from functools import cache
from io import BytesIO

from django.core.files.images import ImageFile
from django.utils.text import slugify

from ..media.models import TownImage
from .pictures import draw


_HEADING = re.compile(r"<h2>(.*?)</h2>", re.S)
_LINK = re.compile(r'<a href="page:([\w-]+)">')


def rich_text(html, pages):
    """HTML of the texts as Wagtail keeps it: `page:slug` becomes a link that follows the page."""

    def link(match):
        page = pages.get(match[1])
        if page is None:
            raise KeyError(f"The demo's texts link to an unknown page: {match[1]}")
        return f'<a linktype="page" id="{page.pk}">'

    return _LINK.sub(link, html.strip())


def body(html, pages, *extra):
    """HTML as the blocks of a body: headings of second level, text between them, then `extra` blocks."""
    parts = _HEADING.split(html)
    blocks = []
    for place, part in enumerate(parts):
        if place % 2:
            blocks.append({"type": "heading", "value": re.sub(r"<[^>]+>", "", part)})
        elif part.strip():
            blocks.append({"type": "text", "value": rich_text(part, pages)})
    return [*blocks, *extra]


def picture(name, key, title):
    """A drawing of the demo as the value of a page's picture field."""
    image = _image(name, key, title)
    return [{"type": "picture", "value": {"image": image.pk, "decorative": True, "alt_text": ""}}]


@cache
def _image(name, key, title):
    file = ImageFile(BytesIO(draw(name, key)), name=f"{slugify(name)}-{slugify(key)}.png")
    return TownImage.objects.create(title=title, file=file, credit="Dessin : ville d’Orméval")
