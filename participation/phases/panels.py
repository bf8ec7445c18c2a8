"""What a page's editor shows of its process: dates, what is open, what to mind, and the way to change it."""

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, Panel

from . import rules


class PresentingForm(WagtailAdminPageForm):
    """A page's form that no longer asks for the row it presents once the page has been published."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.is_fixed and self.instance.presents in self.fields:
            # The panel only shows it: a form that came back without it would unset it.
            self.fields[self.instance.presents].disabled = True


class FixedOncePublishedPanel(FieldPanel):
    """A choice that may be made until the page is first published, and is only shown afterwards."""

    class BoundPanel(FieldPanel.BoundPanel):
        def __init__(self, **kwargs):
            super().__init__(**kwargs)
            self.read_only = self.read_only or self.instance.is_fixed


class ProcessSummaryPanel(Panel):
    """The live summary of the process that a page presents, with a link to the screen that changes it."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "participation/phases/admin/summary_panel.html"

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            process = self.instance.shown_process if self.instance.pk else None
            context["process"] = process
            if process:
                now = timezone.now()
                context["standing"] = process.standing(now)
                context["remarks"] = rules.remarks(process.spans(), now)
                context["envelopes"] = process.envelopes.select_related("district")
                context["edit_url"] = self._edit_url(process)
            return context

        def _edit_url(self, process):
            if not self.request or not self.request.user.has_perm("participation.change_process"):
                return None
            try:
                return reverse("participation_process:edit", args=[process.pk])
            except NoReverseMatch:
                return None


class RemarksPanel(Panel):
    """On the process form: dates that are missing and dates that have passed, as they are stored now."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "participation/phases/admin/remarks.html"

        def is_shown(self):
            return super().is_shown() and self.instance.pk is not None

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            context["remarks"] = rules.remarks(self.instance.spans(), timezone.now())
            return context
