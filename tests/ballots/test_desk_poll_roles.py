"""Every screen of a poll and of the journal, by every verb, for every role: who gets in, and what nobody does by it."""

import pytest
from django.test import Client
from factories import make_ready_poll, open_ready
from factories import signed_in as sign_in

from participation.ballots.viewsets.polls import PollViewSet
from participation.models import Poll, Vote
from participation.people.rules import ROLES


pytestmark = pytest.mark.django_db
DESK = "/admin/participation/polls/"
SEE = {"Budget participatif", "Greffe du scrutin", "Scrutateur", "Auditeur", "Élu référent"}
CLERK = {"Greffe du scrutin"}
SCREENS = {
    "": SEE,
    "results/": SEE,
    "{}/": SEE,
    **{f"{{}}/{name}/": CLERK for name in ("setup", "risk", "drop", "rehearse", "end", "delete")},
    **{f"{{}}/{name}/": CLERK for name in ("open", "extend", "close", "seal")},
}
VERBS = ("get", "head", "post", "put", "patch", "delete", "options")


def refused(answer):
    if answer.status_code == 302:
        return answer["Location"] in ("/admin/",) or answer["Location"].startswith("/admin/login/")
    return answer.status_code in (403, 405)


@pytest.mark.parametrize("role", [*ROLES, None, "anonymous"])
def test_each_role_opens_its_screens_and_no_other(client, settings, role):
    settings.PARTICIPATION = {**settings.PARTICIPATION, "VOTES_ON_SQLITE": True}
    opened, draft = open_ready(make_ready_poll()), make_ready_poll(readers=[*Poll.objects.get().readers.all()])
    if role == "anonymous":
        client = Client()
    else:
        sign_in(client, *filter(None, [role]))
    for path, may in SCREENS.items():
        for poll in (opened, draft):
            for verb in VERBS if role not in may else ("get", "head"):
                answer = getattr(client, verb)(DESK + path.format(poll.vote_id))
                assert answer.status_code < 500 and refused(answer) == (role not in may), (role, verb, path)
    journal = client.get("/admin/participation/journal/")
    assert refused(journal) == (role not in {"Auditeur", "Greffe du scrutin"})
    assert Vote.objects.count() == 2 and Poll.objects.filter(opened_at=None).count() == 1


def test_the_screens_of_the_walk_are_all_there_are():
    told = {str(pattern.pattern).replace("<key:pk>", "{}") for pattern in PollViewSet().get_urlpatterns()}
    assert told == set(SCREENS)


def test_a_vote_that_is_not_there_is_not_found(client):
    sign_in(client, "Greffe du scrutin")
    for path in SCREENS:
        if "{}" in path:
            assert client.get(DESK + path.format(99_999)).status_code == 404, path


def test_a_vote_without_a_poll_has_only_the_form(client):
    poll = make_ready_poll()
    poll.electors.all().delete()
    poll.delete()
    sign_in(client, "Greffe du scrutin")
    for path in SCREENS:
        if "{}" in path:
            wanted = 200 if path in ("{}/", "{}/setup/") else 404
            assert client.get(DESK + path.format(poll.vote_id)).status_code == wanted, path
