"""How much is at stake in a vote: a questionnaire, and the level that its answers suggest.

Our own wording, after what the CNIL's recommendation of 25 April 2019 on electronic voting (deliberation 2019-053) asks
to be weighed: who might want to disturb the vote, with which means, and what a result is worth. Three levels, as there.
It helps a town to decide; it decides nothing and says nothing of conformity.
"""

VERSION = "2019-053/1"

# A question's code, and whether its yes alone makes the third level. The words are in sentences.py.
QUESTIONS = {
    "binding": True,  # the result binds, as law or as a contract does
    "office": True,  # somebody gains or loses an office, an income, a right
    "powerful": True,  # somebody with great means would gain by disturbing it
    "opinion": True,  # a choice tells a political, religious or union opinion
    "persons": False,  # people are chosen or put aside by name
    "contested": False,  # the subject divides the town
    "campaigns": False,  # organised groups campaign
    "profit": False,  # a few would gain much by one option
    "large": False,  # more than ten thousand may vote
    "pressure": False,  # voters could be pressed by somebody they depend on
    "insiders": False,  # who runs the vote has a stake in it
    "before": False,  # a vote here was disturbed or contested
    "online-only": False,  # no way to vote but online
}
SECOND, THIRD = 2, 5  # so many yes among the others make the second level, the third


def level_of(answers):
    """The level that the answers suggest: 1, 2 or 3. `answers` maps every question's code to True or False.

    KeyError for a question without an answer.
    """
    given = {code: answers[code] for code in QUESTIONS}
    if any(given[code] for code, strong in QUESTIONS.items() if strong):
        return 3
    number = sum(given.values())
    return 3 if number >= THIRD else 2 if number >= SECOND else 1


def is_current(risk):
    """Was this version of the questionnaire answered? `risk` is what a poll keeps of it."""
    return risk.get("version") == VERSION
