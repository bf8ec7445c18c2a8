from django.db.models import Max

from participation.models import Proposal, Theme, ThemeName


def make_proposal(process, title="Un verger partagé", **fields):
    """A proposal of a process, with the number after the last where none is given."""
    if "number" not in fields:
        fields["number"] = (process.proposals.aggregate(last=Max("number"))["last"] or 0) + 1
    return Proposal.objects.create(process=process, title=title, **fields)


def make_theme(name="Nature", **names):
    """A theme; `en="Nature"` gives it a name in another language."""
    theme = Theme.objects.create(name=name)
    for language, word in names.items():
        ThemeName.objects.create(theme=theme, language=language, name=word)
    return theme
