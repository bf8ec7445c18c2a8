from wagtail.models import Page


class BarePage(Page):
    """The least a Wagtail page can be: what the town's pages are measured by."""

    template = "bare.html"

    def serve(self, request, *args, **kwargs):
        """Made for each reader, as Wagtail does it: the town keeps no page that says how long it may be kept."""
        response = super().serve(request, *args, **kwargs)
        response["Cache-Control"] = "max-age=0"
        return response
