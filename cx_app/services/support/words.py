"""Topics, causes and states of support in words: for people through the catalogues, for staff in
English."""

from __future__ import annotations

from typing import Final

from cx_app.domain.support import (
    AnswerFlaw,
    Cause,
    Fact,
    Flaw,
    SupportKind,
    SupportRules,
    SupportState,
    Topic,
)
from cx_app.language import _

KINDS: Final = {
    SupportKind.QUESTION: "A question about my account",
    SupportKind.COMPLAINT: "A complaint",
}
"""To choose from. A correction is begun beside what is not right."""
CORRECTION: Final = "Something in my case is not right"
FACTS: Final = {
    Fact.STATUS: "The status",
    Fact.RECEIVED: "The day we got it",
    Fact.PART: "My part in the case",
    Fact.VISITS: "A visit",
    Fact.HISTORY: "What has happened",
    Fact.PEOPLE: "The people on the case",
}
STAFF_KINDS: Final = {
    SupportKind.QUESTION: "Question",
    SupportKind.COMPLAINT: "Complaint",
    SupportKind.CORRECTION: "Correction",
}
TOPICS: Final = {
    Topic.SIGN_IN: "Signing in",
    Topic.ACCESS_CODE: "My online access code",
    Topic.ADD_CASE: "Adding a case",
    Topic.WRONG_PAGE: "A page does not work",
    Topic.BARRIER: "I can’t use a page, or I need help because of a disability",
    Topic.MESSAGES: "E-mails, texts or letters",
    Topic.WAITING: "I wait too long, or nobody answers",
    Topic.TREATMENT: "How I was treated",
    Topic.LANGUAGE: "I was not helped in my language",
    Topic.WRONG_WORD: "I was told something wrong",
    Topic.OTHER: "Something else",
}
"""As message ids. Their Spanish is in the catalogue `help`."""
STATES: Final = {
    SupportState.OPEN: "We are working on it",
    SupportState.ANSWERED: "Answered",
}
CAUSES: Final = {
    Cause.OURS: "A fault of the portal",
    Cause.PROVIDER: "The sign-in service, or a carrier",
    Cause.RULE: "The rule is so",
    Cause.UNCLEAR: "Our words were not clear",
    Cause.RECORD: "A wrong or late record of the agency",
    Cause.CONDUCT: "What somebody of ours did or said",
    Cause.NONE: "Nothing was found",
}
"""For staff."""
ANSWER_FLAWS: Final = {
    AnswerFlaw.CAUSE: "Choose what was behind it.",
    AnswerFlaw.ANSWER: "Write the answer, at least 10 and at most 2,000 characters.",
    AnswerFlaw.CHANGED: "Say what was changed, or that nothing was. At most 2,000 characters.",
    AnswerFlaw.ANSWERED: "Somebody answered it meanwhile.",
    AnswerFlaw.NOT_TAKEN: "Take it first. Somebody else may have it now.",
}


def kind_words(kind: str) -> str:
    """A message id."""
    return KINDS.get(SupportKind(kind), CORRECTION)


def topic_words(kind: str, topic: str) -> str:
    """A message id."""
    if kind == SupportKind.CORRECTION:
        return FACTS[Fact(topic)]
    return TOPICS[Topic(topic)]


def say_flaw(flaw: Flaw, rules: SupportRules) -> str:
    match flaw:
        case Flaw.KIND:
            return _("Choose a question or a complaint.")
        case Flaw.TOPIC:
            return _("Choose what it is about.")
        case Flaw.SHORT:
            return _("Tell us a little more, so that we can help.")
        case Flaw.LONG:
            return _("Use at most {n} characters.", n=rules.note_length)
        case Flaw.CASE:
            return _("Choose one of your cases, or none.")


def say_too_many() -> str:
    return _("You sent us several already. We answer those first. Is it urgent? Call us.")
