"""P5: what an opened poll holds people to changes by no way that the application has."""

import pytest
from django.db import transaction
from factories import make_ready_poll, open_ready

from participation.frozen import Frozen
from participation.models import Option, Poll, Vote


pytestmark = pytest.mark.django_db
OTHER = {
    "purpose": "advice",
    "access": "roll",
    "scope": "own",
    "online": False,
    "minimum_age": 5,
    "agreement_below": 90,
    "residence": "J’habite ailleurs.",
    "blank": False,
    "limits": {"usual": {"most": 1}},
}


@pytest.fixture
def poll(settings):
    settings.PARTICIPATION = {**settings.PARTICIPATION, "VOTES_ON_SQLITE": True}
    return open_ready(make_ready_poll())


def test_what_is_tried_is_all_that_the_fingerprint_covers(poll):
    assert set(OTHER) | {"vote"} == set(poll.terms())


@pytest.mark.parametrize("field", OTHER)
def test_no_rule_of_an_opened_poll_changes_by_any_way(poll, field):
    before = poll.digest_of_terms()
    assert before == poll.fingerprint != ""
    setattr(poll, field, OTHER[field])
    for act in (
        poll.save,
        lambda: poll.save(update_fields=[field]),
        lambda: Poll.objects.filter(pk=poll.pk).update(**{field: OTHER[field]}),
        lambda: Poll.objects.bulk_update([poll], [field]),
    ):
        with pytest.raises(Frozen), transaction.atomic():
            act()
    assert Poll.objects.get().digest_of_terms() == before


def test_neither_the_question_nor_an_option_changes(poll):
    for change in (
        lambda: Vote.objects.update(question="Autre ?"),
        lambda: Vote.objects.update(rule="borda"),
        lambda: Option.objects.update(cost=1),
        lambda: Option.objects.filter(vote=poll.vote).delete(),
    ):
        with pytest.raises(Frozen), transaction.atomic():
            change()
    assert Poll.objects.get().digest_of_terms() == poll.fingerprint
