"""The roll as Belenios takes it, for a vote that asks for more than this box gives."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from .. import actions
from ..actions import Refused
from .screens import PollWork


SHOWN = 200


class ExportRoll(PollWork, TemplateView):
    """How many have an address, who has none; a button downloads the list, once more at each press."""

    screen = "roll"
    template_name = "participation/ballots/admin/roll_export.html"
    page_title = gettext_lazy("Export the roll for Belenios")

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm("participation.export_roll"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        try:
            addresses = actions.export_roll(self.poll, request.user)
        except Refused as refused:
            self.refuse(refused)
            return self.to("export")
        text = "".join(f"{address}\n" for address in addresses)
        response = HttpResponse(text, content_type="text/plain; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{_("voters")}-{self.poll.vote_id}.txt"'
        return response

    def get_context_data(self, **kwargs):
        found = actions.handed_over(self.poll)
        shown = {"addresses": len(found.addresses), "without": found.without[:SHOWN], "number": len(found.without)}
        return super().get_context_data(**shown, more=max(len(found.without) - SHOWN, 0), **kwargs)
