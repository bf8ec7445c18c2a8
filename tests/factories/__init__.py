"""Rows and pages for tests, made as the product makes them. One module a room; import from here."""

from .drafts import freeze, make_closed_vote, make_draft, make_edition
from .pages import call_page, campaign_page, consultation_page, home_page, news_index, news_page
from .people import signed_in
from .phases import make_process, moment
from .places import make_district, square
from .polls import make_poll, make_ready_poll, open_ready
from .proposals import make_proposal, make_theme
from .votes import counted_vote, make_proposals, make_vote


__all__ = [
    "call_page",
    "campaign_page",
    "consultation_page",
    "counted_vote",
    "freeze",
    "home_page",
    "make_closed_vote",
    "make_draft",
    "make_edition",
    "make_district",
    "make_poll",
    "make_process",
    "make_ready_poll",
    "make_proposal",
    "make_proposals",
    "make_theme",
    "make_vote",
    "moment",
    "news_index",
    "news_page",
    "open_ready",
    "square",
    "signed_in",
]
