import gzip
import json
import zlib
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from participation.places.actions import BadFeature, import_districts
from participation.places.forms import sentence


class Command(BaseCommand):
    help = "Make or update the town's districts from a GeoJSON file (.geojson or .geojson.gz): all of them, or none."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--name", required=True, metavar="PROPERTY", help="The property that holds the name.")
        parser.add_argument("--residents", metavar="PROPERTY", help="The property that holds how many live there.")

    def handle(self, file, name, residents, **options):
        try:
            made, updated = import_districts(self._features(file), name=name, residents=residents)
        except BadFeature as bad:
            named = f" ({bad.name})" if bad.name else ""
            raise CommandError(f"{file}: feature {bad.place}{named}: {sentence(bad.refusal)}") from bad
        self.stdout.write(f"{made} districts made, {updated} updated.")

    def _features(self, file):
        """What the file holds, or a sentence about what it is instead."""
        try:
            text = file.read_bytes()
            found = json.loads(gzip.decompress(text) if text[:2] == b"\x1f\x8b" else text)
        except (OSError, EOFError, zlib.error) as error:
            raise CommandError(f"{file}: {getattr(error, 'strerror', None) or error}") from error
        except (ValueError, RecursionError) as error:
            raise CommandError(f"{file}: this is not JSON ({error}).") from error
        features = found.get("features") if isinstance(found, dict) else None
        if not isinstance(features, list) or not features:
            raise CommandError(f"{file}: this is no GeoJSON FeatureCollection with features.")
        return features
