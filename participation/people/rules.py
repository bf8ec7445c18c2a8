"""Which role holds which permission. One readable table; the groups are made from it."""

# A permission is "app.codename"; "access" lets a person into the editor at all.
ACCESS = "wagtailadmin.access_admin"
READ_BOARDS = (
    "participation.view_process",
    "participation.view_district",
    "participation.view_place",
    "participation.view_proposal",
)

# A role's key is its group name: French towns read it in the list of groups.
ROLES = {
    "Communication": (
        ACCESS,
        "participation.view_process",
        "participation.change_place",
        "participation.view_place",
        "wagtail_localize.submit_translation",
    ),
    "Modération": (ACCESS, "participation.view_proposal"),
    "Agent de service": (ACCESS, "participation.view_process", "participation.view_proposal"),
    "Budget participatif": (
        ACCESS,
        *READ_BOARDS,
        "participation.add_process",
        "participation.change_process",
        "participation.delete_process",
        "participation.add_district",
        "participation.change_district",
        "participation.delete_district",
        "participation.add_place",
        "participation.change_place",
        "participation.delete_place",
    ),
    "Élu référent": (ACCESS, *READ_BOARDS),
    "Greffe du scrutin": (ACCESS, "participation.view_process"),
    "Scrutateur": (ACCESS, "participation.view_process"),
    "Auditeur": (ACCESS, *READ_BOARDS),
}

# What each role may do with pages, pictures and documents, everywhere in the tree; the others have their desks only.
PAGES = {
    "Communication": ("add", "change", "publish"),
    "Agent de service": ("add", "change"),  # writes and submits; communication publishes
}
