"""The role table, walked: who holds which permission, and nothing more."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from participation.people.actions import UnknownPermission, create_roles
from participation.people.rules import ROLES


pytestmark = pytest.mark.django_db


def test_every_role_of_the_town_is_made_and_holds_exactly_what_the_table_and_the_town_say(settings):
    also = settings.PARTICIPATION["ROLE_PERMISSIONS"]
    call_command("create_roles", verbosity=0)
    for role, own in ROLES.items():
        wanted = (*own, *also.get(role, ()))
        held = Group.objects.get(name=role).permissions.values_list("content_type__app_label", "codename")
        assert {f"{app}.{codename}" for app, codename in held} == set(wanted), role
    assert len(ROLES) == 8


def test_running_it_again_adds_nothing_and_takes_nothing_away():
    create_roles()
    extra = Permission.objects.get(codename="delete_place")
    Group.objects.get(name="Communication").permissions.add(extra)
    before = {group.name: group.permissions.count() for group in Group.objects.all()}
    create_roles()
    assert {group.name: group.permissions.count() for group in Group.objects.all()} == before


ON_VOTES = {
    "Budget participatif": {"view_vote", "add_vote", "change_vote", "delete_vote", "publish_result"},
    "Greffe du scrutin": {
        "view_vote",
        "add_vote",
        "change_vote",
        "delete_vote",
        "freeze_vote",
        "count_vote",
        "publish_result",
    },
    "Scrutateur": {"view_vote"},
    "Auditeur": {"view_vote"},
    "Élu référent": {"view_vote"},
}


def test_no_role_writes_ballots_results_or_imports_and_few_do_anything_with_a_vote():
    votes = {name for role in ON_VOTES.values() for name in role}
    closed = ("ballot", "result", "election", "importedvoter", "comparison", "option", "vote")
    for role, wanted in ROLES.items():
        named = {name.removeprefix("participation.") for name in wanted if any(word in name for word in closed)}
        assert named == ON_VOTES.get(role, set()), role
    rows = ("sealedballot", "electionimport", "importedvoter", "comparison", "option", "proposaloption")
    on_rows = Permission.objects.filter(content_type__app_label="participation", content_type__model__in=rows)
    assert not votes & set(on_rows.values_list("codename", flat=True)), "acts on a vote, never on its ballots"


def test_a_permission_that_nobody_declares_is_an_error_that_names_it(monkeypatch):
    monkeypatch.setitem(ROLES, "Communication", ("participation.paint_town",))
    with pytest.raises(UnknownPermission, match="participation.paint_town"):
        create_roles()


ON_POLLS = {
    "Greffe du scrutin": {"view_poll", "add_poll", "change_poll", "hold_poll", "seal_poll"},
    **dict.fromkeys(("Budget participatif", "Scrutateur", "Auditeur", "Élu référent"), {"view_poll"}),
}
READ_THE_JOURNAL = {"Greffe du scrutin", "Auditeur"}


def test_the_clerk_alone_holds_polls_and_few_read_the_journal():
    """Whoever helps with one vote has a duty in it, and no permission of a role (ballots/rules/duties.py)."""
    for role, wanted in ROLES.items():
        named = {name.removeprefix("participation.") for name in wanted}
        assert {name for name in named if name.endswith("_poll")} == ON_POLLS.get(role, set()), role
        assert ("view_journalentry" in named) == (role in READ_THE_JOURNAL), role
