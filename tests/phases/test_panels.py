"""What a page's editor shows of its process: dates, what is open, what to mind, the way to change it."""

import pytest
from django.contrib.auth.models import Group
from factories import call_page, make_process
from wagtail.users.models import UserProfile

from municipal.users.models import User
from participation.people.actions import create_roles


pytestmark = pytest.mark.django_db


def signed_in(client, *roles):
    create_roles()
    user = User.objects.create_user("agent@ville.example", "secret")
    user.groups.set(Group.objects.filter(name__in=roles))
    UserProfile.objects.create(user=user, preferred_language="en")
    client.force_login(user)
    return client


def editor(client, page):
    answer = client.get(f"/admin/pages/{page.pk}/edit/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_summary_says_what_is_open_and_warns_of_past_and_missing_dates(client):
    page = call_page(make_process(call=("2020-01-01 09:00", "2020-02-01 09:00"), vote=("2098-01-01 09:00", None)))
    text = editor(signed_in(client, "Communication"), page)
    assert "“Call for ideas” has been over since" in text
    assert "“Vote” has no closing: it will not open." in text
    assert "Dates and money are changed by the participatory budget team." in text


def test_somebody_who_may_change_dates_gets_the_link(client):
    process = make_process(call=("2020-01-01 09:00", "2098-02-01 09:00"))
    text = editor(signed_in(client, "Communication", "Budget participatif"), call_page(process))
    assert f"/admin/participation/processes/edit/{process.pk}/" in text


def test_the_process_can_be_chosen_until_the_first_publication_and_is_only_shown_afterwards(client):
    process = make_process(call=("2020-01-01 09:00", "2098-02-01 09:00"))
    client = signed_in(client, "Communication")
    unchosen = call_page(title="Sans démarche")
    assert 'name="process"' in editor(client, unchosen)
    assert 'name="process"' not in editor(client, call_page(process))


def test_a_page_without_process_says_what_to_do(client):
    assert "choose one and save the page" in editor(signed_in(client, "Communication"), call_page())


def test_the_process_form_warns_of_the_same_dates(client):
    process = make_process(call=("2020-01-01 09:00", "2020-02-01 09:00"), vote=("2098-01-01 09:00", None))
    text = (
        signed_in(client, "Budget participatif")
        .get(f"/admin/participation/processes/edit/{process.pk}/")
        .content.decode()
    )
    assert "“Call for ideas” has been over since" in text
    assert "“Vote” has no closing: it will not open." in text
