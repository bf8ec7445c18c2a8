"""What a provider's claims are worth. Pure."""

from typing import NamedTuple


class Identity(NamedTuple):
    """Who somebody is at a provider, and the address that may be joined to an account; empty if none may."""

    issuer: str
    subject: str
    email: str = ""


def identity_of(issuer, claims):
    """The identity in the claims of one person. An address counts only if the provider says that it is verified."""
    verified = claims.get("email_verified")
    email = claims.get("email")
    trusted = isinstance(email, str) and (verified is True or verified == "true")
    return Identity(issuer, str(claims["sub"]), email if trusted else "")


def about_one_person(token, userinfo, nonce):
    """Do an ID token and a userinfo answer speak of one person, and the token of this very attempt to sign in?"""
    same = "sub" not in userinfo or userinfo["sub"] == token.get("sub")
    return bool(token.get("sub")) and bool(nonce) and token.get("nonce") == nonce and same
