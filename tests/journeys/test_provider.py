"""The provider's button in a browser that keeps the town's policy: there, back, signed in, and the vote is near."""

import pytest
from engines import needs
from journeys import town as towns
from journeys.browser import follow
from openid.conftest import Provider, provider_process  # noqa: F401
from playwright.sync_api import expect


pytestmark = [needs("chromium"), pytest.mark.browser]


@pytest.fixture
def provider(provider_process, built, tmp_path, monkeypatch):  # noqa: F811
    """A town that knows this provider, and the provider that knows it."""
    told = {"ISSUER": provider_process, "CLIENT_ID": "town", "CLIENT_SECRET": "secret", "NAME": "FranceConnect"}
    for name, value in told.items():
        monkeypatch.setenv(f"OIDC_{name}", value)
    with towns.served(towns.copy(built, tmp_path / "town")) as address:
        found = Provider(provider_process, address)
        found.town = address
        yield found


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_the_button_leads_there_and_back_and_the_town_knows_who_it_is(people, provider, script):
    page = people.come(provider.town, "phone", cookies="their own", script=script)
    page.watch.forgive(provider.address)
    page.goto("/connexion/")
    follow(page.get_by_role("button", name="FranceConnect"))
    expect(page).to_have_url(f"{provider.town}/mon-compte/")
    expect(page.get_by_role("main")).to_contain_text("ines@ville.example")
    follow(page.get_by_role("banner").get_by_role("button", name="Se déconnecter"))
    expect(page.get_by_role("banner").get_by_role("link", name="Se connecter")).to_be_visible()
