"""What joins a vote and the proposals it is about."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..proposals.models import Proposal
from ..votes.models import Option


class ProposalOption(models.Model):
    """The proposal that an option of a vote stands for."""

    option = models.OneToOneField(Option, on_delete=models.CASCADE, related_name="proposal_link")
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="option_links")

    # Copied from the published result, so that a list of proposals can be sorted and filtered by it.
    score = models.PositiveBigIntegerField(_("score"), null=True, blank=True, editable=False)
    rank = models.PositiveIntegerField(_("rank"), null=True, blank=True, editable=False)
    selected = models.BooleanField(_("selected"), null=True, blank=True, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("proposal in a vote")
        verbose_name_plural = _("proposals in a vote")

    def __str__(self):
        return str(self.proposal_id)
