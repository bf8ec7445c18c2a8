"""A vote leaves as a `.pb` file: what was imported is what comes out, and what was held here can be counted again."""

import gzip
import io
import json

import pytest
from budgets.test_import_pabulib import SMALL, run
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from engines import needs
from factories import counted_vote
from votes.elections import answered, budget, judged, published, ranked
from votes.test_corpus import DATA

from participation.models import District, SealedBallot, Vote
from participation.votes.exports import NotExportable, pb_lines
from participation.votes.rules import count, pabulib


pytestmark = pytest.mark.django_db
REAL = sorted(path.name for path in DATA.glob("*.pb*")) if DATA.is_dir() else ["none"]


def exported(vote):
    """The file of a vote, read again."""
    return pabulib.read(io.BytesIO("".join(pb_lines(vote)).encode()))


@needs("shared")
@pytest.mark.parametrize("name", REAL)
def test_a_real_election_comes_out_as_it_was_read(shared, name, tmp_path):
    read = pabulib.read(shared / "data/pb" / name)
    run(shared / "data/pb" / name, rule="greedy")
    out = tmp_path / f"again.{name.partition('.')[2]}"
    call_command("export_pabulib", Vote.objects.get().pk, out)
    again = pabulib.read(out)
    assert again == read
    assert list(again.meta.items()) == list(read.meta.items())


ODD = (
    SMALL.replace("name;votes", "odd;name;votes")
    .replace("a;600;", 'a;600;"x;""y""";')
    .replace("b;500;", "b;500;;")
    .replace("c;300;", "c;300; ;")
    .replace("d;10;", "d;10;0;")
    .replace("rule;greedy", 'rule;greedy\nnote;"two\nlines; and ""more"""')
    .replace("3;11;a,b,c", '3;"1;1";" c , a,b"')
)


@pytest.mark.parametrize("name", ["again.pb", "again.pb.gz", None])
def test_unknown_columns_odd_cells_and_a_ballots_own_spelling_come_out(tmp_path, capsys, name):
    path = tmp_path / "odd.pb"
    path.write_text(ODD, encoding="utf-8")
    run(path)
    capsys.readouterr()
    vote = Vote.objects.get()
    if name is None:
        call_command("export_pabulib", vote.pk)
        again = pabulib.read(io.BytesIO(capsys.readouterr().out.encode()))
    else:
        call_command("export_pabulib", vote.pk, tmp_path / name)
        again = pabulib.read(tmp_path / name)
        assert (tmp_path / name).read_bytes().startswith(b"\x1f\x8b") == name.endswith(".gz")
    assert again == pabulib.read(path)
    assert [row[2] for row in again.votes] == ["a,b", "a", " c , a,b", "a,c", "b"]


def test_the_same_vote_is_the_same_bytes(tmp_path):
    vote = budget()
    for name in ("one.pb.gz", "two.pb.gz"):
        call_command("export_pabulib", vote.pk, tmp_path / name)
    assert (tmp_path / "one.pb.gz").read_bytes() == (tmp_path / "two.pb.gz").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.pb.gz", "two.pb.gz"]


@pytest.mark.parametrize("vote", [budget, lambda: budget("equal-shares", "add1"), lambda: ranked("greedy")])
def test_a_vote_held_here_can_be_counted_again_from_its_file(vote):
    vote = vote()
    file = exported(vote)
    assert file.kind == vote.ballot_kind and file.voters == vote.sealed_ballots.count()
    assert pabulib.rule_of(file.meta) == (vote.rule, vote.completion)
    assert (file.meta["description"], file.meta["currency"]) == (vote.title, "EUR")
    how = {"kind": file.kind, "completion": vote.completion or None}
    outcome = count(vote.rule, file.options, file.profile(), file.budget, **how)
    told = vote.result.counts[0]["outcome"]
    assert (list(outcome.winners), outcome.input_digest) == (told["winners"], told["input_digest"])
    assert set(file.official_winners) == set(told["winners"])


def test_envelopes_districts_and_ways_to_vote_are_told():
    north = District.objects.create(name="Nord")
    options = [("a", "Un banc", 600_50, 0, north), ("b", "Un arbre", 500_00, 1, None)]
    vote = published("greedy", options=options, ballots=[("a", "b")], envelopes=[("Nord", 1000_00), ("Sud", 800_50)])
    on_paper = [SealedBallot(vote=vote, body='["b"]', channel="paper") for _each in range(19)]
    SealedBallot.objects.bulk_create(on_paper)
    assert exported(vote).vote_columns == ("voter_id", "vote"), "so few could be recognised"
    SealedBallot.objects.create(vote=vote, body='["b"]', channel="paper")
    file = exported(vote)
    assert (file.budget, file.meta["envelopes"]) == (1800_50, "Nord=1000,Sud=800.50")
    assert [option.district for option in file.options] == ["Nord", None]
    assert [row["envelope"] for row in file.projects] == ["Nord", "Sud"]
    assert file.vote_columns == ("voter_id", "vote", "voting_method")
    assert file.votes[:2] == [["1", "a,b", ""], ["2", "b", "paper"]]


def test_a_file_says_nothing_of_a_voter_of_this_site():
    vote = budget()
    rows = exported(vote).votes
    assert [row[0] for row in rows] == [str(number) for number in range(1, len(rows) + 1)]
    bodies = vote.sealed_ballots.order_by("pk").values_list("body", flat=True)
    assert [row[1] for row in rows] == [",".join(json.loads(body)) for body in bodies]


def test_an_open_vote_has_no_file(tmp_path):
    vote = counted_vote()
    fresh = Vote.objects.create(process=vote.process, title="Open")
    with pytest.raises(CommandError, match="not sealed yet"):
        call_command("export_pabulib", fresh.pk, tmp_path / "open.pb")
    with pytest.raises(CommandError, match="no vote with the id 0"):
        call_command("export_pabulib", 0)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("vote", [judged, answered])
def test_ballots_that_the_format_does_not_know_have_no_file(vote):
    with pytest.raises(NotExportable) as refused:
        pb_lines(vote())
    assert refused.value.code == "no-such-type"


def test_a_file_that_cannot_be_written_is_one_line(tmp_path):
    with pytest.raises(CommandError, match="No such file or directory"):
        call_command("export_pabulib", budget().pk, tmp_path / "nowhere" / "vote.pb")


def test_the_file_of_ten_times_the_voters_asks_no_more_queries():
    costs = []
    for voters in (3, 30):
        vote = published("greedy", options=[("a", "Un banc", 100)], ballots=[("a",)] * voters)
        with CaptureQueriesContext(connection) as queries:
            list(pb_lines(vote))
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 12


def test_a_compressed_file_holds_the_plain_one(tmp_path):
    vote = budget()
    call_command("export_pabulib", vote.pk, tmp_path / "vote.pb")
    call_command("export_pabulib", vote.pk, tmp_path / "vote.pb.gz")
    assert gzip.decompress((tmp_path / "vote.pb.gz").read_bytes()) == (tmp_path / "vote.pb").read_bytes()
