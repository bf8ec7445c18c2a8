"""Every setting of the extension, with its default and a sentence. A host writes `PARTICIPATION = {…}`."""

from django.conf import settings


DEFAULTS = {
    # The currency of a new process (ISO 4217). Amounts are kept in hundredths of it.
    "CURRENCY": "EUR",
    # Hosts whose films an editor may show. A film is asked from its host only when a reader presses play.
    "VIDEO_HOSTS": ["www.youtube-nocookie.com", "player.vimeo.com", "www.dailymotion.com", "tube.numerique.gouv.fr"],
    # How many news one page of the news index shows.
    "NEWS_PER_PAGE": 10,
    # How many proposals one page of a list shows; never more than 100.
    "PROPOSALS_PER_PAGE": 20,
    # The ground of the detailed map: {"url": "https://tiles.example/{z}/{x}/{y}.png", "attribution": "© …"}. None: the
    # town's districts on plain paper, and nothing is asked of anybody. The policy must let that host's pictures in.
    "MAP_TILES": None,
    # How many seconds a page is kept for other readers who are not signed in, in Django's default cache. A change shows
    # that much later to them, and so does what surrounds a ballot (menu, campaign page, phases); opening and closing a
    # vote stay exact. 0: each reader has it made.
    "PAGES_KEPT_SECONDS": 0,
    # How many days after the published count the rolls of a vote keep names, addresses and years of birth.
    "ROLL_KEPT_DAYS": 60,
    # May a real vote be held on SQLite, which makes voters wait for each other? The demo says True.
    "VOTES_ON_SQLITE": False,
    # The role of PostgreSQL that the website runs as, where it is not the one that owns the tables: it cannot read the
    # open box. Given its rights by `manage.py web_role`; `manage.py seal_boxes`, run as the owner, then seals.
    "WEB_ROLE": "",
    # What a role may do beside the extension's own table, and roles of the host's own:
    # {"Communication": ["home.change_siteframe"]}.
    "ROLE_PERMISSIONS": {},
    # How long the link and the code of a letter to sign in hold, in minutes.
    "SIGN_IN_MINUTES": 15,
    # Letters to sign in that one address is sent in an hour; after that one in two thirds of SIGN_IN_MINUTES, so that
    # nobody can keep another person out by asking in their name.
    "SIGN_IN_LETTERS_AN_HOUR": 5,
    # Requests, and wrong codes or passwords, from one network address in an hour: a whole school may share one.
    "SIGN_IN_TRIES_A_NETWORK": 300,
    # Wrong passwords for one account in an hour; a letter opens the site all the same. At the editor's door, which no
    # letter opens, from one network: nobody keeps a colleague out from elsewhere.
    "WRONG_PASSWORDS_AN_HOUR": 20,
    # The header in which the town's own proxy writes the reader's address ("X-Real-IP"). Empty: no header is believed.
    "READER_ADDRESS_HEADER": "",
    # May somebody who came in by a letter enter Wagtail's editor? False: the editor asks for its password.
    "EDITORS_BY_LETTER": False,
    # Signing in through FranceConnect, ProConnect or another provider of OpenID Connect, with the extra `openid`:
    # {"name": "FranceConnect", "issuer": "https://…", "client_id": "…", "client_secret": "…"}, and where the provider
    # asks for them "scope" (default "openid email") and "acr_values". None: no such button.
    "OPENID": None,
    # Wrong codes of voters' letters from one network address in an hour, before the answer to wrong ones is "later". A
    # right code always opens: eighty random bits are not guessed, and nobody keeps a school out.
    "WRONG_VOTER_CODES_A_NETWORK": 60,
    # How many hours after somebody began a ballot and did not send it they are reminded, once. 0: never.
    "BALLOT_REMINDER_HOURS": 6,
    # How letters name the town. Empty: the name of the Wagtail site, else WAGTAIL_SITE_NAME.
    "TOWN_NAME": "",
    # The address that letters come from. Empty: DEFAULT_FROM_EMAIL.
    "LETTERS_FROM": "",
    # Where an answer to a letter goes. Empty: to the address it came from.
    "LETTERS_REPLY_TO": "",
    # How many seconds the mail server may take for each step.
    "LETTERS_TIMEOUT": 10,
    # How many times a letter is tried that the mail server refuses for good (5xx).
    "LETTERS_REFUSED_TIMES": 3,
    # How many days a letter that was sent is remembered.
    "LETTERS_KEPT_DAYS": 30,
}


def setting(name):
    """The host's value of a setting, or the default. KeyError for a name that is not declared above."""
    default = DEFAULTS[name]
    return getattr(settings, "PARTICIPATION", {}).get(name, default)
