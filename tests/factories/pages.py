from wagtail.models import Locale, Page, Site

from municipal.home.models import HomePage
from participation.models import (
    BudgetCallPage,
    ConsultationPage,
    NewsIndexPage,
    NewsPage,
    VoteCampaignPage,
)


def home_page():
    """The French home page of the one site; English exists as a language."""
    found = HomePage.objects.filter(locale__language_code="fr").first()
    if found:
        return found
    french, _made = Locale.objects.get_or_create(language_code="fr")
    Locale.objects.get_or_create(language_code="en")
    # A test that wrote for good before this one has emptied the tables, the root with them.
    root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root", locale=french)
    home = root.add_child(instance=HomePage(title="Accueil", slug="accueil", locale=french))
    Site.objects.all().delete()
    Site.objects.create(hostname="testserver", root_page=home, is_default_site=True)
    return home


def _published(parent, page):
    parent.add_child(instance=page)
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def consultation_page(process=None, title="Les quais", **fields):
    return _published(home_page(), ConsultationPage(title=title, process=process, **fields))


def call_page(process=None, title="Budget participatif", **fields):
    return _published(home_page(), BudgetCallPage(title=title, process=process, **fields))


def campaign_page(vote=None, title="Voter", parent=None, **fields):
    return _published(parent or home_page(), VoteCampaignPage(title=title, vote=vote, **fields))


def news_index(title="Actualités", **fields):
    found = NewsIndexPage.objects.first()
    return found or _published(home_page(), NewsIndexPage(title=title, **fields))


def news_page(title="Le verger", **fields):
    return _published(news_index(), NewsPage(title=title, **fields))
