"""The provider as django-allauth speaks to it, with what its own OpenID Connect leaves to the host."""

import jwt
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from ...conf import setting
from ..rules import kept_subject


# Signatures with a key pair only: one made with the shared secret, or none at all, proves nothing about the provider.
SIGNATURES = ["RS256", "PS256", "ES256", "ES384", "EdDSA"]
TIMEOUT = 5  # seconds


def app_of_settings():
    """The town's registration with the provider, from PARTICIPATION["OPENID"]."""
    said = setting("OPENID")
    extra = {"acr_values": said["acr_values"]} if said.get("acr_values") else {}
    return SocialApp(
        provider=OpenIDConnectProvider.id,
        provider_id=said["issuer"],
        name=said["name"],
        client_id=said["client_id"],
        secret=said["client_secret"],
        settings={
            "server_url": said["issuer"].rstrip("/"),
            "oauth_pkce_enabled": True,
            "scope": said.get("scope", "openid email").split(),
            "auth_params": extra,
        },
    )


class Door(OpenIDConnectOAuth2Adapter):
    """One round trip: its callback is ours, and nothing is believed that is not signed."""

    def __init__(self, request):
        super().__init__(request, setting("OPENID")["issuer"])

    def get_provider(self):
        """The provider, whatever allauth has registered."""
        return Provider(self.request, app=app_of_settings())

    def get_callback_url(self, request, app):
        """One address whatever the language: the town has declared it to the provider."""
        with translation.override(settings.LANGUAGE_CODE):
            return request.build_absolute_uri(reverse("participation_openid:back"))

    def complete_login(self, request, app, token, response=None, **kwargs):
        """The login with its two sets of claims, both verified. Raises OAuth2Error for anything that is not so."""
        try:
            signed = self._verified(response["id_token"])
            login = self.get_provider().sociallogin_from_response(request, {"id_token": signed})
            login.id_token, login.claims, login.userinfo = response["id_token"], signed, self._userinfo(token.token)
        except (jwt.PyJWTError, LookupError, TypeError, ValueError, AttributeError) as error:
            raise OAuth2Error(f"{type(error).__name__}: this is no answer of the provider's.") from error
        return login

    def _userinfo(self, access_token):
        """What the provider says about the person: JSON, or signed."""
        with ProviderAdapter().get_requests_session() as session:
            answer = session.get(self.profile_url, headers={"Authorization": f"Bearer {access_token}"})
        answer.raise_for_status()
        if answer.headers.get("Content-Type", "").startswith("application/jwt"):
            return self._verified(answer.text, ["iss", "aud"])
        return dict(answer.json())

    def _verified(self, token, required=("iss", "aud", "exp", "iat", "sub")):
        """The claims of a token that this provider signed for this town, and that holds now."""
        keys = jwt.PyJWKClient(self.openid_config["jwks_uri"], timeout=TIMEOUT)
        return jwt.decode(
            token,
            keys.get_signing_key_from_jwt(token),
            algorithms=SIGNATURES,
            audience=self.get_provider().app.client_id,
            issuer=self.openid_config["issuer"],
            leeway=60,
            options={"require": list(required)},
        )


class Provider(OpenIDConnectProvider):
    """allauth's provider with our round trip. It keeps nothing of what the provider says about the person."""

    oauth2_adapter_class = Door

    def get_oauth2_adapter(self, request):
        """Our round trip."""
        return Door(request)

    def extract_uid(self, data):
        """The subject as it is kept. ValueError for what is none."""
        return kept_subject(data["id_token"]["sub"])

    def extract_extra_data(self, data):
        """Nothing: issuer and subject are enough."""
        return {}


class ProviderAdapter(DefaultSocialAccountAdapter):
    """What allauth asks of a host (SOCIALACCOUNT_ADAPTER): every way through it ends in a screen of ours."""

    def pre_social_login(self, request, sociallogin):
        """A verified answer of the provider: allauth's part is over."""
        from .door import come_in

        come_in(request, sociallogin)

    def on_authentication_error(self, request, provider, error=None, exception=None, extra_context=None):
        """Anything else."""
        from .door import refuse

        refuse(request, error, exception)

    def is_open_for_signup(self, request, sociallogin):
        """Accounts are made by `people`."""
        return False
