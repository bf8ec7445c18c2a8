"""What is missing in a draft vote, in words, and where it is mended. `{% load votes_desk %}`."""

from django import template
from django.urls import reverse

from ..budgets.sentences import MENDED_AT, finding_sentence


register = template.Library()
register.filter("finding_words", finding_sentence)


@register.simple_tag(takes_context=True)
def mended_at(context, finding, vote, process):
    """The address of the screen where a finding is mended, or nothing for somebody who may not."""
    screen = MENDED_AT.get(finding.code)
    wanted = "participation.change_process" if screen == "process" else "participation.change_vote"
    if not screen or not context["request"].user.has_perm(wanted):
        return ""
    if screen == "process":
        return reverse("participation_process:edit", args=[process.pk])
    return reverse(f"participation_vote:{screen}", args=[vote.pk])
