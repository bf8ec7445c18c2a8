from wagtail.models import Page


class BarePage(Page):
    """The least a Wagtail page can be: what the town's pages are measured by."""

    template = "bare.html"
