"""The desk where processes are kept: list, form, new edition, archive, deletion."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, View
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import log
from wagtail.models import Locale

from ..frozen import Frozen
from . import actions
from .forms import HELD, CopyForm, ProcessForm, name_of
from .models import Process
from .panels import RemarksPanel


class TownTime:
    """Read and show dates in the town's time zone, whatever the editor's own."""

    def dispatch(self, request, *args, **kwargs):
        with timezone.override(timezone.get_default_timezone()):
            response = super().dispatch(request, *args, **kwargs)
            return response.render() if hasattr(response, "render") and not response.is_rendered else response


def what_is_open(process):
    """One cell: the phases under way, or what comes next."""
    standing = process.standing(timezone.now())
    if standing.archived:
        return _("Archived")
    if standing.current:
        return ", ".join(str(name_of(span)) for span in standing.current)
    return _("Next: %(phase)s") % {"phase": name_of(standing.coming)} if standing.coming else "–"


class ProcessIndex(generic.IndexView):
    """Every process, the newest first, with what is open in each."""

    def get_base_queryset(self):
        return super().get_base_queryset().prefetch_related("phases")

    def get_list_more_buttons(self, instance):
        buttons = super().get_list_more_buttons(instance)
        if self.permission_policy.user_has_permission(self.request.user, "change"):
            label = _("Restore") if instance.archived_at else _("Archive")
            url = reverse("participation_process:archive", args=[instance.pk])
            buttons.append(Button(label, url=url, icon_name="download", priority=40))
        return buttons


class ProcessCreate(TownTime, generic.CreateView):
    """A new process."""


class ProcessEdit(TownTime, generic.EditView):
    """A process with its timeline and money."""

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except Frozen as frozen:  # a vote was frozen while the form was read
            form.add_error(None, HELD % {"name": frozen.rows[0]})
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)


class ProcessDesk:
    """A screen about one process for somebody who holds `permission` on processes."""

    permission = "participation.change_process"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        self.process = get_object_or_404(Process, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(process=self.process, **kwargs)


class CopyProcess(ProcessDesk, FormView):
    """A new edition of a process, its dates shifted."""

    permission = "participation.add_process"
    template_name = "participation/phases/admin/copy.html"
    form_class = CopyForm

    def get_initial(self):
        return actions.next_edition(self.process)

    def form_valid(self, form):
        edition = actions.copy_process(self.process, **form.cleaned_data)
        log(instance=edition, action="wagtail.create", user=self.request.user)
        messages.success(self.request, _("“%(name)s” is ready. Check its dates, one by one.") % {"name": edition.name})
        return redirect("participation_process:edit", edition.pk)


class ArchiveProcess(ProcessDesk, View):
    """Ask, then archive or restore."""

    def get(self, request, pk):
        return TemplateResponse(request, "participation/phases/admin/archive.html", {"process": self.process})

    def post(self, request, pk):
        if self.process.archived_at:
            actions.restore(self.process)
            messages.success(request, _("“%(name)s” is back in the lists.") % {"name": self.process})
        else:
            actions.archive(self.process, timezone.now())
            messages.success(
                request, _("“%(name)s” is archived: nothing is open in it any more.") % {"name": self.process}
            )
        log(instance=self.process, action="wagtail.edit", user=request.user)
        return redirect("participation_process:index")


class DeleteProcess(generic.DeleteView):
    """Delete a process whole, or say why it cannot be."""

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except actions.StillPresented as refused:
            titles = ", ".join(_("“%s”") % page.title for page in refused.pages)
            reason = _("Unpublish or delete first: %(pages)s.") % {"pages": titles}
        except actions.HoldsRows as refused:
            held = ", ".join(
                _("%(kind)s: %(number)s") % {"kind": kind, "number": n} for kind, n in refused.kinds.items()
            )
            reason = _("People have already written in it (%(held)s). Archive it instead.") % {"held": held}
        messages.error(
            self.request, _("“%(name)s” was not deleted. %(reason)s") % {"name": self.object, "reason": reason}
        )
        return redirect("participation_process:edit", self.object.pk)

    @transaction.atomic
    def delete_action(self):
        log(instance=self.object, action="wagtail.delete", user=self.request.user, deleted=True)
        actions.delete_process(self.object, list(Locale.objects.values_list("language_code", flat=True)))


class ProcessViewSet(ModelViewSet):
    """Processes in the editor's menu."""

    model = Process
    name = "participation_process"
    url_prefix = "participation/processes"
    icon = "date"
    menu_label = gettext_lazy("Processes")
    add_to_reference_index = False
    index_view_class = ProcessIndex
    add_view_class = ProcessCreate
    edit_view_class = ProcessEdit
    delete_view_class = DeleteProcess
    list_display = [
        "name",
        Column("kind", label=gettext_lazy("Kind"), accessor="get_kind_display"),
        Column("now", label=gettext_lazy("Under way"), accessor=what_is_open),
    ]
    list_filter = ["kind"]
    search_fields = ["name"]
    inspect_view_enabled = False

    edit_handler = ObjectList(
        [
            HelpPanel(template="participation/phases/admin/form_help.html"),
            RemarksPanel(),
            MultiFieldPanel(
                [FieldPanel("name"), FieldRowPanel([FieldPanel("kind"), FieldPanel("currency")])],
                heading=gettext_lazy("What it is"),
            ),
            InlinePanel(
                "phases",
                heading=gettext_lazy("Timeline"),
                label=gettext_lazy("Phase"),
                panels=[
                    FieldRowPanel([FieldPanel("kind"), FieldPanel("name")]),
                    FieldRowPanel([FieldPanel("opens"), FieldPanel("closes")]),
                ],
            ),
            FieldPanel("reason"),
            InlinePanel(
                "envelopes",
                heading=gettext_lazy("Money"),
                label=gettext_lazy("Envelope"),
                panels=[
                    FieldRowPanel([FieldPanel("district"), FieldPanel("name")]),
                    FieldRowPanel([FieldPanel("cents"), FieldPanel("year")]),
                ],
            ),
        ],
        base_form_class=ProcessForm,
    )

    @property
    def copy_view(self):
        return CopyProcess.as_view()

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("archive/<int:pk>/", ArchiveProcess.as_view(), name="archive"),
        ]
