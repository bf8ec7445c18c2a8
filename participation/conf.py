"""Every setting of the extension, with its default and a sentence. A host writes `PARTICIPATION = {…}`."""

from django.conf import settings


DEFAULTS = {
    # The currency of a new process (ISO 4217). Amounts are kept in hundredths of it.
    "CURRENCY": "EUR",
    # Hosts whose films an editor may show. A film is asked from its host only when a reader presses play.
    "VIDEO_HOSTS": ["www.youtube-nocookie.com", "player.vimeo.com", "www.dailymotion.com", "tube.numerique.gouv.fr"],
    # How many news one page of the news index shows.
    "NEWS_PER_PAGE": 10,
    # What a role may do beside the extension's own table, and roles of the host's own:
    # {"Communication": ["home.change_siteframe"]}.
    "ROLE_PERMISSIONS": {},
}


def setting(name):
    """The host's value of a setting, or the default. KeyError for a name that is not declared above."""
    default = DEFAULTS[name]
    return getattr(settings, "PARTICIPATION", {}).get(name, default)
