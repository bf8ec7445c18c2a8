"""The list of an edition's proposals."""

import pytest
from factories import call_page, make_process, make_proposals


pytestmark = pytest.mark.django_db


def test_smoke(client):
    process = make_process(call=("2026-03-01 09:00", "2099-04-12 23:59"))
    page = call_page(process)
    make_proposals(process, *[f"Banc {n}" for n in range(45)])
    a = client.get(page.get_url() + "propositions/")
    print(a.status_code, a.content.decode())
    row = process.proposals.first()
    b = client.get(page.address_of(row))
    print(b.status_code, b.content.decode())
    c = client.get(page.get_url() + "propositions/carte/")
    print(c.status_code, c.content.decode())
    assert 0
