"""The questions of the feedback, and their answers, in words: for people through the catalogues,
for staff in English. The statements are those of OMB Circular A-11, section 280 (CX-2, CX-5)."""

from __future__ import annotations

from typing import Final

from cx_app.domain.feedback import Driver, FeedbackRules, Flaw, Outcome, Task, Way
from cx_app.language import _
from cx_app.settings import settings

TRUST: Final = "This experience makes me trust {agency} to do its work for people like me."
"""As a message id, with the name of the agency."""
TASKS: Final = {
    Task.ADD_CASE: "I added a case with a code",
    Task.VISIT: "I asked for a visit to an office",
    Task.BIOMETRICS: "I moved a biometrics appointment",
    Task.CALLBACK: "I asked for a call",
    Task.SUPPORT: "I wrote to support",
    Task.OTHER: "Something else",
}
WAYS: Final = {
    Way.ONLINE: "Online",
    Way.PHONE: "By phone",
    Way.OFFICE: "At an office",
    Way.MAIL: "By mail",
}
OUTCOMES: Final = {
    Outcome.DONE: "Yes",
    Outcome.NOT_DONE: "No, or not yet",
}
GOOD: Final = {
    Driver.EFFECTIVENESS: "I got what I needed",
    Driver.EASE: "It was easy",
    Driver.EFFICIENCY: "It did not take long",
    Driver.TRANSPARENCY: "I understood what was asked of me",
    Driver.HUMANITY: "I was treated fairly",
    Driver.EMPLOYEE: "The people I spoke with were helpful",
    Driver.OTHER: "Something else",
}
BAD: Final = {
    Driver.EFFECTIVENESS: "I did not get what I needed",
    Driver.EASE: "It was not easy",
    Driver.EFFICIENCY: "It took too long",
    Driver.TRANSPARENCY: "I did not understand what was asked of me",
    Driver.HUMANITY: "I was not treated fairly",
    Driver.EMPLOYEE: "The people I spoke with were not helpful",
    Driver.OTHER: "Something else",
}
STAFF_TASKS: Final = {
    Task.ADD_CASE: "Adding a case with a code",
    Task.VISIT: "Asking for a visit",
    Task.BIOMETRICS: "Moving biometrics",
    Task.CALLBACK: "Callback",
    Task.SUPPORT: "Support",
    Task.OTHER: "Something else",
}
STAFF_OUTCOMES: Final = {Outcome.DONE: "Done", Outcome.NOT_DONE: "Not as they wished"}
STAFF_DRIVERS: Final = {
    Driver.EFFECTIVENESS: "Effectiveness: got what they needed",
    Driver.EASE: "Ease",
    Driver.EFFICIENCY: "Efficiency: time it took",
    Driver.TRANSPARENCY: "Transparency: knew what was asked",
    Driver.HUMANITY: "Humanity: treated fairly",
    Driver.EMPLOYEE: "Employees",
    Driver.OTHER: "Something else",
}


def trust_question() -> str:
    return _(TRUST, agency=settings.agency_name)


def say_flaw(flaw: Flaw, rules: FeedbackRules) -> str:
    match flaw:
        case Flaw.TASK:
            return _("Choose what you came for.")
        case Flaw.WAY:
            return _("Choose how you reached us.")
        case Flaw.OUTCOME:
            return _("Choose yes or no.")
        case Flaw.TRUST:
            return _("Choose thumbs up or thumbs down.")
        case Flaw.LONG:
            return _("Use at most {n} characters.", n=rules.comment_length)


def say_too_many() -> str:
    return _("We got much from here within an hour. Please try again later, or call us.")
