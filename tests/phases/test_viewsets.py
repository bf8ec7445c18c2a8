"""The desk of processes, through HTTP: what is refused, asked, kept, copied, archived, deleted."""

from html import unescape

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from factories import call_page, home_page, make_process, moment
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from municipal.users.models import User
from participation.models import Phase, PhaseChange, Process
from participation.people.actions import create_roles
from participation.signals import dates_changed


pytestmark = pytest.mark.django_db
LIST = "/admin/participation/processes/"


@pytest.fixture
def officer(client):
    """Signed in as the budget officer, in English so that sentences can be read here."""
    create_roles()
    user = User.objects.create_user("paul@ville.example", "secret", first_name="Paul", last_name="Rivière")
    user.groups.add(Group.objects.get(name="Budget participatif"))
    user.wagtail_userprofile = None
    client.force_login(user)
    from wagtail.users.models import UserProfile

    UserProfile.objects.create(user=user, preferred_language="en")
    return client


def line(kind, opens="", closes="", name="", **more):
    return {"kind": kind, "opens": opens, "closes": closes, "name": name, **more}


def form(phases=(), envelopes=(), initial=0, envelopes_initial=0, **fields):
    return nested_form_data(
        {
            "name": "Budget participatif 2027",
            "kind": "budget",
            "currency": "EUR",
            "reason": "",
            "phases": inline_formset(list(phases), initial=initial),
            "envelopes": inline_formset(list(envelopes), initial=envelopes_initial),
        }
        | fields
    )


def stored(process):
    """The lines of a process as its form shows them."""
    local = lambda value: timezone.localtime(value).strftime("%Y-%m-%d %H:%M") if value else ""  # noqa: E731
    return [
        line(each.kind, local(each.opens), local(each.closes), each.name, id=each.pk) for each in process.phases.all()
    ]


CALL = line("call", "2027-03-01 09:00", "2027-04-12 23:59")
VOTE = line("vote", "2027-10-01 08:00", "2027-10-18 23:59")


def test_a_process_is_made_with_its_timeline_and_money_in_the_town_s_time(officer):
    money = [
        {"district": "", "name": "", "cents": "150000", "year": "2027"},
        {"district": "", "name": "Jeunes", "cents": "20000.50", "year": "2027"},
    ]
    answer = officer.post(f"{LIST}new/", form([CALL, VOTE], money))
    assert answer.status_code == 302, answer.context and answer.context["form"].errors
    process = Process.objects.get()
    assert process.phases.get(kind="vote").closes == moment("2027-10-18 23:59")
    assert sorted(process.envelopes.values_list("cents", flat=True)) == [2000050, 15000000]
    shown = officer.get(f"{LIST}edit/{process.pk}/").content.decode()
    assert "150000" in shown and "15000000" not in shown


@pytest.mark.parametrize(
    ("phases", "sentence"),
    [
        ([line("call", "2027-04-12 10:00", "2027-03-01 10:00")], "ends (1 March 2027, 10:00) before it begins"),
        (
            [CALL, line("vote", "2027-04-12 23:58", "2027-05-01 00:00", name="Scrutin")],
            "“Call for ideas” and “Scrutin” overlap",
        ),
        ([VOTE, line("results", "2027-10-18 20:00")], "“Results” would begin before “Vote” ends"),
        ([CALL, CALL], "There are two phases “Call for ideas”"),
    ],
)
def test_a_timeline_that_cannot_be_is_refused_with_a_sentence_that_says_which(officer, phases, sentence):
    answer = officer.post(f"{LIST}new/", form(phases))
    assert answer.status_code == 200
    assert sentence in unescape(answer.content.decode()), answer.context["form"].errors
    assert not Process.objects.exists()
    assert "2027" in answer.content.decode(), "what was typed is kept"


def test_unreadable_dates_and_amounts_name_their_field_and_lose_nothing(officer):
    answer = officer.post(
        f"{LIST}new/",
        form(
            [line("call", "hier", "2027-04-12 23:59", name="Boîte à idées")],
            [{"district": "", "name": "", "cents": "douze", "year": "2027"}],
        ),
    )
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Enter a valid date/time." in text and "Enter a number." in text
    assert "Boîte à idées" in text and "hier" in text and "douze" in text
    assert not Process.objects.exists()


