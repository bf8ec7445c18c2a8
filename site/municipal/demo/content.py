"""From the texts' simple HTML to what pages keep: rich text with internal links, blocks, pictures."""

import re
from functools import cache
from io import BytesIO

from django.core.files.images import ImageFile
from django.utils.text import slugify
from wagtail.images.models import Filter

from ..media.models import TownImage
from .pictures import draw


WIDTH = 960  # pixels: flat shapes need no more, and the town is made in seconds
# The formats that lists and pages ask for, as their templates write them.
IN_A_LIST = ["fill-480x360 format-webp"]
ON_A_PAGE = ["format-{avif,webp,jpeg} width-{480,960,1600}", "fill-1200x630 format-jpeg"]
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


def picture(image):
    """A picture of the library as the value of a page's picture field: drawings are decoration."""
    return [{"type": "picture", "value": {"image": image.pk, "decorative": True, "alt_text": ""}}]


@cache
def drawing(name, key, title):
    """A drawing of the demo in the picture library, as `key` prints it."""
    file = ImageFile(BytesIO(draw(name, key, WIDTH)), name=f"{slugify(name)}-{slugify(key)}.png")
    return TownImage.objects.create(title=title, file=file, credit="Dessin : ville d’Orméval")


def print_formats(image, patterns):
    """Make the formats of a picture beforehand, so that its first reader does not wait for them."""
    specs = [spec for pattern in patterns for spec in Filter.expand_spec(pattern)]
    image.get_renditions(*specs)
