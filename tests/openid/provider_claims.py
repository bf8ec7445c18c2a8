"""What the provider of the tests says about a person. Read once its settings are there."""

from oauth2_provider.oauth2_validators import OAuth2Validator


class Claims(OAuth2Validator):
    """An address, and whether the provider vouches for it."""

    oidc_claim_scope = OAuth2Validator.oidc_claim_scope | {"email": "email", "email_verified": "email"}

    def get_additional_claims(self, request):
        """The address of whoever signed in."""
        return {"email": request.user.email, "email_verified": request.user.last_name == "verified"}
