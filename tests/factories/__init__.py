"""Rows and pages for tests, made as the product makes them. One module a room; import from here."""

from .pages import call_page, campaign_page, consultation_page, home_page, news_index, news_page
from .phases import make_process, moment
from .votes import counted_vote, make_proposals, make_vote


__all__ = [
    "call_page",
    "campaign_page",
    "consultation_page",
    "counted_vote",
    "home_page",
    "make_process",
    "make_proposals",
    "make_vote",
    "moment",
    "news_index",
    "news_page",
]
