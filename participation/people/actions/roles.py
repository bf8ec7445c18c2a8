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
    known = {f"{each.content_type.app_label}.{each.codename}": each for each in _permissions()}
    for role in dict.fromkeys((*ROLES, *hosts)):
        group, _created = Group.objects.get_or_create(name=role)
        names = (*ROLES.get(role, ()), *hosts.get(role, ()))
        if missing := [name for name in names if name not in known]:
            raise UnknownPermission(f"{missing[0]}: no installed app declares this permission.")
        group.permissions.add(*[known[name] for name in names])
        if role in PAGES:
            _let_write(group, [known[f"wagtailcore.{verb}_page"] for verb in PAGES[role]], known)


def _permissions():
    return Permission.objects.select_related("content_type")


# Wagtail asks for the permissions of its own two models, whatever models the host keeps files in.
MEDIA = [
    f"wagtail{app}.{verb}_{model}"
    for app, model in (("images", "image"), ("docs", "document"))
    for verb in ("add", "change", "choose")
]


def _let_write(group, pages, known):
    """Pages everywhere under the root by these permissions; pictures and documents: add, change, choose."""
    root, collections = Page.get_first_root_node(), Collection.get_first_root_node()
    GroupPagePermission.objects.bulk_create(
        [GroupPagePermission(group=group, page=root, permission=each) for each in pages], ignore_conflicts=True
    )
    GroupCollectionPermission.objects.bulk_create(
        [GroupCollectionPermission(group=group, collection=collections, permission=known[name]) for name in MEDIA],
        ignore_conflicts=True,
    )
