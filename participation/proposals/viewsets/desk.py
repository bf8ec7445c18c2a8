"""The desk of proposals: list, form, reading, history, deletion.

A ModelViewSet, not a snippet: the bulk deletion that every snippet has would not ask what votes and pages need. Wagtail
keeps its users the same way: a ModelViewSet with the documented BulkActionsCheckboxColumn in its list, and actions
registered by `register_bulk_action`; filters, export, history and reading are the viewset's own.
"""

from django.db import IntegrityError, transaction
from django.shortcuts import redirect
from django.utils.html import linebreaks
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from ...money import show_money
from ...phases.actions import HoldsRows, StillPresented
from ...phases.models import Process
from .. import actions
from ..models import Proposal
from .filters import ProposalFilterSet
from .forms import ProposalForm, languages
from .listing import ProposalIndex


class NumberGuard:
    """Two officers who take the same number at once: the second is told, not shown an error page."""

    def form_valid(self, form):
        try:
            with transaction.atomic():
                return super().form_valid(form)
        except IntegrityError:
            if not Proposal.objects.filter(
                process=form.cleaned_data["process"], number=form.cleaned_data["number"]
            ).exists():
                raise
            form.number_is_taken()
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)


class ProposalCreate(NumberGuard, generic.CreateView):
    """A new proposal, with the next free number of the newest process."""

    def get_initial(self):
        process = Process.objects.filter(archived_at=None, kind=Process.Kind.BUDGET).first()
        if not process:
            return {}
        return {"process": process, "number": actions.next_number(process)}


class ProposalEdit(NumberGuard, generic.EditView):
    """A proposal, corrected; who changed what stays in its history."""

    def save_instance(self):
        before = Proposal.objects.values_list("status", flat=True).get(pk=self.object.pk)
        changed = self.form.changed_data
        # Wagtail's own entry would not say what was changed.
        self.action_class(self.form.instance, user=self.request.user, form=self.form, log_action=None).execute(
            skip_permission_checks=True
        )
        actions.note_edit(self.form.instance, before, changed, self.request.user)
        return self.form.instance


class DeleteProposal(generic.DeleteView):
    """Delete a proposal, or say why it cannot be."""

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except StillPresented as refused:
            titles = ", ".join(_("“%s”") % page.title for page in refused.pages)
            reason = _("Unpublish or delete first: %(pages)s.") % {"pages": titles}
        except HoldsRows as refused:
            held = ", ".join(
                _("%(kind)s: %(number)s") % {"kind": kind, "number": number} for kind, number in refused.kinds.items()
            )
            reason = _("It is needed elsewhere (%(held)s). Change its status instead.") % {"held": held}
        messages.error(
            self.request,
            _("“%(name)s” was not deleted. %(reason)s") % {"name": actions.named(self.object), "reason": reason},
        )
        return redirect(self.edit_url_name, self.object.pk)

    def delete_action(self):
        actions.delete_proposal(self.object, self.request.user)


class ProposalInspect(generic.InspectView):
    """A proposal to read, for who may not change it."""

    def get_cost_display_value(self):
        return "–" if self.object.cost is None else show_money(self.object.cost, self.object.process.currency)

    def get_text_display_value(self):
        return linebreaks(self.object.text, autoescape=True)

    def get_language_display_value(self):
        return dict(languages(self.object.language))[self.object.language]

    def get_district_display_value(self):
        return self.object.district or _("Whole town")


class ProposalViewSet(ModelViewSet):
    """Proposals in the editor's menu."""

    model = Proposal
    name = "participation_proposal"
    url_prefix = "participation/proposals"
    icon = "form"
    menu_label = gettext_lazy("Projects")
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    index_template_name = "participation/proposals/admin/index.html"
    index_view_class = ProposalIndex
    add_view_class = ProposalCreate
    edit_view_class = ProposalEdit
    delete_view_class = DeleteProposal
    inspect_view_class = ProposalInspect
    filterset_class = ProposalFilterSet
    list_per_page = 50
    inspect_view_fields = [
        *("process", "number", "title", "summary", "text", "language", "status", "status_note", "themes", "district"),
        *("latitude", "longitude", "holder", "cost", "picture", "created_at", "updated_at"),
    ]
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("process"), FieldPanel("number")]),
            MultiFieldPanel(
                [FieldPanel("title"), FieldPanel("summary"), FieldPanel("text"), FieldPanel("language")],
                heading=gettext_lazy("In the words of the one who had the idea"),
            ),
            MultiFieldPanel([FieldPanel("status"), FieldPanel("status_note")], heading=gettext_lazy("Where it stands")),
            FieldPanel("themes"),
            MultiFieldPanel(
                [FieldPanel("district"), FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")])],
                heading=gettext_lazy("Where in the town"),
            ),
            FieldRowPanel([FieldPanel("holder"), FieldPanel("cost")]),
            FieldPanel("picture"),
        ],
        base_form_class=ProposalForm,
    )
