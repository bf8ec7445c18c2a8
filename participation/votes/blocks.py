"""Places to vote on a campaign page."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock


class VotingPlaceBlock(blocks.StructBlock):
    """One place with its days and hours."""

    place = SnippetChooserBlock("participation.Place", label=_("Place"))
    hours = blocks.TextBlock(label=_("Days and hours"), rows=2)
    note = blocks.CharBlock(label=_("To find it"), required=False, help_text=_("For example: under the market hall"))

    class Meta:
        icon = "site"
        label = _("Place to vote")
        description = _("A place from the town's list, with the hours of this vote.")


class VotingPlacesBlock(blocks.StreamBlock):
    """All the places of a vote."""

    place = VotingPlaceBlock()

    class Meta:
        required = False
