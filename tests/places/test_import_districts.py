"""`manage.py import_districts`: a whole town of districts, or a sentence that names what is wrong."""

import gzip
import json

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from django.utils.translation import override
from engines import needs

from participation.models import District
from participation.places.models import drawing_of


pytestmark = pytest.mark.django_db
SQUARE = {"type": "Polygon", "coordinates": [[[0, 47], [0, 48], [1, 48], [1, 47], [0, 47]]]}


def feature(name="Le Port", geometry=SQUARE, **properties):
    return {"type": "Feature", "properties": {"nom": name, **properties}, "geometry": geometry}


@pytest.fixture(autouse=True)
def _in_english():
    with override("en"):
        yield


@pytest.fixture
def file(tmp_path):
    """Writes features and gives the path."""

    def write(*features, **collection):
        path = tmp_path / "districts.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": list(features), **collection}))
        return path

    return write


def run(path, **options):
    with translation.override("en"):
        call_command("import_districts", path, name="nom", **options)


def test_districts_are_made_then_updated_by_their_short_name(file, capsys):
    run(file(feature("Le Port", pop="3120"), feature("La Plaine", pop=2910.0)), residents="pop")
    assert "2 districts made, 0 updated" in capsys.readouterr().out
    port, plain = District.objects.order_by("position")
    assert (port.slug, port.residents, plain.slug, plain.residents) == ("le-port", 3120, "la-plaine", 2910)
    moved = {"type": "Polygon", "coordinates": [[[0, 47], [0, 49], [1, 49], [1, 47], [0, 47]]]}
    run(file(feature("Le port", moved), feature("Le Moulin")))
    assert "1 districts made, 1 updated" in capsys.readouterr().out
    port.refresh_from_db()
    assert (port.name, port.residents, port.outline) == ("Le port", 3120, moved)
    assert District.objects.count() == 3


def test_a_district_known_by_its_name_keeps_its_short_name(file):
    District.objects.create(name="Le Port", slug="port")
    run(file(feature("Le Port")))
    assert District.objects.get().slug == "port"


BAD = {
    "feature 2 (Le Moulin): The ring that begins at 0, 0": [
        feature(),
        feature("Le Moulin", {"type": "Polygon", "coordinates": [[[0, 0], [0, 1], [1, 1], [1, 0]]]}),
    ],
    "feature 1: It has no name there. Its properties: name, pop.": [
        {"type": "Feature", "properties": {"name": "Le Port", "pop": 1}, "geometry": SQUARE}
    ],
    "feature 2 (le port): It has the same short name as feature 1.": [feature(), feature("le port")],
    "feature 1 (Le Port): The outline of a district is a Polygon or a MultiPolygon, not “Point”.": [
        feature(geometry={"type": "Point", "coordinates": [0, 0]})
    ],
    "feature 1: This is no GeoJSON feature": [{"type": "Polygon"}],
    "feature 1 (★): Its name cannot be used": [feature("★")],
    "feature 1 (Le Port): “beaucoup” is no number of residents.": [feature(pop="beaucoup")],
    "feature 1 (Le Port): “nan” is no number of residents.": [feature(pop="nan")],
    "feature 1 (Le Port): This is no GeoJSON geometry.": [feature(geometry=None)],
}


@pytest.mark.parametrize(("said", "features"), BAD.items())
def test_one_bad_feature_is_named_and_nothing_is_written(file, said, features):
    options = {"residents": "pop"} if "residents" in said else {}
    with pytest.raises(CommandError) as refused:
        run(file(*features), **options)
    assert said in str(refused.value)
    assert not District.objects.exists()


def test_a_name_that_two_districts_would_share_is_refused(file):
    District.objects.create(name="Port", slug="le-port")
    District.objects.create(name="Le Port", slug="vieux-port")
    with pytest.raises(CommandError, match="Another district, “vieux-port”, has that name"):
        run(file(feature("Le Port")))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "this is not JSON"),
        (b"\xff\xfe\x00", "this is not JSON"),
        (b"[]", "no GeoJSON FeatureCollection"),
        (b'{"type": "FeatureCollection", "features": []}', "no GeoJSON FeatureCollection"),
        (gzip.compress(b"{}", mtime=0)[:-9], "end-of-stream"),
        (b"\x1f\x8bnonsense", "compression"),
        (b"[" * 100_000, "this is not JSON"),
    ],
)
def test_a_file_that_is_something_else_is_an_error_in_words(tmp_path, content, said):
    path = tmp_path / "districts.geojson"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=said):
        run(path)


def test_a_file_that_is_not_there_is_an_error_in_words(tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        run(tmp_path / "nowhere.geojson")


@needs("shared")
@pytest.mark.parametrize(
    ("file", "name", "number"),
    [
        ("rennes_12_quartiers.geojson", "nmquart", 12),
        ("marseille_arrondissements.geojson", "n", 16),
        ("paris_quartiers.geojson.gz", "l_qu", 80),
    ],
)
def test_real_towns_are_imported_twice_alike(shared, file, name, number):
    for _time in range(2):
        call_command("import_districts", shared / "data" / "geo" / file, name=name)
        assert District.objects.count() == number
    assert len(drawing_of(District.objects.for_lists()).zones) == number


def test_the_drawing_follows_a_change_and_asks_nothing_while_there_is_none(django_assert_num_queries):
    first = District.objects.create(name="Le Port", slug="le-port", outline=SQUARE)
    bare = District.objects.create(name="Le Moulin", slug="le-moulin")
    lost = District.objects.create(name="Perdu", slug="perdu", outline=[[10, 20], [80, 25], [60, 90]])
    districts = list(District.objects.for_lists())
    drawing = drawing_of(districts)
    assert [zone.key for zone in drawing.zones] == [first.pk]
    with django_assert_num_queries(0):
        assert drawing_of(districts) is drawing
    bare.outline = SQUARE
    bare.save()
    assert {zone.key for zone in drawing_of(District.objects.for_lists()).zones} == {first.pk, bare.pk}
    assert lost.pk not in {zone.key for zone in drawing_of(District.objects.for_lists()).zones}
