"""What each rule would have chosen: exact numbers, one row that never changes, a page a resident understands."""

import re

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from engines import needs
from factories import campaign_page, home_page
from votes.elections import answered, budget, plain, published, ranked

from participation.models import Comparison, District, SealedBallot, Vote
from participation.votes.actions import compare_vote, opened


pytestmark = pytest.mark.django_db


def compared(vote):
    return compare_vote(vote.result, timezone.now())


def by_rule(comparison):
    return {(way["rule"], way["completion"]): way for way in comparison.ways}


def test_every_rule_that_fits_counts_the_same_ballots():
    ways = by_rule(compared(budget()))
    completions = ("none", "greedy", "add1", "add1+greedy", "add1-exhaustive", "add1-exhaustive+greedy")
    assert set(ways) == {("greedy", ""), ("greedy-stop", ""), ("greedy-per-cost", "")} | {
        ("equal-shares", each) for each in completions
    }
    assert ways["greedy", ""]["winners"] == ["a", "c"] and ways["greedy", ""]["cost"] == 10_000_00
    assert ways["greedy-stop", ""]["winners"] == ["a"]


def test_its_numbers_are_those_of_the_ballots():
    vote = budget()
    ballots = [opened(body) for body in SealedBallot.objects.values_list("body", flat=True)]
    for way in compared(vote).ways:
        won = set(way["winners"])
        assert way["served"] == sum(bool(won & set(ballot)) for ballot in ballots)
        assert way["chosen"] == sum(map(len, ballots))
        assert way["chosen_selected"] == sum(len(won & set(ballot)) for ballot in ballots)
        assert way["cost"] == sum(option.cost for option in vote.options.all() if option.code in won)
        assert sum(way["districts"].values()) == way["cost"]


def test_money_is_told_by_district():
    port = District.objects.create(name="Le Port", slug="port")
    options = [("a", "Un banc", 600_00, 0, port), ("b", "Un arbre", 500_00, 0, None)]
    vote = published("greedy", options=options, ballots=[("a", "b")] * 3, cents=2000_00)
    way = by_rule(compared(vote))["greedy", ""]
    assert way["districts"] == {str(port.pk): 600_00, "": 500_00}


def test_the_published_rule_is_among_them_and_says_the_same():
    vote = budget("equal-shares", "add1")
    way = by_rule(compared(vote))["equal-shares", "add1"]
    assert way["winners"] == vote.result.counts[0]["outcome"]["winners"]
    assert way["served"] == vote.result.turnout["served"]


def test_a_comparison_is_made_once_and_never_changed():
    vote, said = budget(), []
    first = compare_vote(vote.result, timezone.now(), lambda *words: said.append(words))
    assert [each[:2] for each in said] == [(n, 9) for n in range(9)]
    assert compared(vote) == first and Comparison.objects.count() == 1
    with pytest.raises(TypeError):
        first.save()
    with pytest.raises(TypeError):
        first.delete()


def test_other_ballots_than_those_counted_are_refused():
    vote = budget()
    SealedBallot.objects.create(vote=vote, body='["b"]')
    with pytest.raises(ValueError, match="not the ballots"):
        compared(vote)
    assert not Comparison.objects.exists()


def test_the_command_compares_and_says_what_it_cannot(capsys):
    vote = budget()
    call_command("compare_rules", vote.pk, verbosity=0)
    assert Comparison.objects.get().result == vote.result
    assert f"Vote {vote.pk}: 9 ways to count." in capsys.readouterr().out
    with pytest.raises(CommandError, match="no vote with the id 99999"):
        call_command("compare_rules", 99999)
    Vote.objects.update(result=None)
    with pytest.raises(CommandError, match="not published"):
        call_command("compare_rules", vote.pk)


def words_of(client, vote, query=""):
    answer = client.get(f"/en/p/vote/{vote.pk}/comparer/{query}")
    assert answer.status_code == 200
    return plain(answer)


