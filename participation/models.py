"""The one door to the rows and pages of every room, for Django and for hosts.

Rooms import each other's modules directly, downwards only; everybody else imports from here.
"""

from .ballots.models import (
    Agreement,
    BegunBallot,
    CodeBatch,
    Duty,
    Elector,
    Extension,
    OpenBallot,
    PaperBatch,
    PaperEntry,
    Poll,
    RollMark,
    RollUpload,
    Tablet,
    TurnoutCount,
)
from .budgets.models import ProposalOption
from .budgets.pages import BudgetCallPage
from .consultations.pages import ConsultationPage
from .editorial.blocks import BodyBlock, FactsBlock, PictureBlock
from .editorial.links import expect_links, look_up
from .editorial.pages import EditorialPage, synchronised, translated
from .events.models import Event
from .journal.models import JournalEntry
from .letters.models import Letter
from .news.models import NewsTag, NewsTagging
from .news.pages import NewsIndexPage, NewsPage
from .people.models import Resident, SignInRequest, Throttle
from .phases.models import Envelope, Phase, PhaseChange, Process
from .phases.pages import page_of, pages_of
from .places.models import District, Place
from .proposals.models import Proposal, ProposalTheme, Theme, ThemeName
from .proposals.pages import ProposalPage
from .votes.models import Comparison, ElectionImport, ImportedVoter, Option, Result, SealedBallot, Vote
from .votes.pages import VoteCampaignPage


__all__ = [
    "Agreement",
    "BegunBallot",
    "BodyBlock",
    "BudgetCallPage",
    "CodeBatch",
    "Comparison",
    "ConsultationPage",
    "District",
    "Duty",
    "EditorialPage",
    "ElectionImport",
    "Elector",
    "Envelope",
    "Event",
    "Extension",
    "FactsBlock",
    "ImportedVoter",
    "JournalEntry",
    "Letter",
    "NewsIndexPage",
    "NewsPage",
    "NewsTag",
    "NewsTagging",
    "OpenBallot",
    "Option",
    "PaperBatch",
    "PaperEntry",
    "Phase",
    "PhaseChange",
    "PictureBlock",
    "Place",
    "Poll",
    "Process",
    "Proposal",
    "ProposalOption",
    "ProposalPage",
    "ProposalTheme",
    "Resident",
    "Result",
    "RollMark",
    "RollUpload",
    "SealedBallot",
    "SignInRequest",
    "Tablet",
    "Theme",
    "ThemeName",
    "Throttle",
    "TurnoutCount",
    "Vote",
    "VoteCampaignPage",
    "expect_links",
    "look_up",
    "page_of",
    "pages_of",
    "synchronised",
    "translated",
]
