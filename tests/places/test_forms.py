"""The desk of districts reads an outline in plain words."""

import json

import pytest

from participation.models import District


pytestmark = pytest.mark.django_db
NEW = "/admin/participation/districts/new/"
RING = [[0, 47], [0, 48], [1, 48], [1, 47], [0, 47]]


def sent(client, outline, address=NEW):
    data = {"name": "Le Port", "slug": "le-port", "residents": "", "position": "0", "outline": outline}
    return client.post(address, data)


@pytest.mark.parametrize("outline", ["", "  ", json.dumps({"type": "Polygon", "coordinates": [RING]})])
def test_an_outline_is_kept_or_may_be_missing(client, admin_user, outline):
    client.force_login(admin_user)
    assert sent(client, outline).status_code == 302
    kept = District.objects.get().outline
    assert kept == (json.loads(outline) if outline.strip() else None)


def test_a_feature_copied_whole_is_understood_and_shown_again(client, admin_user):
    client.force_login(admin_user)
    feature = {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [RING]}}
    assert sent(client, json.dumps(feature)).status_code == 302
    district = District.objects.get()
    assert district.outline["type"] == "Polygon"
    edit = f"/admin/participation/districts/edit/{district.pk}/"
    assert "[[[0, 47], [0, 48]" in client.get(edit).content.decode().replace("&quot;", '"')
    assert sent(client, json.dumps(district.outline), edit).status_code == 302


@pytest.mark.parametrize(
    ("outline", "code"),
    [
        ("[[10, 20]", "no-json"),
        ("9" * 5000, "no-json"),
        ("[" * 100_000, "no-json"),
        ("[[10, 20], [80, 25], [60, 90]]", "no-geometry"),
        ('{"type": "Point", "coordinates": [1, 2]}', "wrong-type"),
        (json.dumps({"type": "Polygon", "coordinates": [RING[:-1]]}), "not-closed"),
        (json.dumps({"type": "Polygon", "coordinates": [[[0, 470], *RING[1:-1], [0, 470]]]}), "out-of-range"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(client, admin_user, outline, code):
    client.force_login(admin_user)
    answer = sent(client, outline)
    assert answer.status_code == 200
    form = answer.context["form"]
    assert form["outline"].value() == outline
    (error,) = form.errors.as_data()["outline"]
    assert error.code == code and str(error.message)
    assert not District.objects.exists()