@pytest.mark.parametrize("cents", ["0", "-3", "12.345", "1e400", "99999999999999999"])
def test_amounts_that_are_no_money_are_refused(officer, cents):
    answer = officer.post(f"{LIST}new/", form([], [{"district": "", "name": "", "cents": cents, "year": "2027"}]))
    assert answer.status_code == 200
    assert not Process.objects.exists()


@pytest.fixture
def running(db):
    """An edition whose vote is open since long and for long."""
    return make_process(
        "Budget en cours", call=("2020-01-01 09:00", "2020-02-01 09:00"), vote=("2021-01-01 08:00", "2098-01-31 20:00")
    )


def test_moving_a_running_phase_needs_a_reason_that_residents_read(officer, running):
    page = call_page(running)
    phases = stored(running)
    phases[1]["closes"] = "2099-02-07 20:00"
    data = form(phases, initial=2, name=running.name)
    refused = officer.post(f"{LIST}edit/{running.pk}/", data)
    assert refused.status_code == 200
    assert "Under way: “Vote”. Say why the dates change" in refused.content.decode()
    assert running.phases.get(kind="vote").closes == moment("2098-01-31 20:00")

    reason = "Panne du site <b>dimanche</b> : une semaine de plus."
    accepted = officer.post(f"{LIST}edit/{running.pk}/", data | {"reason": reason})
    assert accepted.status_code == 302
    change = PhaseChange.objects.get()
    assert (change.kind, change.closed, change.closes) == (
        "vote",
        moment("2098-01-31 20:00"),
        moment("2099-02-07 20:00"),
    )
    assert (change.reason, change.changed_by) == (reason, "Paul Rivière")
    shown = officer.get(page.get_url()).content.decode()
    assert "Panne du site &lt;b&gt;dimanche&lt;/b&gt;" in shown and "2099" in shown


def test_the_signal_tells_hosts_after_commit(officer, running, django_capture_on_commit_callbacks):
    told = []
    dates_changed.connect(lambda **said: told.append(said), weak=False, dispatch_uid="test")
    phases = stored(running)
    phases[1]["closes"] = "2099-02-07 20:00"
    with django_capture_on_commit_callbacks(execute=True):
        officer.post(f"{LIST}edit/{running.pk}/", form(phases, initial=2, name=running.name, reason="Panne"))
    dates_changed.disconnect(dispatch_uid="test")
    assert [(each["process"].pk, each["reason"], len(each["changes"])) for each in told] == [(running.pk, "Panne", 1)]


def test_moving_a_phase_that_is_not_under_way_needs_no_reason(officer):
    process = make_process(call=("2097-01-01 09:00", "2097-02-01 09:00"))
    phases = stored(process)
    phases[0]["closes"] = "2097-03-01 09:00"
    assert officer.post(f"{LIST}edit/{process.pk}/", form(phases, initial=1)).status_code == 302
    assert not PhaseChange.objects.exists()


def test_withdrawing_a_running_phase_needs_a_reason_too(officer, running):
    phases = stored(running)
    phases[1]["DELETE"] = "on"
    data = form(phases, initial=2, name=running.name)
    assert officer.post(f"{LIST}edit/{running.pk}/", data).status_code == 200
    assert officer.post(f"{LIST}edit/{running.pk}/", data | {"reason": "Annulé"}).status_code == 302
    assert PhaseChange.objects.get().removed


def test_two_phases_may_swap_their_kinds_in_one_save(officer):
    process = make_process(
        admissibility=("2097-01-01 09:00", "2097-02-01 09:00"), study=("2097-03-01 09:00", "2097-04-01 09:00")
    )
    phases = stored(process)
    phases[0]["kind"], phases[1]["kind"] = phases[1]["kind"], phases[0]["kind"]
    assert officer.post(f"{LIST}edit/{process.pk}/", form(phases, initial=2)).status_code == 302
    assert process.phases.get(kind="study").opens == moment("2097-01-01 09:00")


