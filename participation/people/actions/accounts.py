"""One account an address, and the person behind it: made, changed, erased."""

from uuid import uuid4

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.db import transaction
from wagtail.models import ModelLogEntry

from ...events.actions import append
from ...mailbox import ERASED, one_spelling
from ...signals import erasing_account
from ..models import Resident, SignInRequest


def email_of(account):
    """The address of an account, in its one spelling."""
    return one_spelling(getattr(account, account.get_email_field_name(), "") or account.get_username())


def account_of(email):
    """The account of an address, or None. One that staff made under another name is found by its address."""
    email = one_spelling(email)
    accounts = get_user_model()._default_manager
    name, field = get_user_model().USERNAME_FIELD, get_user_model().get_email_field_name()
    account = accounts.filter(**{name: email}).first()
    if account is None:  # a database may hold a dotless i for an i: the spelling decides
        alike = accounts.filter(**{f"{field}__iexact": email}).order_by("pk")
        account = next((each for each in alike if one_spelling(getattr(each, field)) == email), None)
    return account


def account_for(email, language=""):
    """The account of an address, made if there is none. Ask for it only once the person has opened the mailbox.

    The host's account model keeps it single: by its unique name, which is the address.
    """
    account = account_of(email)
    if account is None:
        email, accounts = one_spelling(email), get_user_model()._default_manager
        name, field = get_user_model().USERNAME_FIELD, get_user_model().get_email_field_name()
        defaults = {field: email, "password": make_password(None)}
        defaults.pop(name, None)
        account, _made = accounts.get_or_create(**{name: email}, defaults=defaults)
    resident_of(account, language)
    return account


def resident_of(account, language=""):
    """The resident that an account is, made if there is none. The name stays empty until the person gives one."""
    return Resident.objects.get_or_create(account=account, defaults={"language": language})[0]


@transaction.atomic
def change_resident(account, *, display_name, district, language):
    """Keep what a person says of themselves."""
    resident = resident_of(account)
    resident.display_name, resident.district, resident.language = display_name, district, language
    resident.save()


@transaction.atomic
def set_password(account, password):
    """Give an account a password. A letter tells its owner."""
    account.set_password(password)
    account.save(update_fields=["password"])
    tell_of_password(account)


@transaction.atomic
def tell_of_password(account):
    """Write to the owner of an account that its password was changed, by whomever."""
    append("password-set", account=account.pk)


def enters_the_editor(account):
    """May this account write in Wagtail's editor? Then its password is a colleague's key, and staff look after it."""
    return account.has_perm("wagtailadmin.access_admin")


@transaction.atomic
def forget(account):
    """Remove what identifies a person beside their account, in every room. The account itself is emptied or deleted
    in the same transaction: nobody deletes one without this (tasks.py)."""
    email = email_of(account)
    erasing_account.send(sender=get_user_model(), account=account, email=email)
    SignInRequest.objects.filter(email=email).delete()
    Resident.objects.filter(account=account).update(display_name="", district=None, language="")
    ModelLogEntry.objects.for_instance(account).update(label=str(account.pk))  # the editor's history names accounts


@transaction.atomic
def erase(account):
    """Remove all that identifies a person. The account stays, empty and shut, so that no published count changes."""
    forget(account)
    fields = {field.name for field in account._meta.get_fields()}
    for name in {account.get_email_field_name(), "first_name", "last_name"} & fields:
        setattr(account, name, "")
    setattr(account, account.USERNAME_FIELD, f"{uuid4().hex}@{ERASED}")
    account.is_active, account.last_login = False, None
    for name in {"is_staff", "is_superuser"} & fields:
        setattr(account, name, False)
    account.set_unusable_password()
    account.save()
    for relation in {"groups", "user_permissions"} & fields:
        getattr(account, relation).clear()
