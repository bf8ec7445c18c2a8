"""What residents propose in the two editions: rows with their themes, their place on the map and a drawing."""

from itertools import count

from participation.models import Proposal, ProposalTheme, Theme, ThemeName

from .content import drawing
from .editions import at
from .geography import degrees
from .pictures import Print


PAPERS = 5  # a proposal's page opens on the paper that its number gives; its drawing lies on the same


def make_themes(edition):
    """The themes in French, each with its English name. Returns {slug: theme}."""
    themes = {each["slug"]: Theme.objects.create(slug=each["slug"], name=each["name_fr"]) for each in edition["themes"]}
    ThemeName.objects.bulk_create(
        ThemeName(theme=themes[each["slug"]], language="en", name=each["name_en"]) for each in edition["themes"]
    )
    return themes


def make_proposals(process, projects, rows, prints, submitted):
    """The proposals of an edition, in the order of their numbers. Returns {number: proposal}.

    `projects` are the lines of its file, `rows` the town's districts and themes, `prints` names the edition for its
    drawings, `submitted` is the (first, last) day of its call for ideas.
    """
    made = Proposal.objects.bulk_create(_proposal(process, each, rows, prints) for each in projects)
    first, last = submitted
    for each in made:  # spread over the call for ideas, always the same way
        day = first.toordinal() + each.number * 7 % (last - first).days
        each.created_at = at(first.fromordinal(day), 9 + each.number % 12, each.number * 13 % 60)
    Proposal.objects.bulk_update(made, ["created_at"])
    ProposalTheme.objects.bulk_create(
        ProposalTheme(tag=rows["themes"][slug], content_object=row)
        for row, each in zip(made, projects, strict=True)
        for slug in each["themes"]
    )
    return {each.number: each for each in made}


def _proposal(process, project, rows, prints):
    """A line of an edition's file as a row that is not saved yet."""
    title = _said(project, "title")
    longitude, latitude = degrees(project["point"]) if "point" in project else (None, None)
    return Proposal(
        process=process,
        number=project["number"],
        title=title,
        summary=_said(project, "summary"),
        text=_said(project, "text").strip(),
        holder=project["holder"],
        language="fr",
        status=project.get("status", Proposal.Status.VOTED),
        status_note=project.get("note", ""),
        district=rows["districts"].get(project["district"]),
        latitude=latitude,
        longitude=longitude,
        cost=project["cost"] * 100 if "cost" in project else None,
        picture=drawing(project["picture"], print_key(prints, project["number"]), title),
    )


def print_key(prints, number):
    """The key that decides how a proposal's drawing is printed: the first that gives it the paper of its number."""
    keys = (f"{prints}-{number}-{attempt}" for attempt in count())
    return next(key for key in keys if Print.of(key).paper == number % PAPERS + 1)


def _said(project, name):
    """A text of a project; the past edition's file has its title and its summary in two languages."""
    return project[name] if name in project else project[f"{name}_fr"]
