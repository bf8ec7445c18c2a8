"""Fills the served town: a bare page, the home page, an edition of 100 proposals and one of 10,000. Prints JSON."""

import json
import random
import sys
from io import BytesIO

import django


django.setup()

from bare.models import BarePage  # noqa: E402
from django.contrib.auth import get_user_model  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.files.base import ContentFile  # noqa: E402
from django.core.management import call_command  # noqa: E402
from factories import call_page, home_page, make_process  # noqa: E402
from PIL import Image as Pixels  # noqa: E402
from wagtail.images import get_image_model  # noqa: E402
from wagtail.models import Site  # noqa: E402

from participation.models import District, Proposal, ProposalTheme, Theme  # noqa: E402


WORDS = ["banc", "arbre", "jardin", "vélo", "école", "marché", "place", "rue", "eau", "lumière", "sport", "ombre"]
SIZES = (100, 10_000)


def main():
    dice = random.Random("bench")
    home = home_page()
    Site.objects.update(hostname="127.0.0.1", port=int(sys.argv[1]))
    home.sections = [
        ("welcome", {"title": "Dites", "lead": "Proposez", "link": {"page": None, "address": "", "label": ""}}),
        ("processes", {"heading": "Où en est-on ?"}),
        ("realisations", {"heading": "Ce qui a été fait", "number": 4}),
        ("news", {"heading": "Actualités", "number": 5}),
    ]
    home.save_revision().publish()
    bare = home.add_child(instance=BarePage(title="Une page", slug="nue"))
    bare.save_revision().publish()
    districts = District.objects.bulk_create(
        District(name=f"Quartier {n}", slug=f"quartier-{n}", position=n, outline=square(n)) for n in range(8)
    )
    themes = [Theme.objects.create(name=f"Thème {n}", slug=f"theme-{n}") for n in range(8)]
    pictures = [picture(n) for n in range(20)]
    print(
        json.dumps({size: edition(size, dice, districts, themes, pictures) for size in SIZES} | {"session": session()})
    )


def square(n):
    """A district's outline: one of eight squares side by side."""
    west, south = -0.1 + 0.02 * (n % 4), 47.68 + 0.02 * (n // 4)
    east, north = west + 0.02, south + 0.02
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def picture(n):
    file = BytesIO()
    Pixels.new("RGB", (960, 720), (n * 12, 90, 120)).save(file, "PNG")
    return get_image_model().objects.create(title=f"Image {n}", file=ContentFile(file.getvalue(), f"image-{n}.png"))


def edition(size, dice, districts, themes, pictures):
    """An edition with its vote under way and that many proposals; its addresses."""
    process = make_process(f"Budget {size}", vote=("2026-10-01 08:00", "2099-10-18 23:59"))
    page = call_page(process, title=f"Budget {size}")
    rows = Proposal.objects.bulk_create(
        [
            Proposal(
                process=process,
                number=number,
                title=f"Un projet numéro {number} pour {dice.choice(WORDS)} et {dice.choice(WORDS)}",
                summary=" ".join(dice.choices(WORDS, k=18)),
                text=" ".join(dice.choices(WORDS, k=90)),
                status="voted",
                cost=dice.randrange(2_000_00, 60_000_00, 500_00),
                district=dice.choice([*districts, None]),
                latitude=47.68 + dice.random() * 0.04,
                longitude=-0.1 + dice.random() * 0.08,
                picture=dice.choice(pictures),
            )
            for number in range(1, size + 1)
        ],
        batch_size=1000,
    )
    ProposalTheme.objects.bulk_create(
        [ProposalTheme(content_object=row, tag=dice.choice(themes)) for row in rows], batch_size=2000
    )
    first = rows[size // 2]
    listing = f"{page.get_url()}propositions/"
    return {"list": listing, "proposal": f"{listing}{first.pk}-{first.slug}/", "map": f"{listing}carte/"}


def session():
    """The session key of an administrator, who exports."""
    user = get_user_model().objects.create_superuser("admin@bench.example", "bench", first_name="A", last_name="B")
    store = SessionStore()
    store["_auth_user_id"], store["_auth_user_hash"] = str(user.pk), user.get_session_auth_hash()
    store["_auth_user_backend"] = "django.contrib.auth.backends.ModelBackend"
    store.create()
    return store.session_key


call_command("migrate", verbosity=0)
main()
