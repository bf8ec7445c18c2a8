import shutil
import socket
import time
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from municipal.demo import load, polls, town, versions
from municipal.home.models import HomePage


PAST = "/budget-participatif-precedent/"
RESULTS = f"{PAST}resultats-budget-participatif/"
ALREADY_THERE = {
    "same": "La ville est déjà là : ce qui a été changé est gardé (make demo-reset pour repartir de zéro).",
    "texts": "La ville est déjà là, avec les textes d’une version précédente. Ce qui a été changé est gardé ;\n"
    "make demo-reset en fait une neuve, avec les textes d’aujourd’hui.",
}
ALREADY_THERE["none"] = ALREADY_THERE["same"]  # a town in another database than SQLite


class Command(BaseCommand):
    help = "The demo town: make it if it is not there, say where to look, serve it."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--reset", action="store_true", help="Begin again: what was changed is lost.")
        parser.add_argument("--no-serve", action="store_true", help="Make the town, say where to look, stop.")

    def handle(self, port, reset, no_serve, **options):
        if not no_serve:
            self._refuse_taken(port)
        if reset:
            self._forget()
        found = self._look()
        self.say("Base de données…")
        call_command("migrate", verbosity=0, interactive=False)
        if unfinished():
            self.say("La ville d’ici n’était pas finie : en voici une neuve.")
            self._forget()
            call_command("migrate", verbosity=0, interactive=False)
        if load.is_loaded():
            self.say(ALREADY_THERE[found])
            town.listen_on(port)
        else:
            self._make(port)
        self._tell(port)
        if not no_serve:
            call_command("runserver", f"127.0.0.1:{port}", use_reloader=False)

    def _look(self):
        """What is there already. A town whose tables have changed since is put away: no migration catches it up."""
        if connection.vendor != "sqlite":
            return "none"  # its tables are its owner's
        found = versions.verdict(database())
        if found == "tables":
            connection.close()
            shelf = versions.set_aside(database(), Path(settings.MEDIA_ROOT))
            self.say("Une ville est là, mais ses tables sont d’une version précédente du logiciel.")
            self.say(f"Elle est rangée telle quelle dans {shelf} ; en voici une neuve.")
        return found

    def _make(self, port):
        begun = time.monotonic()
        if connection.vendor == "sqlite":
            versions.remember(database())
        load.load(port, self.say)
        load.print_pictures(self.say)
        call_command("update_index", verbosity=0)
        self.say(f"Orméval est prête ({time.monotonic() - begun:.0f} s).")

    def say(self, line):
        self.stdout.write(line)
        self.stdout.flush()

    def _code(self):
        """A code to vote with, drawn anew at each start, since only its digest is kept."""
        drawn = polls.fresh_code()
        return [f"    un code reçu     {drawn[1]}   (celui de {drawn[0]}, par la poste)"] if drawn else []

    def _refuse_taken(self, port):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError as error:
                raise CommandError(f"Le port {port} est déjà pris. Essayez : make demo PORT={port + 1}") from error

    def _forget(self):
        """Begin again with an empty database and no media. Only the demo's own SQLite file is ever deleted."""
        if connection.vendor != "sqlite":
            raise CommandError("demo --reset only forgets an SQLite town; drop a PostgreSQL database by hand.")
        connection.close()
        for path in versions.files_of(database()):
            path.unlink(missing_ok=True)
        shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)

    def _tell(self, port):
        here = f"http://127.0.0.1:{port}"
        lines = [
            "",
            f"  Le site            {here}/            (English: {here}/en/)",
            f"  La consultation    {here}/quais/",
            "  Le budget participatif en cours de vote, en ligne et sur papier",
            f"    l’édition        {here}/budget-participatif/",
            f"    les projets      {here}/budget-participatif/propositions/",
            f"    voter            {here}/budget-participatif/vote-budget-participatif/",
            *self._code(),
            "  L’édition précédente, scellée et dépouillée",
            f"    les projets      {here}{PAST}propositions/",
            f"    les résultats    {here}{RESULTS}",
            f"    autres règles    {here}{RESULTS}resultats/comparer/",
            f"    pas à pas        {here}{RESULTS}resultats/pas-a-pas/",
            f"    recompter        {here}/p/vote/1/verifier/",
            f"  La rédaction       {here}/admin/   (le scrutin : menu Participation, Votes)",
            f"  Se connecter       {here}/connexion/   avec n’importe quelle adresse",
            f"    son courriel     {here}/lettres/     (rien n’est envoyé)",
            "",
            f"  Comptes (mot de passe : {town.PASSWORD})",
            *(f"    {email:32} {role or note(email)}" for email, _first, _last, role in town.ACCOUNTS),
            "",
            "  Ctrl+C pour arrêter.",
            "",
        ]
        self.say("\n".join(lines))


def unfinished():
    """A town that was begun and interrupted: its pages are there, its vote is not open."""
    return HomePage.objects.exists() and not load.is_loaded()


def database():
    """The SQLite file of the town."""
    return Path(connection.settings_dict["NAME"])


def note(email):
    """Who an account without a role is."""
    return "Administration" if email.startswith("admin@") else "Visiteur (se connecte sur le site, pas à la rédaction)"
