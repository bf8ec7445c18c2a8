"""Making the roles."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from ...conf import setting
from ..rules import PAGES, ROLES


class UnknownPermission(LookupError):
    """The table names a permission that no installed app declares."""


@transaction.atomic
def create_roles():
    """Make every role's group and give it what the table and the host say. Again, it adds and takes nothing away.

    Raises UnknownPermission for a permission that no installed app declares.
    """
    hosts = setting("ROLE_PERMISSIONS")
    for role in dict.fromkeys((*ROLES, *hosts)):
        group, _created = Group.objects.get_or_create(name=role)
        group.permissions.add(*[_permission(name) for name in (*ROLES.get(role, ()), *hosts.get(role, ()))])
        if role in PAGES:
            _let_write(group, PAGES[role])


def _permission(name):
    app, codename = name.split(".")
    try:
        return Permission.objects.get(content_type__app_label=app, codename=codename)
    except Permission.DoesNotExist as missing:
        raise UnknownPermission(f"{name}: no installed app declares this permission.") from missing


def _let_write(group, verbs):
    """Pages everywhere under the root by these verbs; pictures and documents: add, change, choose."""
    root = Page.get_first_root_node()
    for verb in verbs:
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=f"{verb}_page")
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
    collections = Collection.get_first_root_node()
    # Wagtail asks for the permissions of its own two models, whatever models the host keeps files in.
    media = Permission.objects.filter(
        content_type__app_label__in=("wagtailimages", "wagtaildocs"),
        codename__regex=r"^(add|change|choose)_(image|document)$",
    )
    for permission in media:
        GroupCollectionPermission.objects.get_or_create(group=group, collection=collections, permission=permission)
