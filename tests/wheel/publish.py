"""Run inside the bare project: one page of each type, published and read in both languages, told as JSON."""

import json
import re
import sys
from concurrent.futures import ThreadPoolExecutor

import django


django.setup()

from django.apps import apps  # noqa: E402
from django.conf import settings  # noqa: E402
from django.contrib.auth import get_user_model  # noqa: E402
from django.core import mail  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import translation  # noqa: E402
from wagtail.models import Page, Site  # noqa: E402

import participation  # noqa: E402
from participation import models as door  # noqa: E402
from participation.people.actions import account_for  # noqa: E402


def publish(parent, page_type, title, **fields):
    """A published page below another."""
    page = parent.add_child(instance=page_type(title=title, lead=f"{title}, en deux phrases.", **fields))
    page.save_revision().publish()
    return page_type.objects.get(pk=page.pk)


def publish_one_of_each():
    """The site's pages, each presenting a row where its type does."""
    home = Site.objects.get().root_page.specific
    consulted = door.Process.objects.create(name="Les quais", kind="consultation")
    edition = door.Process.objects.create(name="Budget 2026", kind="budget")
    vote = door.Vote.objects.create(process=edition, title="Vote 2026")
    proposal = door.Proposal.objects.create(process=edition, number=1, title="Un verger", cost=1_200_000)
    index = publish(home, door.NewsIndexPage, "Actualités du bourg")
    call = publish(home, door.BudgetCallPage, "Vos idées pour la ville", process=edition)
    return [
        index,
        call,
        publish(index, door.NewsPage, "Le kiosque a rouvert"),
        publish(home, door.ConsultationPage, "Demain, les quais", process=consulted),
        publish(call, door.ProposalPage, "Un verger place du Puits", proposal=proposal),
        publish(call, door.VoteCampaignPage, "Voter pour un projet", vote=vote),
    ]


def read(page):
    """What a visitor gets, in each language."""
    said = {}
    for language in ("fr", "en"):
        translation.activate(language)
        answer = Client(SERVER_NAME="localhost").get(page.url)
        said[language] = {"status": answer.status_code, "text": answer.content.decode()}
    return {"title": page.title, "type": page.specific_class.__name__, "read": said}


def sign_in(email):
    """Come in by the code of a letter, as a resident of this host would. Who that is, in the host's own words."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    resident = Client(SERVER_NAME="localhost")
    resident.post("/connexion/", {"email": email})
    code = re.search(r"^    (\d{6})$", mail.outbox[-1].body, re.M)[1]
    answer = resident.post("/connexion/code/", {"code": code})
    page = resident.get("/mon-compte/")
    return {
        "status": [answer.status_code, page.status_code],
        "cache": page["Cache-Control"],
        "accounts": list(get_user_model().objects.filter(email__startswith="camille").values_list("username", "email")),
    }


def at_once(email):
    """The accounts that fifty threads get for one address."""

    def work(_number):
        try:
            return account_for(email).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(50) as threads:
        return sorted(set(threads.map(work, range(50))))


def main():
    """Tell everything."""
    pages = publish_one_of_each()
    told = [read(page) for page in pages]
    linked = {
        file for page in told for file in re.findall(r'(/static/participation/[^"?]+)', page["read"]["fr"]["text"])
    }
    visitor = Client(SERVER_NAME="localhost")
    types = [model.__name__ for model in apps.get_app_config("participation").get_models() if issubclass(model, Page)]
    json.dump(
        {
            "where": participation.__file__,
            "types": types,
            "pages": told,
            "static": {file: visitor.get(file).status_code for file in sorted(linked)},
            "row": visitor.get("/p/1/").status_code,
            "accounts of fifty threads": at_once("malik@ville.example"),
            "came in": [sign_in(email) for email in ("Camille@Ville.example", " camille@ville.example")],
        },
        sys.stdout,
    )


main()
