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


def test_no_role_can_touch_ballots_results_or_imports():
    closed = ("ballot", "result", "election", "importedvoter", "vote")
    for role, wanted in ROLES.items():
        assert not [name for name in wanted if any(word in name for word in closed)], role


def test_a_permission_that_nobody_declares_is_an_error_that_names_it(monkeypatch):
    monkeypatch.setitem(ROLES, "Communication", ("participation.paint_town",))
    with pytest.raises(UnknownPermission, match="participation.paint_town"):
        create_roles()
