"""What the history of a proposal says of each change."""

from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter

from ..models import Proposal


def _status(code):
    return str(dict(Proposal.Status.choices).get(code, code))


def _field(name):
    fields = {field.name: field for field in Proposal._meta.get_fields() if hasattr(field, "verbose_name")}
    return str(fields[name].verbose_name) if name in fields else name


def status_change(data):
    """`Status: under way → built`, from the data of a log entry; empty where it did not change."""
    change = data.get("status")
    if not change:
        return ""
    return _("Status: %(old)s → %(new)s") % {"old": _status(change["old"]), "new": _status(change["new"])}


class Edited(LogFormatter):
    """Which fields were changed, and the status from what to what."""

    label = gettext_lazy("Change of a proposal")  # “Edit” is a button of Wagtail's

    def format_message(self, log_entry):
        names = [_field(name) for name in log_entry.data.get("fields", ()) if name != "status"]
        changed = _("Changed: %(fields)s") % {"fields": get_text_list(names, _("and"))} if names else ""
        return ". ".join(filter(None, (status_change(log_entry.data), changed))) or _("Saved without a change")


class StatusChanged(LogFormatter):
    """The status from what to what, and the sentence residents read."""

    label = gettext_lazy("Change the status")

    def format_message(self, log_entry):
        return status_change(log_entry.data)

    def format_comment(self, log_entry):
        return log_entry.data.get("note", "")


class ThemeAdded(LogFormatter):
    """Which theme."""

    label = gettext_lazy("Add a theme")

    def format_message(self, log_entry):
        return _("Theme added: %(theme)s") % {"theme": log_entry.data.get("theme", "")}


class AboutAPage(LogFormatter):
    """What became of a page, with its title at that time."""

    said = ""

    def format_message(self, log_entry):
        return capfirst(self.said) % {"page": log_entry.data.get("title", "")}


class Published(AboutAPage):
    """The row was published as a page."""

    label = gettext_lazy("Publish as page")
    said = gettext_lazy("published as the page “%(page)s”")


class Drafted(AboutAPage):
    """A draft was made of the row."""

    label = gettext_lazy("Make a draft page")
    said = gettext_lazy("made into the draft page “%(page)s”")


class Withdrawn(AboutAPage):
    """The page was unpublished from the desk."""

    label = gettext_lazy("Withdraw the page")
    said = gettext_lazy("page “%(page)s” withdrawn, kept as a draft")


FORMATTERS = {
    "participation.edit_proposal": Edited,
    "participation.change_status": StatusChanged,
    "participation.add_theme": ThemeAdded,
    "participation.publish_as_page": Published,
    "participation.draft_page": Drafted,
    "participation.withdraw_page": Withdrawn,
}


def register_history(registry):
    """Tell Wagtail's log how each action on proposals is said."""
    for action, formatter in FORMATTERS.items():
        registry.register_action(action)(formatter)
