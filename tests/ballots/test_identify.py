"""Who one is before a vote: codes, declarations that ask no more than the rule needs, refusals that help."""

import re

import pytest
from factories import make_district, make_poll

from municipal.users.models import User
from participation.ballots.actions import make_codes, renew_code, void_codes
from participation.models import Elector, Envelope, OpenBallot, Option, Poll, Resident, Throttle
from participation.people.actions import account_for


pytestmark = pytest.mark.django_db
HELP = "Mairie, 1 place de l’Orme, 01 99 00 15 24"


def text(answer):
    return re.sub(r"[ \n]+", " ", answer.content.decode())


def who(poll):
    return f"/p/vote/{poll.vote_id}/bulletin/qui/"


def ballot(poll):
    return f"/p/vote/{poll.vote_id}/bulletin/"


@pytest.fixture
def resident(client):
    """Somebody with an account, signed in."""
    account = User.objects.create_user("ines@ville.example", "secret")
    client.force_login(account)
    return Resident.objects.create(account=account, display_name="Inès")


@pytest.fixture
def few(settings):
    settings.PARTICIPATION = settings.PARTICIPATION | {"WRONG_VOTER_CODES_A_NETWORK": 3}


def test_wrong_codes_are_slowed_and_the_right_one_opens_all_the_same(client, few):
    poll = make_poll(electors=2, help_elsewhere=HELP)
    _batch, pairs = make_codes(poll, None)
    school = {"REMOTE_ADDR": "192.0.2.7"}
    statuses = [client.post(who(poll), {"code": f"{n:016}"}, **school).status_code for n in range(5)]
    assert statuses == [422, 422, 422, 429, 429]
    late = client.post(who(poll), {"code": "0" * 16}, **school)
    assert (
        HELP in text(late) and re.search(r"\d+[:\s\u202f]?h?[\s\u202f]?\d\d", text(late)) and "wrong-word" in text(late)
    )
    assert client.post(who(poll), {"code": "0" * 16}, REMOTE_ADDR="192.0.2.8").status_code == 422, (
        "others are not slowed"
    )
    assert client.post(who(poll), {"code": pairs[0][1]}, **school).status_code == 302, "nobody keeps a school out"
    assert "192.0.2.7" not in str(list(Throttle.objects.values()))


def test_what_is_no_code_at_all_is_not_counted(client, few):
    poll = make_poll()
    for typed in ("", "bonjour", "x" * 500) * 3:
        assert client.post(who(poll), {"code": typed}, REMOTE_ADDR="192.0.2.7").status_code == 422
    assert not Throttle.objects.exists()


def test_two_codes_in_one_window_open_their_two_polls(client):
    polls = [make_poll(), make_poll()]
    for poll in polls:
        client.post(who(poll), {"code": make_codes(poll, None)[1][0][1]})
    assert [client.get(ballot(poll)).status_code for poll in polls] == [200, 200]


@pytest.mark.parametrize("worthless", ["voided", "renewed"])
def test_a_code_made_worthless_closes_the_windows_it_had_opened(client, worthless):
    poll = make_poll()
    batch, [(elector, code)] = make_codes(poll, None)
    client.post(who(poll), {"code": code})
    assert client.get(ballot(poll)).status_code == 200
    if worthless == "voided":
        void_codes(batch, None, "Sac postal perdu")
    else:
        renew_code(elector, None, "Lettre volée")
    sent = client.post(ballot(poll), {"step": "send", "choice": "1", "code": "0" * 16})
    assert sent.status_code == 403 and 'value="1"' in text(sent), "what was chosen waits for the new code"
    assert client.get(ballot(poll)).status_code == 302 and not OpenBallot.objects.exists()


def test_who_signs_in_is_not_taken_for_the_last_who_showed_a_code_here(client):
    poll = make_poll(access="email")
    client.post(who(poll), {"code": make_codes(poll, None)[1][0][1]})
    client.post(ballot(poll), {"step": "send", "choice": "1", "code": "0" * 16})
    client.force_login(account_for("ines@ville.example"))
    assert client.get(ballot(poll)).status_code == 302, "the ballot of the other is not shown"
    client.post(who(poll))
    client.post(ballot(poll), {"step": "send", "choice": "2", "code": "1" * 16})
    assert sorted(OpenBallot.objects.values_list("body", flat=True)) == ['["1"]', '["2"]']


def test_a_shared_computer_forgets(client):
    poll = make_poll()
    client.post(who(poll), {"code": make_codes(poll, None)[1][0][1]})
    assert 'name="forget"' in text(client.get(ballot(poll)))
    client.post(who(poll), {"forget": "1"})
    assert client.get(ballot(poll)).status_code == 302


