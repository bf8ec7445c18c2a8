"""Run by `manage.py shell`: what a reader may meet in a town, but not in the demo's."""

from datetime import timedelta

from django.utils import timezone, translation

from municipal.home.models import HomePage, StandardPage
from municipal.media.models import TownDocument, TownImage
from participation.models import Envelope, Phase, Process, Proposal, ProposalPage, Vote
from participation.votes.actions import add_options, count_vote, publish_result, seal_imported_ballots


now, day = timezone.now(), timedelta(days=1)
PROJECTS = ("Une halle à vélos", "Des bancs à l’ombre", "Repeindre le préau")
FILM = "https://player.vimeo.com/video/1"
EVERY_BLOCK = [
    ("heading", "Un titre"),
    ("text", "<p>Du texte <b>gras</b>, <a href='/contact/'>un lien</a>.</p><h3>Petit</h3><ul><li>Un point</li></ul>"),
    ("quote", {"text": "Il manquait un endroit où ne rien acheter.", "source": "Une habitante du Port"}),
    ("notice", {"tone": "info", "title": "La mairie est fermée vendredi.", "text": "<p>Elle rouvre samedi.</p>"}),
    ("notice", {"tone": "good", "title": "Le pont est rouvert.", "text": ""}),
    ("notice", {"tone": "warn", "title": "La réunion change de salle.", "text": "<p>Salle du Port.</p>"}),
    ("documents", {"heading": "À télécharger", "documents": [TownDocument.objects.first()]}),
    ("facts", [{"label": "Où", "value": "<p>Salle du Port</p>"}, {"label": "Quand", "value": "<p>Samedi</p>"}]),
    ("film", {"title": "La visite du quai", "address": FILM, "transcript": "<p>On marche.</p>"}),
]


def empty_process():
    """`/p/<id>/` without a page: a budget whose call is open, moved once."""
    process = Process.objects.create(kind="budget", name="Budget des écoles")
    process.changes.create(
        kind="call",
        closed=now + day,
        closes=now + 9 * day,
        reason="La salle était fermée.",
        changed_by="",
        changed_at=now,
    )
    Phase.objects.create(process=process, kind="call", opens=now - day, closes=now + 9 * day, sort_order=0)
    Phase.objects.create(process=process, kind="vote", sort_order=1)
    Proposal.objects.create(
        process=process, number=1, title=PROJECTS[0], text="Vingt places.\n\nÀ l’abri.", cost=500_000
    )


def empty_vote():
    """`/p/vote/<id>/` without a page: two envelopes, a tie, a project nobody chose."""
    process = Process.objects.create(kind="budget", name="Budget des quartiers")
    Phase.objects.create(process=process, kind="vote", opens=now - 9 * day, closes=now - 2 * day, sort_order=0)
    Phase.objects.create(process=process, kind="results", opens=now - day, sort_order=1)
    vote = Vote.objects.create(process=process, title="Vote des quartiers", question="Que faut-il construire ?")
    for place, name in enumerate(("Le Port", "La Plaine")):
        envelope = Envelope.objects.create(process=process, name=name, cents=900_000, year=now.year, sort_order=place)
        add_options(
            vote, ((f"{place}{number}", title, 500_000, None, envelope) for number, title in enumerate(PROJECTS))
        )
    seal_imported_ballots(vote, ((ballot, {}) for ballot in (("00", "01", "10"), ("00", "10"), ("01", "11"))))
    publish_result(vote, count_vote(vote, now))


def every_block():
    """A page with each block of a body, and a title of 140 letters."""
    picture = ("picture", {"picture": TownImage.objects.first(), "caption": "Un dessin de la ville"})
    title = (
        "Tous les blocs d’une page, sous un titre que personne n’a pris le temps de raccourcir "
        "avant de le publier sur le site de la ville d’Orméval, hier"
    )
    page = StandardPage(title=title, slug="tous-les-blocs", lead="Pour les essais.", body=[*EVERY_BLOCK, picture])
    HomePage.objects.get(locale__language_code="fr").add_child(instance=page)
    page.save_revision().publish()


def chained_proposal():
    """Steps on a proposal's page: done and to come."""
    page = ProposalPage.objects.filter(locale__language_code="fr").first()
    page.steps = [
        ("step", {"name": "Vote", "date": "12 novembre", "text": "<p>608 voix.</p>", "done": True}),
        ("step", {"name": "Travaux", "date": "", "text": "", "done": False}),
    ]
    page.save_revision().publish()


with translation.override("fr"):
    empty_process()
    empty_vote()
    every_block()
    chained_proposal()
