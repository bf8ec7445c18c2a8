"""What participation adds about a person, beside the host's own account."""

from django.conf import settings
from django.core.signing import Signer
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..places.models import District


class Resident(models.Model):
    """A person who takes part: the name shown beside what they write, and in which language they are written to."""

    # Empty once the account is deleted: what its person wrote stays a resident's, and never becomes the town's.
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="resident",
    )
    display_name = models.CharField(_("shown name"), max_length=80, blank=True)
    district = models.ForeignKey(
        District, verbose_name=_("district"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    language = models.CharField(_("language of e-mails"), max_length=12, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("resident")
        verbose_name_plural = _("residents")

    def __str__(self):
        return self.display_name or gettext("A resident")


LINKS = Signer(salt="participation.people.link")


class SignInRequest(models.Model):
    """Somebody asked, in one window of a browser, to come in by a letter to an address.

    The link and the code are computed from the key and the site's SECRET_KEY: no row holds them, and a copy of the
    database opens nobody's session.
    """

    key = models.CharField(max_length=32, unique=True)
    email = models.EmailField(_("e-mail address"), db_index=True)
    language = models.CharField(_("language"), max_length=12)
    site = models.ForeignKey("wagtailcore.Site", null=True, on_delete=models.SET_NULL, related_name="+")
    leads_to = models.CharField(max_length=500, blank=True)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)
    void_at = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("request to sign in")
        verbose_name_plural = _("requests to sign in")
        default_permissions = ()

    def __str__(self):
        return f"{self.email} {self.asked_at:%Y-%m-%d %H:%M}"

    @property
    def code(self):
        """Six digits, for the window where it was asked."""
        digest = salted_hmac("participation.people.code", self.key, algorithm="sha256").hexdigest()
        return f"{int(digest, 16) % 1_000_000:06}"

    @property
    def token(self):
        """The end of the link, for any window: the key and a signature of 256 bits."""
        return LINKS.sign(self.key)


class Throttle(models.Model):
    """How often something was tried lately. In the database: it holds on several servers and after a restart."""

    # What is counted, as a digest: neither an e-mail nor a network address is kept here.
    key = models.CharField(max_length=64, unique=True)
    since = models.DateTimeField()
    last_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("throttle")
        verbose_name_plural = _("throttles")
        default_permissions = ()

    def __str__(self):
        return f"{self.times} since {self.since:%Y-%m-%d %H:%M}"
