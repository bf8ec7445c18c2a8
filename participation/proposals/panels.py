"""What the editor of a proposal's page shows of the row behind it."""

from django.urls import NoReverseMatch, reverse
from wagtail.admin.panels import Panel


class ProposalFactsPanel(Panel):
    """The row's own facts as they stand now, with the way to change them: the page keeps none of them."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "participation/proposals/admin/facts_panel.html"

        def is_shown(self):
            return super().is_shown() and self.instance.proposal is not None

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            return context | {"proposal": self.instance.proposal, "edit_url": self._edit_url()}

        def _edit_url(self):
            if not self.request or not self.request.user.has_perm("participation.change_proposal"):
                return None
            try:
                return reverse("participation_proposal:edit", args=[self.instance.proposal.pk])
            except NoReverseMatch:
                return None
