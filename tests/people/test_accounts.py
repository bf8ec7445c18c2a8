"""One account an address, whoever comes at once; what a person says of themselves; going for good."""

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone
from django.utils.translation import gettext
from factories import home_page, make_process
from people.door import at_once, signed_in

from municipal.users.models import User
from participation.events.actions import append
from participation.letters.actions import write_letters
from participation.mailbox import one_spelling
from participation.models import District, Event, Letter, Proposal, Resident, SignInRequest
from participation.people.actions import account_for, ask, erase
from participation.signals import erasing_account


db = pytest.mark.django_db
CAMILLE, ACCOUNT = "camille@ville.example", "/mon-compte/"


@pytest.fixture
def camille():
    """An account with a name and a district."""
    account = User.objects.create_user(CAMILLE, first_name="Camille", last_name="Lenoir")
    district = District.objects.create(name="Le port", slug="le-port")
    Resident.objects.create(account=account, display_name="Camille du port", district=district, language="fr")
    return account


@pytest.fixture
def at_home(client, camille):
    """Camille's browser."""
    home_page()
    client.force_login(camille)
    return client


SPELLINGS = [
    CAMILLE,
    "CAMILLE@ville.example",
    " camille@VILLE.example\t",
    "ｃamille@ville.example",
    "camille@ville.exampLe",
]


@pytest.mark.django_db(transaction=True)
def test_fifty_threads_of_one_address_make_one_account():
    answers = at_once(50, lambda number: account_for(SPELLINGS[number % len(SPELLINGS)]).pk)
    assert len(set(answers)) == 1, [each for each in answers if isinstance(each, Exception)]
    assert User.objects.get().email == CAMILLE and Resident.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "spelling"),
    [
        ("  Camille@Ville.Example ", CAMILLE),
        ("ﬁ@ville.example", "fi@ville.example"),
        ("a@École.fr", "a@xn--cole-9oa.fr"),
        ("a@e\u0301cole.fr", "a@xn--cole-9oa.fr"),
        ("a@XN--COLE-9OA.FR", "a@xn--cole-9oa.fr"),
        ("a@straße.de", "a@xn--strae-oqa.de"),
        ("a.b+c@gmail.com", "a.b+c@gmail.com"),
        ("\u212aate@ville.example", "kate@ville.example"),
        ("a@" + "é" * 300, "a@" + "é" * 300),
        ("no address", "no address"),
        (None, ""),
        ("", ""),
    ],
)
def test_one_spelling(typed, spelling):
    assert one_spelling(typed) == spelling
    assert one_spelling(spelling) == spelling


@db
def test_letters_that_only_look_alike_are_other_addresses(client, door):
    account_for("mike@ville.example")
    for other in ("mıke@ville.example", "mikе@ville.example"):  # a dotless i, a Cyrillic e
        assert door(client, other).mail is None
    assert account_for("mıke@ville.example") != account_for("mike@ville.example")


@db
def test_an_account_that_staff_made_is_found_and_gets_its_resident():
    staff = User.objects.create_user("malik@ville.example", "prune-violette-12")
    assert account_for(" MALIK@ville.example") == staff
    assert Resident.objects.get().account == staff
    staff.refresh_from_db()
    assert staff.check_password("prune-violette-12")


@db
def test_the_name_is_neutral_until_one_is_given(client, door):
    client.post("/connexion/code/", {"code": door(client, CAMILLE).code})
    assert str(Resident.objects.get()) == gettext("A resident") and not Resident.objects.get().display_name
    assert "Mon compte" in client.get("/recherche/").content.decode()
    data = {"display_name": "  Camille \u202e du\n port ", "language": "en"}
    assert client.post(ACCOUNT, data)["Location"] == "/mon-compte/?garde"
    assert str(Resident.objects.get()) == "Camille du port"
    assert "Camille du port</a>" in client.get("/recherche/").content.decode()


@db
def test_what_one_says_is_kept_and_what_is_wrong_is_said(at_home):
    page = at_home.get(ACCOUNT).content.decode()
    assert CAMILLE in page and 'value="Camille du port"' in page
    data = {"display_name": "x" * 81, "district": "999", "language": "tlh"}
    wrong = at_home.post(ACCOUNT, data).content.decode()
    assert wrong.count('class="wrong-word"') == 3 and "x" * 81 in wrong
    resident = Resident.objects.get()
    assert (resident.display_name, resident.language) == ("Camille du port", "fr")
    at_home.post(ACCOUNT, {"display_name": "", "district": "", "language": "en"})
    resident.refresh_from_db()
    assert (resident.display_name, resident.district, resident.language) == ("", None, "en")


