"""Residents, clerks and officers at random: one person one ballot, roll equals box, result equals recount."""

from datetime import timedelta

import pytest
from django.utils import timezone
from factories import make_poll
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from municipal.users.models import User
from participation.ballots.actions import (
    Answer,
    add_at_desk,
    agree_to_close,
    agree_to_seal,
    begin_batch,
    cast,
    close,
    lines,
    mark_at_desk,
    read_sheet,
    void_batch,
)
from participation.ballots.actions.closing import NotYet
from participation.ballots.actions.sealing import NotReady
from participation.ballots.rules import digest_of, root_of
from participation.models import OpenBallot, Poll, RollMark, SealedBallot
from participation.votes.actions import count_vote


VOTERS, CHOICES = st.integers(0, 5), st.sampled_from(['["1"]', '["2"]', '["1","3"]', "[]"])


class Town(RuleBasedStateMachine):
    """A model that remembers what it was told, beside the real box."""

    @initialize()
    def open_the_box(self):
        self.poll = make_poll(electors=6)
        self.electors = list(self.poll.electors.order_by("pk"))
        self.people = [User.objects.get_or_create(email=f"{n}@ville.example")[0] for n in range(3)]
        self.online, self.desk, self.sent = {}, set(), 0
        self.papers, self.state = [], "open"

    @rule(voter=VOTERS, choice=CHOICES)
    def vote(self, voter, choice):
        """A first ballot, a change, or a ballot sent too late."""
        self.sent += 1
        receipt = digest_of(f"box {self.poll.pk}", f"{self.sent:016}")
        answer = cast(self.poll.pk, self.electors[voter].pk, choice, receipt)
        if voter in self.desk:
            assert answer == Answer.ON_PAPER
        elif self.state != "open":
            assert answer == Answer.NOT_OPEN
        else:
            assert answer == (Answer.CHANGED if voter in self.online else Answer.RECORDED)
            self.online[voter] = (choice, receipt)

    @precondition(lambda self: self.online and self.state != "sealed")
    @rule(data=st.data())
    def send_again(self, data):
        """The same ballot after a lost answer."""
        voter = data.draw(st.sampled_from(sorted(self.online)))
        assert cast(self.poll.pk, self.electors[voter].pk, *self.online[voter]) == Answer.ALREADY

    @rule(voter=VOTERS)
    def come_to_the_desk(self, voter):
        """A clerk finds somebody on the roll."""
        mark, is_new = mark_at_desk(self.poll.pk, self.electors[voter].pk)
        expected = self.state == "open" and voter not in self.online and voter not in self.desk
        assert is_new == expected and (mark is not None) == (voter in self.online or voter in self.desk or expected)
        if is_new:
            self.desk.add(voter)

    @precondition(lambda self: self.state == "open" and len(self.electors) < 12)
    @rule()
    def add_somebody(self):
        """A clerk adds somebody who is not on the roll, and marks them."""
        elector = add_at_desk(self.poll, self.people[0], name="Nouvelle voisine", checked="Pièce d’identité")
        self.electors.append(elector)
        self.desk.add(len(self.electors) - 1)
        assert mark_at_desk(self.poll.pk, elector.pk)[1]

    @precondition(lambda self: self.state != "sealed" and len(self.papers) < len(self.desk))
    @rule(choices=st.lists(CHOICES, min_size=1, max_size=3), void=st.booleans())
    def enter_a_batch(self, choices, void):
        """Two clerks enter a stack; sometimes it is voided."""
        batch = begin_batch(self.poll, None, len(choices), self.people[0])
        for turn in (1, 2):
            for sheet, body in enumerate(choices, 1):
                read_sheet(batch, sheet, turn, self.people[turn - 1], "blank" if body == "[]" else "valid", body)
        for person in self.people[:2]:
            agree_to_close(batch, person)
        if void:
            void_batch(batch, self.people[0], "Essai")
        else:
            self.papers += choices

    @precondition(lambda self: self.state == "open")
    @rule(late=st.integers(0, 3))
    def the_hour_comes(self, late):
        """Time passes; sometimes somebody closes the box."""
        if late:
            with pytest.raises(NotYet):
                close(self.poll, self.people[0])
            return
        Poll.objects.filter(pk=self.poll.pk).update(closes_at=timezone.now() - timedelta(seconds=1))
        assert close(self.poll, self.people[0]) == (len(self.online), len(self.online))
        self.state = "closed"

    @precondition(lambda self: self.state == "closed")
    @rule()
    def seal(self):
        """Two people seal; numbers that differ on paper need a word."""
        word = "" if len(self.papers) == len(self.desk) else "Compté deux fois : la différence demeure."
        if word:
            with pytest.raises(NotReady):
                agree_to_seal(self.poll, self.people[0])
        agree_to_seal(self.poll, self.people[0], word)
        sealed = agree_to_seal(self.poll, self.people[1], word)
        assert sealed.root == root_of(lines(self.poll.vote_id))
        kept = sorted(SealedBallot.objects.filter(vote=self.poll.vote_id).values_list("body", flat=True))
        assert kept == sorted([choice for choice, _receipt in self.online.values()] + self.papers)
        assert count_vote(self.poll.vote, timezone.now()).ballots == len(kept)
        self.state = "sealed"

    @invariant()
    def one_person_one_ballot(self):
        if not hasattr(self, "poll"):
            return
        marks = dict(RollMark.objects.filter(poll=self.poll).values_list("elector_id", "channel"))
        assert marks == {
            **{self.electors[n].pk: "online" for n in self.online},
            **{self.electors[n].pk: "desk" for n in self.desk},
        }
        box = dict(OpenBallot.objects.filter(poll=self.poll).values_list("mark_id", "body"))
        expected = {self.electors[n].pk: choice for n, (choice, _receipt) in self.online.items()}
        assert box == ({} if self.state == "sealed" else expected)


@pytest.mark.django_db(transaction=True)
def test_two_hundred_histories_of_fifty_steps():
    run_state_machine_as_test(
        Town,
        settings=settings(
            max_examples=200,
            stateful_step_count=50,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
