"""The ballot paper: what residents fill in by hand, to be read on screen and printed."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.models import Site

from ...ballots.models import Poll
from ...ballots.rules.modes import Limits
from ...votes.models import Vote
from ..models import ProposalOption, as_it_stands
from .desk import VoteDesk, address


# Beside number, title and cost: what is filled in takes one column, unless it is answers or mentions.
COLUMNS = {Vote.BallotKind.YES_NO: 3, Vote.BallotKind.MENTIONS: 0}


class BallotPaper(VoteDesk, TemplateView):
    """The ballot paper in a language of the site, in usual or large type; a specimen while the list is not frozen."""

    permission = "participation.view_vote"
    template_name = "participation/votes/ballot_paper.html"
    page_title = gettext_lazy("Ballot paper")

    def get(self, request, *args, **kwargs):
        asked = request.GET.get("language")
        language = asked if asked in dict(_languages()) else translation.get_language()
        with translation.override(language):
            return self.render_to_response(self.get_context_data()).render()

    def get_context_data(self, **kwargs):
        vote, large = self.object, self.request.GET.get("type") == "large"
        site, lines = Site.find_for_request(self.request), _lines(vote)
        poll = Poll.objects.filter(vote=vote).first()
        return super().get_context_data(
            town=site.site_name if site else "",
            sections=_sections(lines),
            poll=poll,
            limits=_limits(poll, vote, [option for option, _language in lines]),
            envelopes=vote.process.envelopes.select_related("district"),
            languages=_languages(),
            large=large,
            columns=_columns(vote, large),
            back=address(vote),
            **kwargs,
        )


def _columns(vote, large):
    """How wide the table is. In large type cost and answers stand below the name of the project."""
    if large:
        return 2 + (vote.ballot_kind not in COLUMNS)
    return 3 + COLUMNS.get(vote.ballot_kind, 1) + len(vote.mentions)


def _limits(poll, vote, options):
    """What a ballot may hold, envelope by envelope, where the poll sets a limit: the paper is judged by it."""
    if poll is None or vote.ballot_kind in COLUMNS:
        return []
    poll.vote = vote
    paid = {option.envelope_id: option for option in options if option.envelope_id}
    mode = poll.mode(paid.values())
    found = [{"envelope": option.envelope, "limits": mode.of(key)} for key, option in paid.items()]
    return found if any(each["limits"] != Limits() for each in found) else []


def _languages():
    """The languages of the site: pairs (code, name)."""
    return getattr(settings, "WAGTAIL_CONTENT_LANGUAGES", settings.LANGUAGES)


def _lines(vote):
    """What stands on the paper: pairs (option, its title's language). A draft as it is now, a frozen vote as it was."""
    if not vote.frozen_at:
        return [(option, proposal.language) for proposal, option in as_it_stands(vote)]
    links = ProposalOption.objects.filter(option__vote=vote).values_list("option", "proposal__language")
    languages = dict(links)
    return [
        (option, languages.get(option.pk, ""))
        for option in vote.options.select_related("district", "envelope__district")
    ]


def _sections(lines):
    """The lines by district, the whole town first; inside, by number. The same order on every paper."""
    found = {}
    for option, language in lines:
        found.setdefault(option.district, []).append({"option": option, "language": language})
    order = sorted(found, key=lambda each: (each is not None, each and (each.position, each.name)))
    return [{"district": district, "lines": found[district]} for district in order]