@db
def test_looking_at_ones_account_writes_nothing(client):
    home_page()
    client.force_login(User.objects.create_user(CAMILLE))
    assert client.get(ACCOUNT).status_code == 200
    assert not Resident.objects.exists()


@db
def test_going_for_good_asks_first(at_home):
    assert "erased" not in at_home.get("/mon-compte/supprimer/").content.decode()
    assert "Cochez la case" in at_home.post("/mon-compte/supprimer/").content.decode()
    assert User.objects.get().is_active and signed_in(at_home) == CAMILLE


def everything():
    """Every row of every table, as text."""
    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            rows += cursor.fetchall()
    return str(rows)


@db
def test_going_for_good_erases_what_identifies_and_changes_no_count(at_home, camille):
    process = make_process()
    Proposal.objects.create(process=process, number=1, title="Un verger", author=camille.resident)
    phone = Client()
    phone.force_login(camille)
    camille.groups.add(Group.objects.create(name="Conseil de quartier"))
    append("password-set", account=camille.pk)
    ask(CAMILLE, window=None, network="", language="fr", site=None, leads_to="", now=timezone.now())
    write_letters()
    assert Letter.objects.filter(recipient=CAMILLE).count() == 2
    answer = at_home.post("/mon-compte/supprimer/", {"sure": "on"})
    assert answer["Location"] == "/mon-compte/supprime/" and at_home.get(answer["Location"]).status_code == 200
    assert signed_in(at_home) is None and signed_in(phone) is None
    dump = everything().lower()
    assert [word for word in ("camille", "lenoir", "ville.example") if word in dump] == []
    assert not Letter.objects.exists() and not SignInRequest.objects.exists()
    assert Proposal.objects.count() == User.objects.count() == Resident.objects.count() == 1
    assert Proposal.objects.get().author_id, "what was written stays"
    stub = User.objects.get()
    assert (stub.is_active, stub.has_usable_password(), stub.groups.count()) == (False, False, 0)


@db
def test_whoever_comes_back_is_somebody_new(at_home, camille, door):
    erase(camille)
    assert account_for(CAMILLE) != camille
    assert User.objects.count() == 2


@db
def test_a_room_that_cannot_erase_its_part_undoes_the_whole(camille):
    def fail(account, email, **kwargs):
        assert email == CAMILLE
        raise OSError("not now")

    erasing_account.connect(fail)
    try:
        with pytest.raises(OSError, match="not now"):
            erase(camille)
    finally:
        erasing_account.disconnect(fail)
    camille.refresh_from_db()
    assert camille.email == CAMILLE and camille.is_active


@db
def test_a_colleague_is_closed_by_an_administrator(client):
    home_page()
    client.force_login(User.objects.create_superuser("anne@ville.example", "prune-violette-12"))
    page = client.post("/mon-compte/supprimer/", {"sure": "on"})
    assert page.status_code == 200 and "Demandez à" in page.content.decode()
    assert User.objects.get().is_active


@db
def test_a_letter_tells_that_the_password_changed(client, door, django_capture_on_commit_callbacks):
    client.post("/connexion/code/", {"code": door(client, CAMILLE).code})
    path, new = (
        "/mon-compte/mot-de-passe/",
        {"new_password1": "prune-violette-12", "new_password2": "prune-violette-12"},
    )
    weak = client.post(path, {"new_password1": "12345678", "new_password2": "12345678"})
    assert weak.status_code == 200 and "wrong-word" in weak.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(path, new).status_code == 303
    assert signed_in(client) == CAMILLE, "the session goes on"
    assert mail.outbox[-1].to == [CAMILLE] and "mot de passe" in mail.outbox[-1].subject
    assert Event.objects.filter(kind="password-set").count() == 1
    assert client.login(username=CAMILLE, password="prune-violette-12")
    assert "old_password" in client.get(path).content.decode(), "without a letter one has to know the old one"
