"""What a vote's options stand for, on the pages of its result. `{% load budgets %}`."""

from django import template
from django.urls import reverse

from ..budgets.models import ProposalOption


register = template.Library()


@register.simple_tag
def proposal_addresses(vote):
    """{key of an option: the permanent address of its proposal}, in one query."""
    links = ProposalOption.objects.filter(option__vote=vote).values_list("option", "proposal")
    return {option: reverse("participation:proposal", args=[proposal]) for option, proposal in links}
