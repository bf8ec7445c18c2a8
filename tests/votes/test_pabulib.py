import gzip
import io

import pytest
from votes.test_corpus import DATA

from participation.votes.rules import Option, count, pabulib
from participation.votes.rules.pabulib import source as pabulib_source


GOOD = """META
key;value
description;Two parks; one well
budget;1000,50
vote_type;approval
max_length;2
odd_key;"a ""quoted"" value"
PROJECTS
project_id;cost;name;mystery
p1;700;"Park; the big one";x
p2;300.5;Well;
VOTES
voter_id;vote;age;shoe_size
1;p1,p2;30;42
2;p2;;
3;;17;40
"""


def read(text, **changes):
    for old, new in changes.items():
        text = text.replace(old, new)
    return pabulib.read(io.BytesIO(text.encode()))


def refusal(data):
    with pytest.raises(pabulib.PabulibError) as refused:
        pabulib.read(io.BytesIO(data.encode() if isinstance(data, str) else data))
    return refused.value


def test_a_file_becomes_options_ballots_and_a_budget_in_cents():
    file = read(GOOD)
    assert file.options == (Option("p1", 700_00), Option("p2", 300_50))
    assert file.budget == 1000_50
    assert file.kind == "approval"
    assert list(file.ballots()) == [("p1", "p2"), ("p2",), ()]
    assert file.profile().weights == {("p1", "p2"): 1, ("p2",): 1, (): 1}
    assert file.meta["description"] == "Two parks; one well"
    assert file.projects[0] == {
        "project_id": "p1",
        "cost": "700",
        "name": "Park; the big one",
        "mystery": "x",
    }
    assert file.vote_columns == ("voter_id", "vote", "age", "shoe_size")
    assert file.official_winners is None
    assert count("greedy", file.options, file.ballots(), file.budget, kind=file.kind).winners == ("p2", "p1")


def rewritten(file):
    out = io.BytesIO()
    pabulib.write(file, out)
    out.seek(0)
    return pabulib.read(out)


def test_what_is_read_is_written_parse_equal():
    assert rewritten(read(GOOD)) == read(GOOD)


@pytest.mark.skipif(not DATA.is_dir(), reason="needs ../shared")
@pytest.mark.parametrize("path", sorted(DATA.glob("*.pb*")), ids=lambda path: path.name)
def test_real_files_are_written_parse_equal(path):
    file = pabulib.read(path)
    assert rewritten(file) == file
    assert len(file.votes) == int(file.meta["num_votes"])
    assert sum(file.profile().weights.values()) == len(list(file.ballots()))


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n\n"])
def test_line_ends_byte_order_marks_and_compression_do_not_matter(end, tmp_path):
    written = ("\ufeff" + GOOD.replace("\n", end)).encode()
    path = tmp_path / "odd.pb.gz"
    path.write_bytes(gzip.compress(written))
    assert pabulib.read(path) == pabulib.read(io.BytesIO(written)) == read(GOOD)


@pytest.mark.parametrize(
    ("kind", "votes", "ballots"),
    [
        ("choose-1", ["1;p2", "2;"], [("p2",), ()]),
        ("ordinal", ["1;p2,p1", "2;p1"], [("p2", "p1"), ("p1",)]),
        ("cumulative", ["1;p2,p1;3,1", "2;p1;0"], [(("p1", 1), ("p2", 3)), ()]),
        ("scoring", ["1;p1;4", "2;;"], [(("p1", 4),), ()]),
    ],
)
def test_every_vote_type_of_the_format(kind, votes, ballots):
    columns = "voter_id;vote;points" if "points" in kind or kind in ("cumulative", "scoring") else "voter_id;vote"
    text = GOOD[: GOOD.index("voter_id")].replace("approval", kind) + "\n".join([columns, *votes])
    file = read(text)
    assert list(file.ballots()) == ballots
    assert rewritten(file) == file
    count("greedy", file.options, file.ballots(), file.budget, kind=file.kind)


def test_without_its_rows_a_file_is_counted_all_the_same():
    bare = pabulib.read(io.BytesIO(GOOD.encode()), rows=False)
    assert bare.profile() == read(GOOD).profile()
    assert bare.voters == 3
    with pytest.raises(TypeError, match="without its rows"):
        list(bare.ballots())


def test_the_file_marks_its_own_winners():
    text = GOOD.replace("mystery", "selected").replace(";x", ";1").replace("Well;", "Well;0")
    assert read(text).official_winners == ("p1",)


