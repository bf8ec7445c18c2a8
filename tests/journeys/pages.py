"""One address for every type of page, and every face of it that the town shows."""

CALL, CAMPAIGN = "/budget-participatif/", "/budget-participatif/vote-budget-participatif/"
PAST = "/budget-participatif-precedent/"
RESULTS, PROPOSAL = f"{PAST}resultats-budget-participatif/", f"{PAST}verger-partage/"

PAGE_TYPES = {
    "home": "/",
    "home-en": "/en/",
    "standard": "/comment-ca-marche/",
    "every-block": "/tous-les-blocs/",
    "consultation": "/quais/",
    "budget-call": CALL,
    "budget-past": PAST,
    "vote-open": CAMPAIGN,
    "vote-results": RESULTS,
    "vote-comparison": f"{RESULTS}resultats/comparer/",
    "vote-replay": f"{RESULTS}resultats/pas-a-pas/",
    "proposal": PROPOSAL,
    "news-index": "/actualites/",
    "news-tag": "/actualites/etiquette/consultation/",
    "news": "/actualites/le-vote-est-ouvert/",
    "search": "/recherche/",
    "search-found": "/recherche/?q=quai",
    "search-none": "/recherche/?q=xylophone",
    "sign-in": "/connexion/",
    "sign-in-code": "/connexion/code/",
    "sign-in-password": "/connexion/mot-de-passe/",
    "account-erased": "/mon-compte/supprime/",
    "not-found": "/nulle-part/",
    "process-row": "/p/4/",
    "proposal-row": "/p/proposal/6/",
    "vote-row": "/p/vote/3/",
}
MISSING = ("not-found",)  # answered with 404, as they should
WITH_A_FORM = ("sign-in", "sign-in-password")  # the one cookie of a form that is posted
