"""People who help with one vote: asked by letter, let in by their own password, out by themselves."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core import mail
from django.core.management import call_command
from django.db.models.signals import post_save
from django.test import Client
from django.utils import timezone
from factories import make_poll, make_ready_poll, signed_in

from participation.ballots.actions import agree_to_seal, close, declare, rehearse
from participation.ballots.models import may_on
from participation.ballots.models.duty import Duty as Row
from participation.ballots.rules.duties import DUTIES
from participation.journal.actions import verify
from participation.models import Duty, JournalEntry, Letter, Poll, Resident


pytestmark = pytest.mark.django_db
CLERK = "Greffe du scrutin"
PASSWORD = "ocre-vélin-tamis-42"


def at(poll, tail="duties"):
    return f"/admin/participation/polling/{poll.pk}/{tail}/"


def give(client, poll, email="aide@exemple.fr", role="sheets", days=30):
    ends = timezone.localdate() + timedelta(days=days)
    return client.post(at(poll), {"email": email, "role": role, "ends": ends.isoformat()})


def accept(duty):
    return Client().post(f"/p/aide/{duty.token}/", {"new_password1": PASSWORD, "new_password2": PASSWORD})


def inside(email="aide@exemple.fr"):
    client = Client()
    assert client.login(username=email, password=PASSWORD)
    return client


@pytest.fixture
def clerk(client):
    return signed_in(client, CLERK)


def test_somebody_is_asked_by_letter_and_the_clerk_never_sees_the_link(clerk):
    poll = make_poll()
    give(clerk, poll)
    duty = Duty.objects.get()
    told = clerk.get(at(poll)).content.decode() + clerk.get(at(poll, f"duties/{duty.pk}/slip")).content.decode()
    assert "aide@exemple.fr" in told and "Not accepted yet" in told and duty.token not in told
    facts = str(list(JournalEntry.objects.values())) + str(list(Letter.objects.values()))
    assert duty.token not in facts and "aide@" not in str(JournalEntry.objects.get(act="duty-given").facts)


def test_the_letter_holds_the_link(clerk, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        give(clerk, make_poll())
    call_command("send_letters")
    assert f"/p/aide/{Duty.objects.get().token}/" in mail.outbox[-1].body and "scrutin test" not in mail.outbox[-1].body


def test_the_letter_says_that_it_is_about_a_rehearsal(clerk, django_capture_on_commit_callbacks):
    copy, _pairs = rehearse(make_ready_poll(readers=[clerk.user]).vote, clerk.user, 3, 2)
    with django_capture_on_commit_callbacks(execute=True):
        give(clerk, copy)
    call_command("send_letters")
    html = mail.outbox[-1].alternatives[0].content
    assert "scrutin test" in mail.outbox[-1].body and "scrutin test" in html


def test_opening_the_link_uses_nothing_up_and_a_password_opens_the_duty_only(clerk):
    poll, other = make_poll(), make_poll()
    give(clerk, poll)
    duty = Duty.objects.get()
    for _ in range(2):
        assert Client().get(f"/p/aide/{duty.token}/").status_code == 200
    assert not may_on(duty.account, "read_sheets", poll, timezone.now())
    weak = Client().post(f"/p/aide/{duty.token}/", {"new_password1": "1234", "new_password2": "1234"})
    assert weak.status_code == 422
    taken = accept(duty)
    assert taken.status_code == 303 and "messages" in taken.cookies, "what comes next is said at the door"
    helper = inside()
    assert helper.get(at(poll, "sheets")).status_code == 200
    for closed in ("roll", "codes", "desk", "duties"):
        assert helper.get(at(poll, closed)).status_code == 302, closed
    assert helper.get(at(other, "sheets")).status_code == 302
    index = helper.get("/admin/participation/polling/").content.decode()
    assert at(poll, "sheets") in index and at(other, "sheets") not in index and at(poll, "roll") not in index
    assert Client().get(f"/p/aide/{duty.token}/").status_code == 404, "once"


def test_a_link_that_was_made_up_opens_nothing(clerk):
    give(clerk, make_poll())
    token = Duty.objects.get().token
    for bad in (token[:-1] + ("a" if token[-1] != "a" else "b"), "1", "x:y", "1-1:zz"):
        assert Client().get(f"/p/aide/{bad}/").status_code == 404


def test_a_duty_ends_with_the_seal_and_the_account_made_for_it_is_shut(clerk, django_user_model):
    poll = make_poll(electors=1)
    give(clerk, poll, role="seal")
    duty = Duty.objects.get()
    accept(duty)
    helper = inside()
    assert may_on(duty.account, "seal_poll", poll, timezone.now())
    Poll.objects.filter(pk=poll.pk).update(closes_at=timezone.now() - timedelta(seconds=1))
    close(poll, clerk.user)
    for person in (clerk.user, duty.account):
        agree_to_seal(poll, person)
    account = get_user_model().objects.get(pk=duty.account_id)
    assert not account.is_active and not account.groups.exists() and not account.has_usable_password()
    assert helper.get("/admin/").status_code == 302 and not Client().login(username=account.email, password=PASSWORD)
    assert {"duty-given", "duty-accepted", "duty-ended"} <= set(JournalEntry.objects.values_list("act", flat=True))
    assert verify() is None


def test_a_duty_ends_on_its_day_without_anybody_doing_anything(clerk):
    poll = make_poll()
    give(clerk, poll)
    accept(Duty.objects.get())
    helper = inside()
    Duty.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    assert helper.get(at(poll, "sheets")).status_code == 302
    late = inside()  # signing in closes the door behind
    assert late.get("/admin/").status_code == 302 and Duty.objects.get().ended_at
    assert not get_user_model().objects.get(email="aide@exemple.fr").is_active


def test_the_daily_command_ends_what_is_over(clerk, capsys):
    poll = make_poll()
    give(clerk, poll)
    accept(Duty.objects.get())
    Duty.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    call_command("tidy_ballots")
    assert "1 duties ended" in capsys.readouterr().out
    assert not get_user_model().objects.get(email="aide@exemple.fr").is_active


def test_a_duty_is_ended_by_hand_and_a_resident_keeps_their_account(clerk):
    poll = make_poll()
    account = get_user_model().objects.create_user("aide@exemple.fr")
    Resident.objects.create(account=account, display_name="Ana")
    give(clerk, poll)
    give(clerk, poll, role="desk")
    for duty in Duty.objects.all():
        accept(duty)
    assert Duty.objects.filter(accepted_at__isnull=False).count() == 2, "one link takes up all that wait"
    first, second = Duty.objects.order_by("pk")
    clerk.post(at(poll, f"duties/{first.pk}/end"))
    assert inside().get(at(poll, "desk")).status_code == 302 and inside().get("/admin/").status_code == 200
    clerk.post(at(poll, f"duties/{second.pk}/end"))
    account.refresh_from_db()
    assert account.is_active and not account.groups.exists()


def test_who_voted_with_the_account_that_was_made_for_a_duty_keeps_it(clerk):
    poll = make_poll(access="email")
    give(clerk, poll)
    duty = Duty.objects.get()
    accept(duty)
    declare(poll, duty.account, "")
    clerk.post(at(poll, f"duties/{duty.pk}/end"))
    account = get_user_model().objects.get(pk=duty.account_id)
    assert account.is_active and not account.has_usable_password() and not account.groups.exists()


def test_an_account_is_not_taken_for_a_new_one_because_another_was_made_at_that_moment(clerk):
    def meanwhile(instance, **kwargs):
        if instance.account.email == "aide@exemple.fr":
            get_user_model().objects.create_user("autre@exemple.fr")

    get_user_model().objects.create_user("aide@exemple.fr")
    post_save.connect(meanwhile, sender=Resident)
    try:
        give(clerk, make_poll())
    finally:
        post_save.disconnect(meanwhile, sender=Resident)
    assert get_user_model().objects.filter(email="autre@exemple.fr").exists()
    assert not Duty.objects.get().made_account, "the end of the duty would shut it"


def test_a_letter_never_changes_the_password_of_a_colleague(clerk):
    poll = make_poll()
    colleague = signed_in(Client(), "Communication").user
    give(clerk, poll, email=colleague.email)
    duty = Duty.objects.get()
    assert duty.accepted_at and Client().get(f"/p/aide/{duty.token}/").status_code == 404
    assert may_on(colleague, "read_sheets", poll, timezone.now())
    clerk.post(at(poll, f"duties/{duty.pk}/end"))
    colleague.refresh_from_db()
    assert colleague.is_active and colleague.groups.filter(name="Communication").exists()


def test_who_has_become_a_colleague_meanwhile_keeps_their_password(clerk):
    poll = make_poll()
    give(clerk, poll)
    duty = Duty.objects.get()
    duty.account.groups.add(Group.objects.get(name="Communication"))
    answer = accept(duty)
    assert answer.status_code == 404 and "new_password1" not in answer.content.decode()
    assert not Client().login(username="aide@exemple.fr", password=PASSWORD)


def test_what_is_not_possible_is_said_and_kept(clerk):
    poll = make_poll()
    assert give(clerk, poll, email="pas une adresse").status_code == 422
    assert give(clerk, poll, role="chef").status_code == 422
    assert give(clerk, poll, days=-2).status_code == 422
    give(clerk, poll)
    again = give(clerk, poll, email="AIDE@exemple.fr")
    assert again.status_code == 422 and "has this duty already" in again.content.decode()
    get_user_model().objects.create_user("fermee@exemple.fr", is_active=False)
    shut = give(clerk, poll, email="fermee@exemple.fr")
    assert "is shut" in shut.content.decode() and Duty.objects.count() == 1
    other = make_poll()
    assert clerk.post(at(other, f"duties/{Duty.objects.get().pk}/end")).status_code == 404
    clerk.post(at(poll, f"duties/{Duty.objects.get().pk}/end"), {"again": "1"})
    assert JournalEntry.objects.filter(act="duty-told-again").exists()


def test_an_account_shut_by_its_last_duty_is_opened_for_the_next(clerk):
    poll, later = make_poll(), make_poll()
    give(clerk, poll)
    accept(Duty.objects.get())
    clerk.post(at(poll, f"duties/{Duty.objects.get().pk}/end"))
    give(clerk, later)
    accept(Duty.objects.latest("pk"))
    assert inside().get(at(later, "sheets")).status_code == 200


def test_every_duty_has_its_permissions_and_every_permission_a_name():
    assert set(DUTIES) == set(Row.Role.values)
    known = {name for name, _label in Poll._meta.permissions}
    assert {name for given in DUTIES.values() for name in given} <= known
