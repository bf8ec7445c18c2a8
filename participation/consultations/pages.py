"""The page of a consultation."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField

from ..editorial.blocks import PROSE, BodyBlock
from ..editorial.pages import EditorialPage, synchronised, translated
from ..phases.pages import ProcessPage
from ..phases.panels import FixedOncePublishedPanel, ProcessSummaryPanel


class ConsultationPage(ProcessPage):
    """What the town asks, until when, with which documents; then what it answers."""

    process_kind = "consultation"
    template = "participation/consultations/consultation_page.html"

    take_part = RichTextField(
        _("how to take part"),
        features=PROSE,
        blank=True,
        help_text=_("Meetings, walks, a box at the town hall, a telephone number: never only a screen."),
    )
    answer = StreamField(
        BodyBlock(),
        blank=True,
        verbose_name=_("the town's answer"),
        help_text=_("What was heard, what will be done, what will not and why. Shown once the results are open."),
    )

    subpage_types = []

    content_panels = [
        *EditorialPage.content_panels[:3],
        FixedOncePublishedPanel("process"),
        ProcessSummaryPanel(heading=_("Dates")),
        FieldPanel("body", heading=_("Information and documents")),
        FieldPanel("take_part"),
        FieldPanel("answer"),
    ]
    translatable_fields = [
        *EditorialPage.base_translatable_fields,
        *translated("take_part", "answer"),
        *synchronised("process"),
    ]

    class Meta:
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")