def test_dates_are_the_town_s_whatever_the_editor_s_own_time_zone(officer):
    from wagtail.users.models import UserProfile

    UserProfile.objects.update(current_time_zone="America/Cayenne")
    officer.post(f"{LIST}new/", form([CALL]))
    assert Phase.objects.get().closes == moment("2027-04-12 23:59")
    assert "2027-04-12 23:59" in officer.get(f"{LIST}edit/{Process.objects.get().pk}/").content.decode()


def test_a_new_edition_has_the_same_phases_later_and_nobody_s_words(officer, running):
    running.proposals.create(number=1, title="Un banc")
    shown = officer.get(f"{LIST}copy/{running.pk}/")
    assert shown.context["form"].initial["days"] == 364
    answer = officer.post(f"{LIST}copy/{running.pk}/", {"name": "Édition suivante", "days": "364", "year": "2028"})
    edition = Process.objects.get(name="Édition suivante")
    assert answer["Location"] == f"{LIST}edit/{edition.pk}/"
    assert edition.phases.get(kind="call").opens == moment("2020-12-30 09:00")
    assert edition.proposals.count() == 0
    wrong = officer.post(f"{LIST}copy/{running.pk}/", {"name": "", "days": "demain", "year": "2028"})
    assert wrong.status_code == 200 and "demain" in wrong.content.decode()


def test_an_archived_process_closes_leaves_lists_and_can_come_back(officer, running, client):
    page = call_page(running)
    assert officer.get(f"{LIST}archive/{running.pk}/").status_code == 200
    officer.post(f"{LIST}archive/{running.pk}/")
    shown = officer.get(page.get_url())
    assert shown.context["face"] == "closed"
    assert page.title not in officer.get(home_page().get_url()).content.decode().split("<main")[1]
    officer.post(f"{LIST}archive/{running.pk}/")
    assert officer.get(page.get_url()).context["face"] == "vote"


def test_a_process_is_deleted_whole_while_nobody_has_written_in_it(officer):
    process = make_process(call=("2097-01-01 09:00", "2097-02-01 09:00"))
    assert officer.get(f"{LIST}delete/{process.pk}/").status_code == 200
    officer.post(f"{LIST}delete/{process.pk}/")
    assert not Process.objects.exists() and not Phase.objects.exists()


def test_deletion_is_refused_with_the_reason(officer, running):
    page = call_page(running, title="La page du budget")
    answer = officer.post(f"{LIST}delete/{running.pk}/", follow=True)
    assert "Unpublish or delete first: “La page du budget”." in answer.content.decode()
    page.unpublish()
    running.proposals.create(number=1, title="Un banc")
    answer = officer.post(f"{LIST}delete/{running.pk}/", follow=True)
    assert "People have already written in it (proposals: 1). Archive it instead." in answer.content.decode()
    assert Process.objects.filter(pk=running.pk).exists()


@pytest.mark.parametrize("action", ["new/", "edit/{}/", "copy/{}/", "archive/{}/", "delete/{}/"])
@pytest.mark.parametrize("role", ["Communication", "Élu référent", None])
def test_only_the_budget_team_writes_processes(client, running, action, role):
    create_roles()
    user = User.objects.create_user("autre@ville.example", "secret")
    if role:
        user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    for method in (client.get, client.post):
        answer = method(LIST + action.format(running.pk))
        assert answer.status_code in (302, 403)
        assert answer.status_code == 403 or "/admin/" in answer["Location"]
    assert Process.objects.get().archived_at is None


def test_the_list_says_what_is_open_in_a_fixed_number_of_queries(officer, running, django_assert_max_num_queries):
    for number in range(12):
        make_process(f"Édition {number}", call=("2097-01-01 09:00", "2097-02-01 09:00"))
    with django_assert_max_num_queries(30):
        text = officer.get(LIST).content.decode()
    assert "Next: Call for ideas" in text
