"""A page that was published stays published, whatever draft of it was still on its way."""

import pytest
from django.urls import reverse
from factories import home_page, news_page, signed_in
from wagtail import hooks
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, streamfield

from participation.models import NewsPage


pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    """News that nobody can read yet."""
    page = news_page(title="La fontaine")
    page.unpublish()
    return NewsPage.objects.get(pk=page.pk)


def published(page):
    return NewsPage.objects.filter(pk=page.pk, live=True).exists()


def test_a_draft_kept_while_somebody_presses_publish_does_not_take_the_page_down(client, draft):
    fields = {"title": "La fontaine coule", "slug": draft.slug, "lead": "", "date": "2026-11-20", "taggings": ""}
    blocks = {"picture": streamfield([]), "body": streamfield([])}
    form = nested_form_data(fields | blocks | {"comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0})

    def publish(request, page):
        Page.objects.get(pk=page.pk).specific.save_revision().publish()

    client = signed_in(client, "Communication")
    with hooks.register_temporarily("before_edit_page", publish):
        answer = client.post(
            reverse("wagtailadmin_pages:edit", args=[draft.pk]), form, headers={"accept": "application/json"}
        )
    assert answer.status_code == 200 and answer.json()["success"], answer.content
    page = NewsPage.objects.get(pk=draft.pk)
    assert (
        page.live
        and page.title == "La fontaine"
        and page.first_published_at
        and client.get(page.url).status_code == 200
    )
    assert page.get_latest_revision_as_object().title == "La fontaine coule"


def test_an_old_copy_of_a_draft_changes_nothing_of_what_was_published_since(draft):
    old = draft.get_latest_revision_as_object()
    draft.save_revision().publish()
    old.title = "Autre chose"
    old.save()
    assert published(draft) and NewsPage.objects.get(pk=draft.pk).title == "La fontaine"


@pytest.mark.parametrize("read", ["row", "refreshed", "latest", "revision", "older"])
def test_taking_a_page_down_still_takes_it_down(draft, read):
    draft.save_revision().publish()
    found = NewsPage.objects.get(pk=draft.pk)
    older = NewsPage.objects.get(pk=draft.pk)
    found.save_revision().publish()
    found.refresh_from_db()
    draft.refresh_from_db()
    copies = {
        "older": older,
        "row": found,
        "refreshed": draft,
        "latest": found.get_latest_revision_as_object(),
        "revision": found.revisions.first().as_object(),
    }
    copies[read].unpublish()
    assert not published(draft)


def test_a_draft_is_kept_as_ever(draft):
    draft.title = "Le lavoir"
    draft.save()
    assert NewsPage.objects.get(pk=draft.pk).title == "Le lavoir" and not published(draft)
    assert home_page().live
