"""Accounts in Wagtail's own list of users: a password given there is told, and what a deletion does is said before.

Who deleted is in the history. What is erased, and that nobody votes twice, hangs on no screen: see tasks.py.
"""

from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.log_actions import log
from wagtail.users.views.bulk_actions.delete import DeleteBulkAction

from .actions import tell_of_password


WHAT_STAYS = _(
    "Deleting an account erases its person: name, address, district, e-mails. What they proposed stays, without a "
    "name. If they have voted in a vote that is not over, their ballot stays in the box and counts; whoever comes back "
    "with the same address finds that ballot, and gets no second one. Backups made before still hold the account."
)


def after_editing(request, user):
    """For `after_edit_user`: whoever is given another password by a colleague reads so in a letter."""
    if request.POST.get("password1"):
        tell_of_password(user)


def before_deleting(request, user):
    """For `before_delete_user`: said on the page that asks."""
    if request.method != "POST":
        messages.warning(request, WHAT_STAYS)


class DeleteAccounts(DeleteBulkAction):
    """Wagtail's own deletion of several accounts, which says no more than that and leaves no trace of who did it."""

    def get(self, request, *args, **kwargs):
        messages.warning(request, WHAT_STAYS)
        return super().get(request, *args, **kwargs)

    def get_execution_context(self):
        return super().get_execution_context() | {"user": self.request.user}

    @classmethod
    def execute_action(cls, objects, user=None, **kwargs):
        for account in objects:
            log(account, "wagtail.delete", user=user, deleted=True)
        return super().execute_action(objects, **kwargs)
