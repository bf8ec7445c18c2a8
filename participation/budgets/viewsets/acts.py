"""The acts on a vote, as its history tells them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.log_actions import LogFormatter


def register_acts(registry):
    """For the hook `register_log_actions`."""

    @registry.register_action("participation.vote.choose")
    class Choose(LogFormatter):
        label = gettext_lazy("Choose the projects of a vote")

        def format_message(self, entry):
            number = entry.data.get("options", 0)
            return ngettext("Chose %(number)s project", "Chose %(number)s projects", number) % {"number": number}

    @registry.register_action("participation.vote.freeze")
    class Freeze(LogFormatter):
        label = gettext_lazy("Freeze the list of a vote")

        def format_message(self, entry):
            return _("Froze the list, fingerprint %(mark)s…") % {"mark": entry.data.get("fingerprint", "")[:16]}

    @registry.register_action("participation.vote.unfreeze")
    class Unfreeze(LogFormatter):
        label = gettext_lazy("Unfreeze the list of a vote")

        def format_message(self, entry):
            return _("Made it a draft again: “%(reason)s”") % {"reason": entry.data.get("reason", "")}

    @registry.register_action("participation.vote.count")
    class Count(LogFormatter):
        label = gettext_lazy("Count a vote")

        def format_message(self, entry):
            number = entry.data.get("ballots", 0)
            return ngettext("Counted %(number)s ballot", "Counted %(number)s ballots", number) % {"number": number}

    registry.register_action(
        "participation.vote.publish", gettext_lazy("Publish a result"), gettext_lazy("Published the result")
    )
    registry.register_action(
        "participation.vote.compare", gettext_lazy("Compare the rules"), gettext_lazy("Had the rules compared")
    )
