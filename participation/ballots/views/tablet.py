"""The tablet of a voting place: it waits, opens the one ballot that the desk has called, and forgets."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from .. import actions
from .poll import PollView


GONE = 410


def leave_tablet(request, tablet, call):
    """Empty the tablet of this window: a new session key, and nothing of who has just voted, or stopped."""
    actions.finish(tablet, call)
    request.session.cycle_key()


class WaitingTablet(PollView):
    """What a tablet shows between two voters, and who is called to it. It asks again every few seconds."""

    def get(self, request, pk):
        if self.tablet is None:
            return self._elsewhere(request)
        person = self.elector if self.is_open else None
        return self.show("participation/ballots/tablet.html", name=self.tablet.name, person=person, waiting=not person)

    def post(self, request, pk):
        """Stop without voting; or, asked by the page itself, go on: whoever votes has just touched the screen."""
        if "stay" in request.POST:
            going_on = self.tablet and actions.stay(self.tablet, self.call, timezone.now())
            return HttpResponse(status=204 if going_on else GONE)
        if self.tablet:
            leave_tablet(request, self.tablet, self.call)
        return redirect("participation:tablet", pk)

    def _elsewhere(self, request):
        """A tablet of another poll goes back to it; one out of service is a window like any other."""
        found = actions.find_tablet(request.session[actions.TABLET]) if self.on_tablet else None
        if found:
            return redirect("participation:tablet", found.poll.vote_id)
        request.session.pop(actions.TABLET, None)
        return self.again()
