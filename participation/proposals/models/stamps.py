"""Has anything changed of what the lists of a process show? One line that says so, found with the process itself."""

from django.db import models

from ...places.models import District
from .rows import Proposal
from .themes import Theme


def with_stamp(processes):
    """Processes with what tells, in the same query, whether anything has changed of what their lists show."""

    def last(rows, moment):
        return models.Subquery(rows.order_by(f"-{moment}").values(moment)[:1])

    def number(rows):
        return models.Subquery(rows.order_by().values(one=models.Value(1)).annotate(n=models.Count("*")).values("n"))

    own = Proposal.objects.filter(process=models.OuterRef("pk"))
    return processes.annotate(
        last_proposal=last(own, "updated_at"),
        proposal_number=number(own),
        last_district=last(District.objects, "changed_at"),
        district_number=number(District.objects),
        last_theme=last(Theme.objects, "changed_at"),
        theme_number=number(Theme.objects),
    )


def stamp_of(process):
    """One line that changes whenever a list of the process may; of a process found `with_stamp`."""
    parts = (
        "pk",
        *("last_proposal", "proposal_number", "last_district", "district_number", "last_theme", "theme_number"),
    )
    return ":".join(str(getattr(process, part)) for part in parts)
