"""Every screen of the roll, the codes, the desk, the paper and the duties, for every role and every duty."""

import pytest
from django.test import Client
from django.utils import timezone
from factories import make_poll, signed_in

from participation.ballots.actions import begin_batch, give_duty, make_codes
from participation.ballots.rules.duties import DUTIES
from participation.models import CodeBatch, Duty, Elector, PaperBatch, RollMark
from participation.people.rules import ROLES


pytestmark = pytest.mark.django_db
CLERK = {"Greffe du scrutin"}
SCREENS = {
    "roll": "roll",
    "roll/import": "roll",
    "roll/refused": "roll",
    "roll/export": "roll",
    "roll/new": "roll",
    "roll/{elector}": "roll",
    "roll/{elector}/remove": "roll",
    "roll/{elector}/code": "codes",
    "codes": "codes",
    "codes/{codes}/void": "codes",
    "desk": "desk",
    "desk/place": "desk",
    "desk/add": "desk",
    "desk/call": "desk",
    "desk/take-back": "desk",
    "desk/tablets": "desk",
    "sheets": "sheets",
    "sheets/{batch}/enter": "sheets",
    "sheets/{batch}/close": "sheets",
    "sheets/{batch}/void": "sheets",
    "duties": "duties",
    "duties/{duty}/end": "duties",
    "duties/{duty}/slip": "duties",
}
VERBS = ("get", "head", "post", "put", "patch", "delete", "options")


@pytest.fixture
def poll(django_user_model):
    poll = make_poll(electors=2)
    user = django_user_model.objects.create_user("autre@ville.example")
    make_codes(poll, user)
    begin_batch(poll, None, 2, user)
    give_duty(poll, user, email="aide@exemple.fr", role="desk", ends_at=timezone.now() + timezone.timedelta(days=1))
    return poll


def urls(poll):
    keys = {
        "elector": Elector.objects.filter(poll=poll).first().pk,
        "codes": CodeBatch.objects.get().pk,
        "batch": PaperBatch.objects.get().pk,
        "duty": Duty.objects.first().pk,
    }
    return {f"/admin/participation/polling/{poll.pk}/{tail.format(**keys)}/": area for tail, area in SCREENS.items()}


def refused(answer):
    """Sent back to the dashboard or to the door, or told no."""
    if answer.status_code == 302:
        return answer["Location"] == "/admin/" or answer["Location"].startswith("/admin/login/")
    return answer.status_code in (403, 405)


@pytest.mark.parametrize("role", [*ROLES, None, "anonymous"])
def test_each_role_opens_its_screens_and_no_other(client, role, poll):
    if role == "anonymous":
        client = Client()
    else:
        signed_in(client, *filter(None, [role]))
    for url in urls(poll):
        for verb in VERBS if role not in CLERK else ("get", "head"):
            answer = getattr(client, verb)(url)
            assert answer.status_code < 500, (role, verb, url)
            assert refused(answer) == (role not in CLERK) or answer.status_code == 405, (role, verb, url)
    assert not RollMark.objects.exists() and Elector.objects.count() == 2
    if role not in CLERK | {"anonymous"}:
        assert "/admin/participation/polling/" not in client.get("/admin/").content.decode()


@pytest.mark.parametrize("duty", DUTIES)
def test_each_duty_opens_its_screens_and_no_other(client, duty, poll):
    signed_in(client, "Scrutateur")
    now = timezone.now()
    ends = now + timezone.timedelta(days=1)
    Duty.objects.create(poll=poll, account=client.user, role=duty, given_at=now, ends_at=ends, accepted_at=now)
    for url, area in urls(poll).items():
        answer = client.get(url)
        assert refused(answer) == (area != duty) or answer.status_code == 405, (duty, url)
    told = client.get("/admin/participation/polling/")
    assert told.status_code == 200


def test_the_screens_of_the_walk_are_all_there_are():
    from participation.ballots.viewsets.work import WorkViewSet

    told = {str(each.pattern).removeprefix("<int:pk>/").rstrip("/") for each in WorkViewSet().get_urlpatterns()[1:]}
    asked = {
        tail.format(elector="<int:elector>", codes="<int:batch>", batch="<int:batch>", duty="<int:duty>")
        for tail in SCREENS
    }
    assert told == asked


def test_a_poll_that_is_none_is_not_found(client):
    signed_in(client, *CLERK)
    for screen in ("roll", "codes", "desk", "sheets", "duties"):
        assert client.get(f"/admin/participation/polling/999/{screen}/").status_code == 404


@pytest.mark.parametrize("clerk", [True, False])
def test_a_screen_leads_back_to_the_poll_whoever_may_see_it(client, poll, clerk):
    now = timezone.now()
    ends = now + timezone.timedelta(days=1)
    signed_in(client, *(CLERK if clerk else ["Agent de service"]))
    Duty.objects.create(poll=poll, account=client.user, role="sheets", given_at=now, ends_at=ends, accepted_at=now)
    page = client.get(f"/admin/participation/polling/{poll.pk}/sheets/").content.decode()
    assert (f'href="/admin/participation/polls/{poll.vote_id}/"' in page) == clerk
