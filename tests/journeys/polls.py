"""What happens behind the desk of a poll: a vote to hold, a roll to import, the hours that pass."""

from datetime import date, timedelta


LATER = f"{date.today() + timedelta(days=3)} 18:00"
NAME = "Budget des écoles du bord de l’eau"
OFFICERS = ("greffe", "scrutateur", "budget")
# They read the editor in English here, so that the journey says the messages as they are in the code.
SET_UP = f"""
from datetime import timedelta
from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.users.models import UserProfile
from municipal.users.models import User
from participation.budgets.actions import choose_proposals, freeze_list, read_draft
from participation.models import Envelope, Phase, Process, Proposal, Vote
for name in {OFFICERS}:
    officer = User.objects.get(email=f"{{name}}@ormeval.example")
    UserProfile.objects.update_or_create(user=officer, defaults=dict(preferred_language="en"))
User.objects.get(email="scrutateur@ormeval.example").groups.add(Group.objects.get(name="Greffe du scrutin"))
now, day = timezone.now(), timedelta(days=1)
process = Process.objects.create(kind="budget", name="{NAME}")
Phase.objects.create(process=process, kind="vote", opens=now + day, closes=now + 9 * day, sort_order=0)
Phase.objects.create(process=process, kind="results", opens=now + 10 * day, sort_order=1)
Envelope.objects.create(process=process, cents=25_000_00, year=2027)
for number, title in enumerate(("Des arbres dans la cour", "Un abri à vélos", "Une fontaine"), 1):
    Proposal.objects.create(process=process, number=number, title=title, cost=10_000_00, status="admitted")
vote = Vote.objects.create(process=process, title=process.name, question="Que faut-il construire ?", rule="greedy")
choose_proposals(vote, dict.fromkeys(process.proposals.values_list("pk", flat=True)), by=None)
_pairs, mark, found = read_draft(vote, now)
freeze_list(vote, read=mark, accepted={{each.code for each in found}}, by=None, now=now)
print("vote", vote.pk)
"""
MOVE = f"""
from datetime import timedelta
from django.utils import timezone
from participation.models import Phase, Poll
now = timezone.now().replace(microsecond=0)
poll = Poll.objects.get(vote__title="{NAME}", vote__rehearsal_of=None)
opens, closes = now - timedelta(days=2), now + timedelta(seconds=SECONDS)
Poll.objects.filter(pk=poll.pk).update(opens_at=opens, closes_at=closes)
phases = Phase.objects.filter(process=poll.vote.process)
phases.filter(kind="vote").update(opens=opens, closes=closes)
phases.filter(kind="results").update(opens=closes + (timedelta(seconds=1) if SECONDS < 0 else timedelta(days=9)))
"""
ROLL = """numéro;nom;prénom;adresse;année de naissance
1;Marchand-Delacroix de la Villardière;Marie-Antoinette;3 quai du Port, 72999 Orméval;1961
2;Benali;Samir;8 rue des Joncs, 72999 Orméval;1984
3;Ferrand;Jeanne;12 rue du Lavoir, 72999 Orméval;1990
4;Ferrand;Tom;12 rue du Lavoir, 72999 Orméval;2024
"""
