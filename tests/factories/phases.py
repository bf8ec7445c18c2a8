from datetime import datetime
from zoneinfo import ZoneInfo

from participation.models import Phase, Process


PARIS = ZoneInfo("Europe/Paris")


def moment(text):
    """`2026-10-18 23:59` in Paris."""
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


def make_process(name="Budget participatif 2026", kind="budget", **phases):
    """A process; `call=("2026-03-01 09:00", "2026-04-12 23:59")` gives it a phase, None for an unknown date."""
    process = Process.objects.create(name=name, kind=kind)
    for place, (phase, dates) in enumerate(phases.items()):
        opens, closes = (date and moment(date) for date in dates)
        Phase.objects.create(process=process, kind=phase, opens=opens, closes=closes, sort_order=place)
    return process
