"""What people type about themselves, and the sentences when it does not do."""

from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm

from ..conf import setting
from ..mailbox import one_spelling
from ..moments import show_hour
from .actions import TooSoon, enters_the_editor, try_password
from .models import Resident
from .rules import network_of, only_digits, plain_name


NO_ADDRESS = _("This is not an e-mail address. It looks like name@example.com.")
NO_CODE = _("The code has six digits. Copy them from the e-mail.")
REFUSALS = {
    "unknown": _("This link or window waits for no e-mail. Ask for a new one."),
    "used": _("This e-mail has already served. Ask for a new one."),
    "void": _("A newer e-mail has been asked for. Use that one, or ask again."),
    "expired": _("This e-mail is too old. Ask for a new one."),
    "wrong": _("This is not the code of the last e-mail. Copy its six digits."),
    "spent": _("Five wrong codes: the code opens nothing any more. Open the link of the e-mail, or ask for a new one."),
    "shut": _("This account has been closed. Please get in touch with the town."),
}


def too_soon(soon):
    """When to try again, in a sentence."""
    said = _("Too many tries. Try again from %(hour)s. An e-mail you already have still works.")
    return said % {"hour": show_hour(soon.again_at)}


def network_behind(request):
    """The reader's network, as the town's own proxy says it; empty when nobody can know."""
    header = setting("READER_ADDRESS_HEADER")
    address = request.headers.get(header, "") if header else request.META.get("REMOTE_ADDR", "")
    return network_of(address.rpartition(",")[2])


class AskForm(forms.Form):
    """The address to write to."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        error_messages={"required": _("Write your e-mail address."), "invalid": NO_ADDRESS},
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false", "autocapitalize": "none"}),
    )

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["email"].to_python = one_spelling  # before the validators: they read what will be written to

    def clean_email(self):
        email = self.cleaned_data["email"]
        account = get_user_model()
        longest = account._meta.get_field(account.USERNAME_FIELD).max_length
        if not email.isascii() or len(email) > longest:  # an accent before the @: most mail servers lose such letters
            raise ValidationError(NO_ADDRESS)
        return email


class CodeForm(forms.Form):
    """The six digits of a letter."""

    code = forms.CharField(
        label=_("Six-digit code"),
        max_length=40,
        error_messages={"required": _("Write the code of the e-mail."), "max_length": NO_CODE},
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}),
    )

    def clean_code(self):
        digits = only_digits(self.cleaned_data["code"])
        if digits is None:
            raise ValidationError(NO_CODE)
        return digits


class CountedPassword:
    """What every form with a password does at any door of the site: wrong ones are counted, and put off in the end."""

    counts_wrong_passwords = True
    by_network = False

    def clean(self):
        def attempt():
            try:
                super(CountedPassword, self).clean()
            except ValidationError as error:
                self.add_error(None, error)
            return self.get_user()

        name = self.cleaned_data.get("username", "")
        if "@" in name:
            name = self.cleaned_data["username"] = one_spelling(name)
        if name and self.cleaned_data.get("password"):
            network = network_behind(self.request) if self.request else ""
            try:
                try_password(name, attempt, network=network, now=timezone.now(), by_network=self.by_network)
            except TooSoon as soon:
                raise ValidationError(self.put_off(soon), code="too-soon") from soon
        return self.cleaned_data

    def put_off(self, soon):
        """What is said when no more passwords are tried."""
        return too_soon(soon)


class PasswordForm(CountedPassword, AuthenticationForm):
    """An address and a password."""

    error_messages = {
        **AuthenticationForm.error_messages,
        "invalid_login": _("The address or the password is wrong. Capitals count in the password."),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("E-mail address")
        self.fields["username"].widget.attrs["inputmode"] = "email"
        self.fields["username"].error_messages["required"] = _("Write your e-mail address.")
        self.fields["password"].error_messages["required"] = _("Write your password.")


class EditorForm(CountedPassword, LoginForm):
    """The door of the editor. Wrong passwords are counted for each network apart: nobody keeps a colleague out."""

    by_network = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password"].label = AuthenticationForm.base_fields["password"].label  # which Wagtail's has lost

    def put_off(self, soon):
        said = _("Too many wrong passwords. Try again from %(hour)s, or ask an administrator for a new one.")
        return said % {"hour": show_hour(soon.again_at)}


class ResidentForm(forms.ModelForm):
    """How a person is named and written to."""

    language = forms.ChoiceField(label=_("Language of e-mails"), choices=lambda: settings.LANGUAGES)

    class Meta:
        model = Resident
        fields = ["display_name", "district", "language"]
        labels = {"display_name": _("Shown name"), "district": _("District")}
        help_texts = {
            "display_name": _("Beside what you write. Your own name or another; empty, it says “A resident”."),
            "district": _("To see first what concerns it. You need not say."),
        }
        widgets = {"display_name": forms.TextInput(attrs={"autocomplete": "nickname"})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["language"] = self.instance.language or get_language()
        if not self.fields["district"].queryset.exists():
            del self.fields["district"]

    def clean_display_name(self):
        return plain_name(self.cleaned_data["display_name"])


class EraseForm(forms.Form):
    """Whether one is sure."""

    sure = forms.BooleanField(
        label=_("Yes, delete my account for good"),
        error_messages={"required": _("Tick the box if you are sure.")},
    )

    def __init__(self, *args, account, **kwargs):
        super().__init__(*args, **kwargs)
        self.account = account

    def clean(self):
        if enters_the_editor(self.account):
            raise ValidationError(_("This account also writes in the editor. Ask an administrator to close it."))
        return super().clean()