def with_a_favourite():
    """An election in which one project is selected by every rule, and one by none."""
    options = [("a", "Un skatepark", 7_000_00), ("b", "Des bancs", 4_000_00), ("c", "Un verger", 3_000_00)]
    options += [("d", "Une fusée", 99_000_00), ("e", "Des nichoirs", 50_00)]
    ballots = [("a", "e")] * 30 + [("a", "b")] * 10 + [("b", "c", "e")] * 20 + [("c", "d", "e")] * 5
    return published("greedy", options=options, ballots=ballots)


def test_the_page_tells_what_changes_with_the_town_s_own_figures(client):
    vote = with_a_favourite()
    compared(vote)
    words = words_of(client, vote)
    assert "3 projects change with the rule. 1 is selected whatever the rule." in words
    assert "With the rule of this vote (“The most supported first”)" in words
    assert re.search(r"\d+(\.\d)?% of voters see at least one of their choices selected; with “Equal shares", words)
    assert "1 project is selected by no rule" in words and "4 · Une fusée" in words


def test_the_published_rule_is_the_first_column_and_every_cell_has_a_word(client):
    vote = budget("equal-shares")
    compared(vote)
    text = client.get(f"/en/p/vote/{vote.pk}/comparer/").content.decode()
    table = text.split('<table class="compare">')[1].split("</table>")[0]
    assert table.index("Rule of this vote") < table.index("The most supported first")
    cells = re.findall(r"<td[^>]*>(.*?)</td>", table.split("<tbody>")[1].split("</tbody>")[0])
    assert cells and set(cells) == {"selected", "not selected"}
    assert 'class="differs"' in table


def test_only_the_rows_that_change_can_be_asked_for(client):
    vote = with_a_favourite()
    compared(vote)
    found = []
    for query in ("", "?changements"):
        text = client.get(f"/p/vote/{vote.pk}/comparer/{query}").content.decode()
        rows = text.split("<tbody>")[1].split("</tbody>")[0]
        found.append((rows.count("<tr"), rows.count('class="differs"')))
    assert found == [(4, 3), (3, 3)]


def test_without_a_comparison_the_page_says_so(client):
    assert "No comparison has been made of this vote yet." in words_of(client, budget())


def test_a_vote_that_one_rule_alone_can_count_has_nothing_to_compare(client):
    vote = answered()
    compared(vote)
    assert "in one way only" in words_of(client, vote)


def test_rules_that_choose_one_option_stand_apart(client):
    vote = ranked("schulze")
    compared(vote)
    words = words_of(client, vote)
    assert "Points by rank" in words and "Duels" in words
    assert "0 projects change with the rule" in words


def test_the_same_choice_is_one_column(client):
    vote = published("greedy", options=[("a", "Un banc", 100_00)], ballots=[("a",)] * 5)
    compared(vote)
    words = words_of(client, vote)
    assert "9 ways to count were tried" in words and "and 8 other rules" in words
    assert "select the same projects" in words


@needs("shared")
@pytest.mark.parametrize("name", ["Netherlands_Assen_2024.pb", "Poland_Wieliczka_2023_Green_Budget.pb"])
def test_a_real_election_is_compared(shared, name, client):
    home_page()
    call_command("import_pabulib", str(shared / "data/pb" / name), verbosity=0)
    vote = Vote.objects.get()
    ways = by_rule(compared(vote))
    expected = {"Netherlands_Assen_2024.pb": 9, "Poland_Wieliczka_2023_Green_Budget.pb": 30}[name]
    completion = "add1" if "Wieliczka" in name else "add1-exhaustive"
    assert len(ways["equal-shares", completion]["winners"]) == expected
    page = client.get(f"/p/vote/{vote.pk}/comparer/", follow=True)
    assert page.status_code == 200 and len(page.content) < 150_000


def test_the_page_below_a_campaign_page_shows_it_too(client):
    vote = budget()
    compared(vote)
    page = campaign_page(vote)
    assert 'class="compare"' in client.get(f"{page.get_url()}resultats/comparer/").content.decode()
