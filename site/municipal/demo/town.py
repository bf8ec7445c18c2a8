"""The demo town itself: languages, districts, places, accounts, menu and footer."""

from django.contrib.auth.models import Group
from wagtail.models import GroupApprovalTask, Locale, Page, Site, Workflow, WorkflowPage, WorkflowTask

from participation.models import District, Place, Resident
from participation.people.actions import create_roles

from ..home.models import HomePage, SiteFrame
from ..users.models import User
from . import geography


PASSWORD = "ormeval-demo"  # noqa: S105 (printed by `make demo`, on a machine nobody else reaches)
ACCOUNTS = [
    ("visiteur@ormeval.example", "Camille", "Lenoir", None),
    ("communication@ormeval.example", "Inès", "Garnier", "Communication"),
    ("service@ormeval.example", "Malik", "Aubert", "Agent de service"),
    ("budget@ormeval.example", "Paul", "Rivière", "Budget participatif"),
    ("greffe@ormeval.example", "Solange", "Petit", "Greffe du scrutin"),
    ("scrutateur@ormeval.example", "Hugo", "Marchand", "Scrutateur"),
    ("admin@ormeval.example", "Anne", "Delorme", None),
]


def make_people():
    """The accounts that `make demo` prints."""
    create_roles()
    for email, first, last, role in ACCOUNTS:
        admin = email.startswith("admin@")
        user = User(email=email, first_name=first, last_name=last, is_staff=admin, is_superuser=admin)
        user.set_password(PASSWORD)
        user.save()
        if role:
            user.groups.add(Group.objects.get(name=role))
        elif not admin:
            Resident.objects.create(account=user, display_name=first)


def make_workflow(home):
    """What a service writes is read again by communication before it is published."""
    task = GroupApprovalTask.objects.create(name="Relecture par la communication")
    task.groups.add(Group.objects.get(name="Communication"))
    workflow = Workflow.objects.create(name="Relecture")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page=home)


def make_home(texts, port):
    """The home page of each language and the site that serves them; what a new Wagtail had before goes."""
    root = Page.get_first_root_node()
    for page in root.get_children():
        page.delete()
    root.refresh_from_db()
    french, _made = Locale.objects.get_or_create(language_code="fr")
    Locale.objects.get_or_create(language_code="en")
    home = HomePage(title=texts["home"]["title"], slug="accueil", locale=french)
    root.add_child(instance=home)
    Site.objects.all().delete()
    Site.objects.create(
        hostname="127.0.0.1", port=port, root_page=home, is_default_site=True, site_name=texts["home"]["title"]
    )
    return home


def make_places(town):
    """Districts and places to vote."""
    districts = {
        each["slug"]: District.objects.create(
            name=each["name_fr"],
            slug=each["slug"],
            residents=each["population"],
            position=position,
            outline=geography.outline(each["polygon"]),
        )
        for position, each in enumerate(town["districts"])
    }
    places = {
        each["slug"]: Place.objects.create(
            name=each["name_fr"],
            address=each["address"],
            district=districts[each["district"]],
            telephone=each["telephone"],
            step_free=True,
        )
        for each in town["voting_places"]
    }
    return districts, places


def make_frame(town, pages, language):
    """The menu and the footer of one language. `pages` maps French slugs to pages of that language."""

    def link(each):
        return {
            "type": "link",
            "value": {"page": pages[each["page"]].pk, "address": "", "label": each[f"label_{language}"]},
        }

    def column(each):
        lines = "<br/>".join(each[f"lines_{language}"])
        links = "<br/>".join(
            f'<a linktype="page" id="{pages[to["page"]].pk}">{to[f"label_{language}"]}</a>' for to in each["links"]
        )
        text = "<br/>".join(filter(None, (lines, links)))
        return {"type": "column", "value": {"heading": each[f"title_{language}"], "text": f"<p>{text}</p>"}}

    french = SiteFrame.objects.filter(locale__language_code="fr").first()
    locale = Locale.objects.get(language_code=language)
    frame = (
        SiteFrame(locale=locale) if french is None else SiteFrame(locale=locale, translation_key=french.translation_key)
    )
    frame.menu = [link(each) for each in town["menu"]]
    frame.columns = [column(each) for each in town["footer"]]
    frame.legal = [link(each) for each in town["legal"]]
    frame.save()


def listen_on(port):
    """Let the site answer at another port than the one it was made for."""
    Site.objects.filter(is_default_site=True).update(port=port)
    Site.clear_site_root_paths_cache()
