"""The demo town as it is loaded: whole, in both languages, few queries a page, the same every time."""

import tomllib

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, Site

from municipal.demo import load
from municipal.demo.texts import FOLDER
from participation.models import Result, SealedBallot, Vote


pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demo")]
# SHA-256 of the past vote's input: the ballots are drawn from a seed, not from a die.
DIGEST = "6a7a17fa9890509a"


@pytest.fixture
def town():
    cache.clear()
    load.load(80, lambda line: None)
    Site.objects.update(hostname="testserver")
    Site.clear_site_root_paths_cache()
    return list(Page.objects.live().filter(depth__gt=1))


def test_the_town_is_whole_answers_in_both_languages_and_is_the_same_every_time(town, client):
    dear, broken = {}, {}
    for page in town:
        client.get(page.get_url())
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(page.get_url())
        if answer.status_code != 200:
            broken[page.get_url()] = answer.status_code
        if len(queries) > 20:
            dear[page.get_url()] = len(queries)
    assert broken == {} and dear == {}
    assert {page.locale.language_code for page in town} == {"fr", "en"}
    assert len([page for page in town if page.locale.language_code == "fr"]) > 25

    result = Result.objects.get()
    edition = tomllib.loads((FOLDER / "past_edition.toml").read_text(encoding="utf-8"))
    told = {str(each["project"]) for each in edition["realisations"]}
    assert set(result.counts[0]["outcome"]["winners"]) == told
    assert result.counts[0]["outcome"]["cost"] == edition["spent"] * 100
    assert result.input_digest.startswith(DIGEST)
    assert SealedBallot.objects.count() == edition["ballots"]["total"] == result.ballots
    assert Vote.objects.get().result == result


def test_a_taken_port_is_said_plainly():
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(CommandError, match="est déjà pris"):
            call_command("demo", port=taken.getsockname()[1])
