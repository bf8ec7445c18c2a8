from django.core.management.base import BaseCommand

from participation.people.actions import create_roles
from participation.people.rules import ROLES


class Command(BaseCommand):
    help = "Make the groups of the participation team with their permissions. Safe to run again."

    def handle(self, **options):
        create_roles()
        self.stdout.write(", ".join(ROLES))