@pytest.mark.parametrize(
    ("old", "new", "line", "code"),
    [
        ("VOTES\n", "", 12, "missing-section"),
        ("PROJECTS\n", "", 8, "missing-section"),
        ("META\n", "", 1, "stray-text"),
        ("PROJECTS\n", "PROJECTS\nPROJECTS\n", 9, "missing-column"),
        ("p2;300.5;Well;", "p2;300.5;Well;\nMETA", 12, "repeated-section"),
        ("budget;1000,50\n", "", 1, "budget-missing"),
        ("1000,50", "a lot", 4, "not-money"),
        ("approval", "shouting", 5, "unknown-vote-type"),
        ("max_length;2", "max_length;two", 6, "not-a-number"),
        ("p1;700", "p1;seven", 10, "cost-not-a-number"),
        ("p1;700", "p1;-700", 10, "cost-not-a-number"),
        ("300.5", "300.555", 11, "cost-not-a-number"),
        ("p2;300", "p1;300", 11, "duplicate-project"),
        ("2;p2;;", "1;p2;;", 15, "duplicate-voter"),
        ("2;p2;;", "2;p9;;", 15, "unknown-project"),
        ("1;p1,p2", "1;p1,p1", 14, "repeated-project"),
        ("max_length;2", "max_length;1", 14, "ballot-too-long"),
        ("approval", "choose-1", 14, "ballot-too-long"),
        ("approval", "cumulative", 13, "missing-column"),
        ("voter_id;vote", "voter;vote", 13, "missing-column"),
        ("age;shoe_size", "age;age", 13, "repeated-column"),
        ("2;p2;;", "2;p2", 15, "wrong-columns"),
        ("max_length;2", "num_votes;4", 6, "count-mismatch"),
        ("max_length;2", "num_projects;3", 6, "count-mismatch"),
    ],
)
def test_each_kind_of_malformed_file_has_one_error_with_its_line(old, new, line, code):
    assert old in GOOD
    error = refusal(GOOD.replace(old, new, 1))
    assert (error.line, error.code) == (line, code)
    assert str(error) == f"line {line}: {error.reason}"


POINTS = GOOD[: GOOD.index("VOTES")].replace("approval", "cumulative") + "VOTES\nvoter_id;vote;points\n"


@pytest.mark.parametrize(
    ("vote", "code", "params"),
    [
        ("7;p1,p2;3", "wrong-number-of-points", {"voter": "7", "projects": 2, "points": 1}),
        ("7;p1;", "wrong-number-of-points", {"voter": "7", "projects": 1, "points": 0}),
        ("7;p1,p2;3,x", "points-not-a-number", {"voter": "7", "value": "x"}),
        ("7;p1,p2;9,2", "too-many-points", {"voter": "7", "points": 11, "most": 10}),
    ],
)
def test_points_that_do_not_fit(vote, code, params):
    error = refusal(POINTS.replace("max_length;2", "max_sum_points;10") + "1;p1;10\n" + vote)
    assert (error.line, error.code, error.params) == (15, code, params)


def test_a_missing_votes_section_is_told():
    error = refusal(GOOD[: GOOD.index("VOTES")])
    assert (error.line, error.code, error.params) == (11, "missing-section", {"section": "VOTES"})
    assert (refusal(b"").line, refusal(b"").code) == (1, "missing-section")


def test_text_that_is_not_utf8_is_refused_at_its_line():
    error = refusal(GOOD.encode().replace(b"Well", b"Pr\xe9"))
    assert (error.line, error.code) == (11, "wrong-encoding")
    packed = gzip.compress(GOOD.encode().replace(b"2;p2;;", b"2;p2;\xff;"))
    assert (refusal(packed).line, refusal(packed).code) == (15, "wrong-encoding")


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_zero_byte_is_refused_at_its_line(pack):
    error = refusal(pack(GOOD.encode().replace(b"Well", b"W\0ll")))
    assert (error.line, error.code) == (11, "null-byte")


def test_a_truncated_or_damaged_gzip_is_refused():
    packed = gzip.compress(GOOD.encode())
    assert refusal(packed[:-12]).code == "truncated-gzip"
    assert refusal(packed[:40] + b"\0\0\0\0" + packed[44:]).code == "damaged-gzip"


def test_a_line_without_end_is_refused_before_it_fills_the_memory(monkeypatch):
    monkeypatch.setattr(pabulib_source, "LONGEST_LINE", 100_000)
    assert refusal(gzip.compress(b"META\n" + b"x" * 10_000_000)).code == "line-too-long"


def test_an_open_quote_is_not_read_on_for_ever():
    assert refusal(GOOD.replace("Well", '"' + "We\n" * 50_000)).code == "not-csv"
