"""Money: integer hundredths in the database, whole amounts on a form, a readable line on a page."""

from decimal import Decimal

from django import forms
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import get_language


SYMBOLS = {"EUR": "€", "CHF": "CHF", "PLN": "zł", "USD": "$", "CAD": "$", "GBP": "£"}
NARROW, FIXED = "\u202f", "\u00a0"


def show_money(cents, currency="EUR"):
    """An amount as the active language writes it: `12 000 €`, `83,46 €`, `€12,000`. Cents only where there are some."""
    whole, rest = divmod(abs(cents), 100)
    sign = "−" if cents < 0 else ""
    symbol = SYMBOLS.get(currency, currency)
    if (get_language() or "").startswith("fr"):
        amount = f"{whole:,}".replace(",", NARROW) + (f",{rest:02}" if rest else "")
        return f"{sign}{amount}{FIXED}{symbol}"
    amount = f"{whole:,}" + (f".{rest:02}" if rest else "")
    return f"{sign}{symbol}{FIXED if symbol.isalpha() else ''}{amount}"


class AmountField(forms.DecimalField):
    """Reads and shows whole amounts with at most two decimals; hands hundredths to the model."""

    def __init__(self, **kwargs):
        kwargs.setdefault("max_digits", 14)
        super().__init__(**{**kwargs, "decimal_places": 2, "min_value": kwargs.get("min_value", Decimal("0.01"))})

    def prepare_value(self, value):
        return Decimal(value) / 100 if isinstance(value, int) else value

    def has_changed(self, initial, data):
        return super().has_changed(self.prepare_value(initial), data)

    def clean(self, value):
        amount = super().clean(value)
        return None if amount is None else int(amount * 100)


class MoneyField(models.BigIntegerField):
    """Hundredths of a currency in the database; its form field speaks whole amounts."""

    def formfield(self, **kwargs):
        wanted = {name: kwargs[name] for name in ("required", "label", "help_text", "initial") if name in kwargs}
        return AmountField(
            **{"required": not self.blank, "label": capfirst(self.verbose_name), "help_text": self.help_text, **wanted}
        )
