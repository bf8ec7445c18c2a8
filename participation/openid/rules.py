"""What a provider's claims are worth. Pure."""

import hashlib
from typing import NamedTuple


LONGEST_NAMED, LONGEST_KEPT = 255, 191  # letters of a subject: what the standard allows, what allauth's column holds


class Identity(NamedTuple):
    """Who somebody is at a provider, and the address that may be joined to an account; empty if none may."""

    issuer: str
    subject: str
    email: str = ""


def kept_subject(subject):
    """A subject as it is kept: itself, or its digest where it is too long. ValueError for what the standard forbids."""
    if not (0 < len(subject) <= LONGEST_NAMED and subject.isascii() and subject.isprintable()):
        raise ValueError("This is no subject of OpenID Connect.")
    return subject if len(subject) <= LONGEST_KEPT else hashlib.sha256(subject.encode()).hexdigest()


def identity_of(issuer, claims):
    """The identity in the claims of one person. An address counts only if the provider says that it is verified."""
    verified = claims.get("email_verified")
    email = claims.get("email")
    trusted = isinstance(email, str) and (verified is True or verified == "true")
    return Identity(issuer, kept_subject(claims["sub"]), email if trusted else "")


def about_one_person(token, userinfo, nonce):
    """Do an ID token and a userinfo answer speak of one person, and the token of this very attempt to sign in?"""
    same = "sub" not in userinfo or userinfo["sub"] == token.get("sub")
    return bool(token.get("sub")) and bool(nonce) and token.get("nonce") == nonce and same
