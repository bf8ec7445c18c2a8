"""A real provider of OpenID Connect (django-oauth-toolkit) in a process of its own, that also lies where it is told to.

`python -c "import provider; provider.serve(PORT, 'FOLDER')"` with this folder on the path.
"""

import json
import os
import sys
import threading
import time
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django
import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse


TOLD = {"person": {"name": "ines", "email": "ines@ville.example", "verified": True}, "behave": ""}


def new_key():
    """A private key, as PEM."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    kinds = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return key.private_bytes(*kinds).decode()


def configure(port, folder):
    """One application, the town's, which must use PKCE."""
    settings.configure(
        SECRET_KEY="provider",
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF="provider",
        LOGIN_URL="/enter/",
        USE_TZ=True,
        SESSION_COOKIE_NAME="provider",
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(Path(folder) / "provider.sqlite3")}},
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "oauth2_provider",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "provider.lies",
        ],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
        OAUTH2_PROVIDER={
            "OIDC_ENABLED": True,
            "OIDC_RSA_PRIVATE_KEY": new_key(),
            "OIDC_ISS_ENDPOINT": f"http://127.0.0.1:{port}",
            "OIDC_RP_INITIATED_LOGOUT_ENABLED": True,
            "OIDC_RP_INITIATED_LOGOUT_ALWAYS_PROMPT": False,
            "OAUTH2_VALIDATOR_CLASS": "provider_claims.Claims",
            "PKCE_REQUIRED": True,
            "SCOPES": {"openid": "", "email": ""},
            "ALLOWED_REDIRECT_URI_SCHEMES": ["http"],
        },
    )
    django.setup()


def serve(port, folder):
    """Serve until whoever started it has gone: its end of our standard input closes then."""
    threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
    sys.modules["provider"] = sys.modules[__name__]
    configure(port, folder)
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application
    from django.urls import include, path

    call_command("migrate", verbosity=0)
    global urlpatterns
    urlpatterns = [
        path("tell/", tell),
        path("enter/", enter),
        path("", include("oauth2_provider.urls", namespace="oauth2_provider")),
    ]

    class Server(ThreadingMixIn, WSGIServer):
        daemon_threads = True

    class Silent(WSGIRequestHandler):
        def log_message(self, *args):
            pass

    make_server("127.0.0.1", port, get_wsgi_application(), Server, Silent).serve_forever()


def tell(request):
    """Who is at the keyboard there, how the provider behaves, and where the town is."""
    from oauth2_provider.models import Application

    said = json.loads(request.body)
    TOLD.update({name: said[name] for name in TOLD if name in said})
    if "callback" in said:
        kept = {
            "client_secret": "secret",
            "hash_client_secret": False,
            "client_type": "confidential",
            "authorization_grant_type": "authorization-code",
            "algorithm": "RS256",
            "skip_authorization": True,
            "redirect_uris": said["callback"],
            "post_logout_redirect_uris": said["home"],
        }
        Application.objects.update_or_create(client_id="town", defaults=kept)
    return JsonResponse({})


def enter(request):
    """Signs in whoever is at the keyboard."""
    from django.contrib.auth import get_user_model, login

    person = TOLD["person"]
    user, _made = get_user_model().objects.get_or_create(username=person["name"])
    user.email, user.last_name = person["email"], "verified" if person["verified"] else ""
    user.save()
    login(request, user)
    return HttpResponseRedirect(request.GET["next"])


def lies(get_response):
    """A middleware: what the provider says, changed as it was told."""

    def answer(request):
        behave = TOLD["behave"]
        if behave == "hang" and request.path == "/token/":
            time.sleep(8)
        if behave == "broken" and request.path in ("/token/", "/userinfo/"):
            return HttpResponse("<html>502 Bad gateway</html>", status=502)
        if behave == "garbage" and request.path == "/userinfo/":
            return HttpResponse("<html>", content_type="text/html")
        response = get_response(request)
        if request.path == "/token/" and response.status_code == 200:
            said = json.loads(response.content)
            changed = said | {"id_token": forged(said["id_token"], behave)}
            if behave == "no token":
                del changed["id_token"]
            response.content = json.dumps(changed)
        if request.path == "/userinfo/" and response.status_code == 200:
            _change_userinfo(response, behave)
        if response.has_header("Content-Length"):
            response["Content-Length"] = str(len(response.content))
        return response

    return answer


SUBJECTS = {"long subject": "é" * 10_000, "subject of 255": "s" * 255, "broken subject": "a\0b", "subject a number": 7}


def _change_userinfo(response, behave):
    said = json.loads(response.content)
    if behave in SUBJECTS:
        response.content = json.dumps(said | {"sub": SUBJECTS[behave]})
    if behave == "other person":
        response.content = json.dumps(said | {"sub": "999"})
    if behave in ("signed", "signed by another"):
        whole = said | {"iss": settings.OAUTH2_PROVIDER["OIDC_ISS_ENDPOINT"], "aud": "town"}
        key = settings.OAUTH2_PROVIDER["OIDC_RSA_PRIVATE_KEY"] if behave == "signed" else new_key()
        response.content = jwt.encode(whole, key, algorithm="RS256", headers={"kid": TOLD["kid"]})
        response["Content-Type"] = "application/jwt"


def forged(token, behave):
    """The ID token, changed: `kid` stays, so that only its content or its signature is wrong."""
    claims, head = jwt.decode(token, options={"verify_signature": False}), jwt.get_unverified_header(token)
    TOLD["kid"] = head["kid"]
    key, algorithm = settings.OAUTH2_PROVIDER["OIDC_RSA_PRIVATE_KEY"], "RS256"
    changes = {
        "other nonce": {"nonce": "0" * 32},
        "other audience": {"aud": "another-town"},
        "other issuer": {"iss": "https://voleur.example"},
        "expired": {"exp": int(time.time()) - 3600},
        "no subject": {"sub": ""},
        **{name: {"sub": subject} for name, subject in SUBJECTS.items()},
    }
    if behave == "other key":
        key = new_key()
    elif behave == "no signature":
        key, algorithm = None, "none"
    elif behave == "shared secret":
        key, algorithm = "secret" * 8, "HS256"
    elif behave not in changes:
        return token
    return jwt.encode(claims | changes.get(behave, {}), key, algorithm=algorithm, headers={"kid": head["kid"]})
