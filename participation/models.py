"""The one door to the rows and pages of every room, for Django and for hosts.

Rooms import each other's modules directly, downwards only; everybody else imports from here.
"""

from .budgets.models import ProposalOption
from .budgets.pages import BudgetCallPage
from .consultations.pages import ConsultationPage
from .editorial.blocks import BodyBlock, FactsBlock, PictureBlock
from .editorial.links import expect_links, look_up
from .editorial.pages import EditorialPage, synchronised, translated
from .news.models import NewsTag, NewsTagging
from .news.pages import NewsIndexPage, NewsPage
from .people.models import Resident
from .phases.models import Envelope, Phase, PhaseChange, Process
from .phases.pages import page_of, pages_of
from .places.models import District, Place
from .proposals.models import Proposal, ProposalTheme, Theme, ThemeName
from .proposals.pages import ProposalPage
from .votes.models import Comparison, ElectionImport, ImportedVoter, Option, Result, SealedBallot, Vote
from .votes.pages import VoteCampaignPage


__all__ = [
    "ThemeName",
    "Theme",
    "ProposalTheme",
    "Comparison",
    "BodyBlock",
    "BudgetCallPage",
    "ConsultationPage",
    "District",
    "EditorialPage",
    "ElectionImport",
    "Envelope",
    "FactsBlock",
    "ImportedVoter",
    "NewsIndexPage",
    "NewsPage",
    "NewsTag",
    "NewsTagging",
    "Option",
    "Phase",
    "PhaseChange",
    "PictureBlock",
    "Place",
    "Process",
    "Proposal",
    "ProposalOption",
    "ProposalPage",
    "Resident",
    "Result",
    "SealedBallot",
    "Vote",
    "VoteCampaignPage",
    "expect_links",
    "look_up",
    "page_of",
    "pages_of",
    "synchronised",
    "translated",
]
