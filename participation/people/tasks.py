"""What happens here when something happens elsewhere."""

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models.signals import pre_delete

from . import actions


def forget_deleted(instance, **kwargs):
    """An account is being deleted, by any door. Its rooms forget first, in that transaction, and nobody votes twice."""
    actions.forget(instance)


ACCOUNT = get_user_model()._meta.concrete_model
for model in apps.get_models():  # the account model under each of its names: a proxy sends signals of its own
    if model._meta.concrete_model is ACCOUNT:
        pre_delete.connect(forget_deleted, sender=model)