def test_a_window_forgets_by_itself_after_an_hour_and_keeps_what_was_chosen(client):
    poll = make_poll()
    client.post(who(poll), {"code": make_codes(poll, None)[1][0][1]})
    session = client.session
    shown = session["codes"][str(poll.pk)]
    for ago, status in ((3500, 200), (3700, 302)):
        session["codes"] = {str(poll.pk): [shown[0], shown[1] - ago]}
        session.save()
        assert client.get(ballot(poll)).status_code == status
    sent = client.post(ballot(poll), {"step": "send", "choice": "1", "code": "1" * 16})
    assert sent.status_code == 403 and 'name="choice" value="1"' in text(sent) and not OpenBallot.objects.exists()


def test_an_address_is_enough_where_the_rule_asks_no_more(client, resident):
    poll = make_poll(electors=0, access="email", residence="J’habite ici.", minimum_age=11)
    page = text(client.get(who(poll)))
    assert 'name="age"' not in page and 'name="residence"' not in page and 'name="district"' not in page
    assert client.post(who(poll)).status_code == 302
    elector = Elector.objects.get()
    assert (elector.resident, elector.checked, elector.name, elector.birth_year) == (resident, "", "", None)


def test_a_colleague_who_never_had_a_shown_name_may_vote_too(client):
    client.force_login(User.objects.create_user("agent@ville.example", "secret"))
    poll = make_poll(electors=0, access="email")
    assert client.post(who(poll)).status_code == 302 and client.get(ballot(poll)).status_code == 200


@pytest.mark.parametrize(("age", "below", "asked"), [(11, 15, True), (16, 15, False), (15, 15, False), (11, 18, True)])
def test_an_agreement_is_asked_below_its_age_only(client, resident, age, below, asked):
    poll = make_poll(electors=0, access="declared", minimum_age=age, agreement_below=below, help_elsewhere=HELP)
    page = text(client.get(who(poll)))
    assert ('name="agreement"' in page) is asked and "birth" not in page and "naissance" not in page
    assert str(age) in page


@pytest.mark.parametrize(
    ("typed", "missing"),
    [
        ({}, ["age", "residence", "agreement"]),
        ({"age": "on", "residence": "on"}, ["agreement"]),
        ({"age": "on", "residence": "on", "agreement": "alone"}, ["agreement"]),
        ({"age": "on", "agreement": "yes"}, ["residence"]),
        ({"age": "on", "residence": "on", "agreement": "<b>"}, ["agreement"]),
    ],
)
def test_each_refusal_is_a_sentence_that_says_what_else_can_be_done(client, resident, typed, missing):
    settings = {"minimum_age": 11, "agreement_below": 15, "residence": "J’habite Orméval."}
    poll = make_poll(electors=0, access="declared", help_elsewhere=HELP, **settings)
    answer = client.post(who(poll), typed)
    assert answer.status_code == 422 and HELP in text(answer)
    assert sorted(answer.context["form"].errors) == sorted(missing)
    assert text(answer).count("<li><a href=") >= len(missing) and not Elector.objects.exists()
    assert text(answer).count(" checked") == len(set(typed) & {"age", "residence"}) + (
        typed.get("agreement") in ("alone", "yes")
    ), "what was ticked stays so"


def test_the_roll_keeps_what_was_declared_and_nothing_else(client, resident):
    poll = make_poll(electors=0, access="declared", minimum_age=11, agreement_below=15, residence="J’habite Orméval.")
    typed = {"age": "on", "residence": "on", "agreement": "yes"}
    assert client.post("/en" + who(poll), typed).status_code == 302
    kept = Elector.objects.get()
    assert "J’habite Orméval." in kept.checked and "11" in kept.checked
    assert (kept.birth_year, kept.name, kept.address, kept.district) == (None, "", "", None)


@pytest.fixture
def two_districts():
    """A poll in which one chooses in one's own district: option 2 is Quais', option 3 is Gare's."""
    poll = make_poll(electors=0, access="email", scope="own")
    for number, name in ((2, "Quais"), (3, "Gare")):
        district = make_district(name)
        envelope = Envelope.objects.create(process=poll.vote.process, district=district, cents=1_000_000, year=2026)
        Option.objects.filter(vote=poll.vote, code=str(number)).update(envelope=envelope, district=district)
    return poll


def test_one_s_own_district_is_asked_where_the_ballot_depends_on_it(client, resident, two_districts):
    page = text(client.get(who(two_districts)))
    assert page.index("Gare") < page.index("Quais") and 'name="district"' in page
    assert client.post(who(two_districts), {"district": ""}).status_code == 422
    assert client.post(who(two_districts), {"district": "999"}).status_code == 422
    quays = Option.objects.get(vote=two_districts.vote, code="2").district
    assert client.post(who(two_districts), {"district": quays.pk}).status_code == 302
    page = text(client.get(ballot(two_districts)))
    assert 'value="2"' in page and 'value="3"' not in page and "Quais" in page


