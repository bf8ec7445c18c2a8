"""Every screen of the desk of votes, by every verb, for every role: who gets in, and what is never told."""

import pytest
from django.test import Client
from factories import make_closed_vote, make_draft
from factories import signed_in as sign_in

from participation.models import Result, Vote
from participation.people.rules import ROLES


pytestmark = pytest.mark.django_db
DESK = "/admin/participation/votes/"
SET_UP = {"Budget participatif", "Greffe du scrutin"}
SEE = SET_UP | {"Scrutateur", "Auditeur", "Élu référent"}
CLERK = {"Greffe du scrutin"}

# Screen: who may open it. A verb that a screen does not know is 405 for them, and no act for anybody.
SCREENS = {
    "": SEE,
    "results/": SEE,
    "new/": SET_UP,
    "edit/{}/": SET_UP,
    "delete/{}/": SET_UP,
    "history/{}/": SET_UP,
    "history-results/{}/": SET_UP,
    "usage/{}/": SET_UP,
    "inspect/{}/": SEE,
    "options/{}/": SET_UP,
    "paper/{}/": SEE,
    "freeze/{}/": CLERK,
    "unfreeze/{}/": CLERK,
    "count/{}/": CLERK,
    "result/{}/": SET_UP,
    "result/{}/pas-a-pas/": SET_UP,
    "result/{}/comparer/": SET_UP,
    "result/{}/telecharger/json/": SET_UP,
    "publish/{}/": SET_UP,
    "compare/{}/": SET_UP,
}
VERBS = ("get", "head", "post", "put", "patch", "delete", "options")


def refused(answer):
    """Sent back to the dashboard or to the door, or told no."""
    if answer.status_code == 302:
        return answer["Location"] in ("/admin/",) or answer["Location"].startswith("/admin/login/")
    return answer.status_code in (403, 405)


@pytest.mark.parametrize("role", [*ROLES, None, "anonymous"])
def test_each_role_opens_its_screens_and_no_other(client, role):
    draft, closed = make_draft(), make_closed_vote()
    if role == "anonymous":
        client = Client()
    else:
        sign_in(client, *filter(None, [role]))
    for screen, may in SCREENS.items():
        for vote in (draft, closed):
            url = DESK + screen.format(vote.pk)
            for verb in VERBS if role not in may else ("get", "head"):
                answer = getattr(client, verb)(url)
                assert answer.status_code < 500, (role, verb, url)
                if role in may:
                    assert not refused(answer), (role, verb, url, answer.status_code)
                else:
                    assert refused(answer), (role, verb, url, answer.status_code)
    assert Vote.objects.count() == 2 and not Result.objects.exists()
    assert Vote.objects.get(pk=draft.pk).frozen_at is None and Vote.objects.get(pk=closed.pk).frozen_at


def test_the_screens_of_the_walk_are_all_there_are():
    from participation.budgets.viewsets import VoteViewSet

    told = {
        str(pattern.pattern).replace("<int:pk>", "{}").replace("<slug:kind>", "json")
        for pattern in VoteViewSet().get_urlpatterns()
    }
    assert told == set(SCREENS)


@pytest.mark.parametrize("role", ["Scrutateur", "Auditeur", "Élu référent", "Communication"])
def test_nobody_else_is_told_a_result_before_it_is_public(client, role):
    vote = make_closed_vote()
    clerk = sign_in(Client(), "Greffe du scrutin")
    clerk.post(f"{DESK}count/{vote.pk}/")
    result = Result.objects.get()
    sign_in(client, role)
    for url in (DESK, f"{DESK}inspect/{vote.pk}/", f"{DESK}paper/{vote.pk}/", "/admin/", f"/p/vote/{vote.pk}/"):
        answer = client.get(url, follow=True)
        for told in (result.input_digest, "5 votes", "project selected", "projects selected", "result/"):
            assert told not in answer.content.decode(), (url, told)
    if role != "Communication":
        assert "until it is public" in client.get(f"{DESK}inspect/{vote.pk}/").content.decode()
    log = client.get("/admin/reports/site-history/", follow=True).content.decode()
    assert result.input_digest not in log


def test_who_publishes_need_not_be_who_counts(client):
    vote = make_closed_vote()
    sign_in(Client(), "Greffe du scrutin").post(f"{DESK}count/{vote.pk}/")
    sign_in(client, "Budget participatif")
    assert client.post(f"{DESK}count/{vote.pk}/").status_code == 302 and Result.objects.count() == 1
    shown = client.get(f"{DESK}inspect/{vote.pk}/").content.decode()
    assert f"{DESK}publish/{vote.pk}/" in shown and f"{DESK}count/{vote.pk}/" not in shown
    client.post(f"{DESK}publish/{vote.pk}/", {"result": Result.objects.get().pk})
    assert Vote.objects.get().state == "published"
