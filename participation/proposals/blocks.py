"""The steps of a project, from the idea to the built bench."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from ..editorial.blocks import PLAIN


class StepBlock(blocks.StructBlock):
    """One dated step of a project's life."""

    name = blocks.CharBlock(label=_("Step"), help_text=_("For example: Works, Opening"))
    date = blocks.CharBlock(label=_("When"), required=False, help_text=_("As exact as is known: 14 February 2027"))
    text = blocks.RichTextBlock(label=_("What happened"), features=PLAIN, required=False)
    done = blocks.BooleanBlock(label=_("Done"), required=False)

    class Meta:
        icon = "check"
        label = _("Step")
        label_format = "{name}"


class StepsBlock(blocks.StreamBlock):
    """The chain of a project, in order."""

    step = StepBlock()

    class Meta:
        required = False
