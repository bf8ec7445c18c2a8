"""What `manage.py check` says of a host's configuration, in sentences."""

from django.apps import apps
from django.conf import settings
from django.core.checks import Error, Tags, register
from django.db import DatabaseError, connections
from django.utils.module_loading import import_string
from wagtail.admin.views.account import password_reset_enabled

from .conf import DEFAULTS, setting
from .web_role import NoSuchRole, faults, is_there


@register("participation")
def known_settings(app_configs, **kwargs):
    """participation.E001: a name in PARTICIPATION that no room reads is a spelling mistake."""
    unknown = sorted(set(getattr(settings, "PARTICIPATION", {})) - set(DEFAULTS))
    return [
        Error(
            f"PARTICIPATION has no setting {name!r}.",
            hint=f"Known: {', '.join(sorted(DEFAULTS))}.",
            id="participation.E001",
        )
        for name in unknown
    ]


@register("participation")
def time_zones_are_on(app_configs, **kwargs):
    """participation.E002: a phase closes at an exact moment, which needs time zones."""
    if settings.USE_TZ:
        return []
    return [Error("Set USE_TZ = True: phases open and close at exact moments.", id="participation.E002")]


@register("participation")
def editors_keep_their_password(app_configs, **kwargs):
    """participation.E003: people sign in by a letter; without its middleware a letter would open the editor too."""
    wanted = "participation.people.middleware.EditorByPassword"
    if wanted in settings.MIDDLEWARE or setting("EDITORS_BY_LETTER"):
        return []
    hint = f"Add {wanted!r} to MIDDLEWARE, after AuthenticationMiddleware, or set PARTICIPATION['EDITORS_BY_LETTER']."
    return [
        Error("A letter to sign in opens Wagtail's editor without its password.", hint=hint, id="participation.E003")
    ]


@register("participation")
def the_editors_door_is_as_strong_as_the_sites(app_configs, **kwargs):
    """participation.E007: the editor's door counts wrong passwords too. E008: no letter resets a colleague's."""
    found, form = [], getattr(settings, "WAGTAILADMIN_USER_LOGIN_FORM", "wagtail.admin.forms.auth.LoginForm")
    if not getattr(import_string(form), "counts_wrong_passwords", False):
        hint = "Set WAGTAILADMIN_USER_LOGIN_FORM = 'participation.people.forms.EditorForm'."
        text = "Wagtail's login tries as many passwords as somebody sends, those of residents too."
        found.append(Error(text, hint=hint, id="participation.E007"))
    if password_reset_enabled() and not setting("EDITORS_BY_LETTER"):
        hint = "Set WAGTAIL_PASSWORD_RESET_ENABLED = False, or PARTICIPATION['EDITORS_BY_LETTER']."
        text = "Wagtail's “Forgotten password?” opens the editor to whoever reads a colleague's mail."
        found.append(Error(text, hint=hint, id="participation.E008"))
    return found


@register(Tags.database)
def a_commit_survives_a_crash(app_configs, databases=None, **kwargs):
    """participation.E004: an acknowledged ballot is on the disk. Asked by `check --database` and by `migrate`."""
    found = []
    for alias in databases or ():
        unsafe = [f"{name} = {value}" for name, value in _durability(connections[alias]) if value in UNSAFE[name]]
        if unsafe:
            text = f"The database {alias!r} may lose what it has acknowledged: {', '.join(unsafe)}."
            found.append(Error(text, hint="An acknowledged ballot must survive a crash.", id="participation.E004"))
    return found


UNSAFE = {
    "fsync": {"off"},
    "full_page_writes": {"off"},
    "synchronous_commit": {"off", "local"},
    "synchronous": {0, 1},
}


def _durability(connection):
    """Names and values of what makes commits last."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous")
            yield "synchronous", cursor.fetchone()[0]
        elif connection.vendor == "postgresql":
            for name in ("fsync", "full_page_writes", "synchronous_commit"):
                cursor.execute(f"SHOW {name}")
                yield name, cursor.fetchone()[0]


@register(Tags.database)
def a_real_vote_is_not_held_on_sqlite(app_configs, databases=None, **kwargs):
    """participation.E005: a real vote is open on SQLite, and the host has not said that it may be."""
    if setting("VOTES_ON_SQLITE"):
        return []
    polls = apps.get_model("participation", "Poll")._default_manager
    found = []
    for alias in databases or ():
        if connections[alias].vendor != "sqlite":
            continue
        try:
            is_open = polls.using(alias).real().under_way().exists()
        except DatabaseError:  # before its migrations
            continue
        if is_open:
            text = f"A vote is open in the database {alias!r}, which is SQLite: voters wait for each other."
            hint = "Move to PostgreSQL, or set PARTICIPATION['VOTES_ON_SQLITE'] = True."
            found.append(Error(text, hint=hint, id="participation.E005"))
    return found


@register(Tags.database)
def the_website_cannot_read_the_box(app_configs, databases=None, **kwargs):
    """participation.E006: a role of its own is set for the website, and who asks is another or can read the box."""
    wanted = setting("WEB_ROLE")
    found = []
    for alias in databases or () if wanted else ():
        connection = connections[alias]
        if connection.vendor != "postgresql":
            text = f"WEB_ROLE is set, and the database {alias!r} is no PostgreSQL: only PostgreSQL has roles."
            found.append(Error(text, hint="Move to PostgreSQL, or empty WEB_ROLE.", id="participation.E006"))
        elif is_there(connection) and (wrong := _wrong_with(connection, wanted)):
            text = f"WEB_ROLE says that the website cannot read the open box: {'; '.join(wrong)}."
            found.append(Error(text, hint=OWNER_HINT, id="participation.E006"))
    return found


OWNER_HINT = (
    "Run the website as that role, after `manage.py web_role NAME`. Commands of the owner (migrate, web_role, "
    "seal_boxes, restore_drill) run with WEB_ROLE empty."
)


def _wrong_with(connection, wanted):
    """What is wrong with the role that this process runs as, and with the one that is set."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        current = cursor.fetchone()[0]
    wrong = [] if current == wanted else [f"this process runs as {current!r}, not as {wanted!r}"]
    for role in dict.fromkeys((current, wanted)):
        try:
            wrong += faults(connection, role)
        except NoSuchRole:
            wrong.append(f"the database has no role {role!r}")
    return wrong
