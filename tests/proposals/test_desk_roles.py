"""Who may do what at the desk of proposals: every role, at every address, by GET and by POST."""

import pytest
from factories import call_page, make_process, make_proposal, make_theme, signed_in

from municipal.users.models import User
from participation.models import Proposal, ProposalPage, Resident, Theme
from participation.people.rules import ROLES
from participation.proposals import actions


pytestmark = pytest.mark.django_db

READERS = {"Modération", "Agent de service", "Élu référent", "Greffe du scrutin", "Auditeur"}
WRITERS = {"Communication", "Budget participatif"}
DESK = "/admin/participation/proposals/"
BULK = "/admin/bulk/participation/proposal/"
# {address: (who may ask for it, who may post to it)}; {} is the key of a row, [] that of a theme.
BOARD = {
    f"{DESK}": (READERS | WRITERS, None),
    f"{DESK}results/": (READERS | WRITERS, None),
    f"{DESK}?export=csv": (READERS | WRITERS, None),
    f"{DESK}?export=xlsx": (READERS | WRITERS, None),
    f"{DESK}inspect/{{}}/": (READERS | WRITERS, None),
    f"{DESK}history/{{}}/": (WRITERS, None),
    f"{DESK}usage/{{}}/": (WRITERS, None),
    f"{DESK}new/": ({"Budget participatif"}, {"Budget participatif"}),
    f"{DESK}edit/{{}}/": (WRITERS, WRITERS),
    f"{DESK}delete/{{}}/": ({"Budget participatif"}, {"Budget participatif"}),
    f"{BULK}change_status/?id={{}}": (WRITERS, WRITERS),
    f"{BULK}add_theme/?id={{}}": (WRITERS, WRITERS),
    f"{BULK}publish_as_page/?id={{}}": ({"Communication", "Agent de service"}, {"Communication", "Agent de service"}),
    f"{BULK}withdraw_page/?id={{}}": ({"Communication", "Agent de service"}, {"Communication", "Agent de service"}),
    "/admin/participation/themes/": (WRITERS, None),
    "/admin/participation/themes/new/": ({"Budget participatif"}, {"Budget participatif"}),
    "/admin/participation/themes/edit/[]/": (WRITERS, WRITERS),
    "/admin/participation/themes/delete/[]/": ({"Budget participatif"}, {"Budget participatif"}),
    "/admin/participation/choose-proposal/": (READERS | WRITERS, None),
    "/admin/participation/choose-proposal/results/": (READERS | WRITERS, None),
}
REFUSED = "/admin/"


@pytest.fixture
def row():
    process = make_process()
    call_page(process)
    return make_proposal(process)


def addresses(row):
    theme = make_theme()
    for address, who in BOARD.items():
        yield address.replace("{}", str(row.pk)).replace("[]", str(theme.pk)), *who


def stored():
    """Everything a visit could have changed."""
    return [list(model.objects.order_by("pk").values()) for model in (Proposal, Theme, ProposalPage)]


@pytest.mark.parametrize("role", ROLES)
def test_a_role_sees_its_own_screens_and_no_other(client, row, role):
    person = signed_in(client, role)
    seen = {}
    for address, readers, _writers in addresses(row):
        answer = person.get(address)
        seen[address] = (answer.status_code, answer.get("Location", ""))
        expected = (200, "") if role in readers else (302, REFUSED)
        assert seen[address] == expected, address


@pytest.mark.parametrize("role", ROLES)
def test_a_post_changes_something_only_for_who_may(client, row, role):
    person = signed_in(client, role)
    before = stored()
    for address, _readers, writers in addresses(row):
        if writers is None or role in writers:
            continue
        answer = person.post(address, {"status": "built", "title": "Autre", "name": "Autre", "theme": "1"})
        assert (answer.status_code, answer["Location"]) == (302, REFUSED), address
    assert stored()[::2] == before[::2] and Theme.objects.count() == 1
    for address in (DESK, f"{DESK}inspect/{row.pk}/"):  # screens to read take no post
        assert person.post(address).status_code in (302, 405)


@pytest.mark.parametrize("who", ["nobody", "a resident"])
def test_residents_and_visitors_see_the_door_only(client, row, who):
    if who == "a resident":
        account = User.objects.create_user("camille@ville.example", "secret")
        Resident.objects.create(account=account, display_name="Camille")
        client.force_login(account)
    before = stored()
    for address, _readers, _writers in addresses(row):
        for method in (client.get, client.post):
            answer = method(address)
            assert answer.status_code == 302 and answer["Location"].startswith("/admin/login/"), address
    assert stored()[0] == before[0] and not ProposalPage.objects.exists()


def test_what_each_writing_role_does_works(client, row):
    theme = make_theme()
    for role, action, data in (
        ("Communication", "change_status", {"status": "works", "note": "Depuis lundi"}),
        ("Budget participatif", "change_status", {"status": "built", "note": ""}),
        ("Communication", "add_theme", {"theme": theme.pk}),
        ("Communication", "publish_as_page", {}),
        ("Communication", "withdraw_page", {}),
    ):
        User.objects.all().delete()
        person = signed_in(client, role)
        answer = person.post(f"{BULK}{action}/?id={row.pk}&next={DESK}", data)
        assert answer["Location"] == DESK, (role, action)
    row.refresh_from_db()
    assert (row.status, row.themes.count()) == ("built", 1)
    assert not ProposalPage.objects.get().live


def test_the_menu_shows_the_desk_to_who_may_read_it(client, row):
    for role in ROLES:
        User.objects.all().delete()
        menu = signed_in(client, role).get("/admin/").content.decode()
        assert (f'"url": "{DESK}"' in menu) is (role in READERS | WRITERS), role
        assert ('"url": "/admin/participation/themes/"' in menu) is (role in WRITERS), role


def test_pages_are_made_where_the_person_may_write_and_nowhere_else(client, row):
    agent = signed_in(client, "Agent de service")
    agent.user.groups.get().page_permissions.all().delete()
    person = User.objects.get(pk=agent.user.pk)
    coming, skipped = actions.plan_pages([row], None, person)
    assert not coming and skipped[0].obstacle == actions.Obstacle.MAY_NOT_ADD
    assert actions.publish_as_page([row], None, person).skipped and not ProposalPage.objects.exists()
