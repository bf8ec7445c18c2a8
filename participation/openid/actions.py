"""The only code that writes identities: joined to an account, found, forgotten."""

from allauth.socialaccount.models import SocialAccount
from django.contrib.auth import get_user_model
from django.db import transaction

from ..people.actions import account_for
from ..people.forms import AskForm


class Shut(Exception):
    """The account of this identity has been closed."""


@transaction.atomic
def account_of(identity, language):
    """The account of an identity, or None where its address is not verified and nobody has joined it to one.

    Raises Shut. One account an address, as for a letter: a verified address is joined to the account it has.
    """
    account = (
        get_user_model()
        ._default_manager.filter(socialaccount__provider=identity.issuer, socialaccount__uid=identity.subject)
        .first()
    )
    if account is None and identity.email and (email := _spelled(identity.email)):
        account = account_for(email, language)
        if account.is_active:
            account = join(account, identity)
    if account is not None and not account.is_active:
        raise Shut
    return account


def join(account, identity):
    """Join an identity to an account. Returns the account that it opens: another's, if it was joined before."""
    kept, _made = SocialAccount.objects.get_or_create(
        provider=identity.issuer, uid=identity.subject, defaults={"user": account}
    )
    return kept.user


def forget(account, **kwargs):
    """Erase the identities of a person whose account is being erased."""
    SocialAccount.objects.filter(user=account).delete()


def _spelled(email):
    """An address as our own form accepts it, or empty."""
    form = AskForm({"email": email})
    return form.cleaned_data["email"] if form.is_valid() else ""
