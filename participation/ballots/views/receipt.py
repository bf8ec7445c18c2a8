"""Is my ballot there?"""

from ...votes.models import SealedBallot
from .. import rules
from ..forms import ReceiptForm
from ..models import OpenBallot
from .poll import PollView


class CheckReceipt(PollView):
    """Is my ballot there? Asked by POST, so that no address ever holds a code."""

    def get(self, request, pk):
        return self.show("participation/ballots/receipt.html", form=ReceiptForm())

    def post(self, request, pk):
        form = ReceiptForm(request.POST)
        if not form.is_valid():
            return self.show("participation/ballots/receipt.html", status=422, form=form)
        digest = rules.digest_of(self.poll.salt, form.cleaned_data["code"], form.cleaned_data["word"])
        if self.poll.sealed_at:
            found = SealedBallot.objects.filter(vote=self.poll.vote_id, receipt=digest).first()
        else:
            found = OpenBallot.objects.holds(self.poll, digest)
        return self.show("participation/ballots/receipt.html", form=form, asked=True, found=found, digest=digest)