def test_a_district_typed_wrong_is_mended_before_voting_and_not_after(client, resident, two_districts):
    quays, station = (Option.objects.get(vote=two_districts.vote, code=code).district for code in ("2", "3"))
    client.post(who(two_districts), {"district": quays.pk})
    again = who(two_districts) + "?district"
    assert f'<option value="{quays.pk}" selected' in text(client.get(again))
    client.post(who(two_districts), {"district": station.pk})
    assert 'value="3"' in text(client.get(ballot(two_districts)))
    client.post(ballot(two_districts), {"step": "send", "code": "0" * 16, "choice": "3"})
    assert OpenBallot.objects.get().body == '["3"]' and client.get(again).status_code == 302
    client.post(who(two_districts), {"district": quays.pk})
    assert Elector.objects.get().district == station


def test_living_in_another_part_leaves_the_projects_of_the_whole_town(client, resident, two_districts):
    assert client.post(who(two_districts), {"district": "elsewhere"}).status_code == 302
    page = text(client.get(ballot(two_districts)))
    assert 'value="1"' in page and 'value="2"' not in page and 'value="3"' not in page


def test_choices_come_along_when_the_window_has_forgotten_who_one_is(client):
    poll = make_poll()
    code = make_codes(poll, None)[1][0][1]
    lost = client.post(ballot(poll), {"step": "send", "code": "A" * 16, "choice": ["3", "1"], "word": "chat"})
    page = text(lost)
    assert lost.status_code == 403 and 'name="choice" value="3"' in page and 'role="alert"' in page
    assert "chat" not in page and "A" * 16 not in page and not OpenBallot.objects.exists()
    wrong = client.post(who(poll), {"code": "0" * 16, "choice": ["3", "1"], "step": "review"})
    assert wrong.status_code == 422 and 'name="choice" value="1"' in text(wrong), "a wrong code loses nothing either"
    found = client.post(who(poll), {"code": code, "choice": ["3", "1"], "step": "review"}, follow=True)
    assert found.redirect_chain == [(ballot(poll), 307)]
    assert text(found).count('type="hidden" name="choice"') == 2 and 'value="send"' in text(found)


def test_a_hostile_form_carries_text_and_never_markup(client):
    poll = make_poll()
    page = text(client.post(ballot(poll), {"step": "review", "choice": '"><script>alert(1)</script>'}))
    assert "<script>alert" not in page


def test_an_account_that_was_signed_out_signs_in_elsewhere_and_goes_on(client, resident):
    poll = make_poll(electors=0, access="email")
    client.post(who(poll))
    client.logout()
    lost = client.post(ballot(poll), {"step": "review", "choice": "1"})
    assert lost.status_code == 403 and 'target="_blank"' in text(lost) and 'name="choice" value="1"' in text(lost)
    still = client.post(who(poll), {"choice": "1", "step": "review"})
    assert still.status_code == 200 and 'name="choice" value="1"' in text(still)
    client.force_login(resident.account)
    assert 'value="send"' in text(client.post(who(poll), {"choice": "1", "step": "review"}, follow=True))


def test_a_vote_on_paper_only_takes_no_ballot_here(client, resident):
    poll = make_poll(electors=0, access="email", online=False, help_elsewhere=HELP)
    assert HELP in text(client.get(ballot(poll))) and "checkbox" not in text(client.get(ballot(poll)))
    client.post(who(poll))
    elector = Elector.objects.create(poll=poll, resident=resident)
    answer = client.post(ballot(poll), {"step": "send", "code": "0" * 16, "choice": "1"})
    assert not OpenBallot.objects.exists() and HELP in text(answer) and elector.pk


def test_where_nobody_wrote_what_else_to_do_the_campaign_page_is_named(client):
    from factories import campaign_page

    poll = make_poll()
    page = campaign_page(poll.vote, title="Voter en octobre")
    answer = client.post(who(poll), {"code": "0" * 16})
    assert f'href="{page.get_url()}#places"' in text(answer)
    assert Poll.objects.filter(help_elsewhere="").exists()


@pytest.mark.parametrize("typed", [{}, {"code": ""}, {"code": "0" * 16}])
def test_a_refusal_takes_the_focus_and_leads_to_each_field(client, resident, typed):
    poll = make_poll(electors=0, access="declared", minimum_age=11, agreement_below=15, residence="J’habite Orméval.")
    page = text(client.post(who(poll), typed))
    ids, summary = re.findall(r' id="([^"]+)"', page), page.index('class="error-summary"')
    links = re.findall(r'<li><a href="#([^"]*)"', page[summary:])
    assert re.match(r'[^>]+ tabindex="-1" autofocus>', page[summary:]) and page.count("autofocus") == 1
    told = re.findall(r'aria-describedby="([^"]+)"', page)
    assert links and {*links, *" ".join(told).split()} <= {*ids} and len(ids) == len({*ids})
