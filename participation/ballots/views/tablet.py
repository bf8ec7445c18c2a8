"""The tablet of a voting place: it waits, opens the one ballot that the desk has called, and forgets."""

from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property

from .. import actions
from .poll import PollView


def leave_tablet(request, poll):
    """Empty the tablet of this window: a new session key, and nothing of who has just voted."""
    if tablet := actions.find_tablet(request.session[actions.TABLET], poll):
        actions.finish(tablet)
    request.session.cycle_key()


class WaitingTablet(PollView):
    """What a tablet shows between two voters, and who is called to it. It asks again every few seconds."""

    @cached_property
    def called(self):
        """The tablet of this window, or None."""
        key = self.request.session.get(actions.TABLET)
        return actions.find_tablet(key, self.poll) if key else None

    def get(self, request, pk):
        if self.called is None:
            request.session.pop(actions.TABLET, None)
            return self.again()
        person = actions.take_turn(self.called, timezone.now()) if self.is_open else None
        return self.show("participation/ballots/tablet.html", name=self.called.name, person=person, waiting=not person)

    def post(self, request, pk):
        """Stop without voting."""
        if actions.TABLET in request.session:
            leave_tablet(request, self.poll)
        return redirect("participation:tablet", pk)
