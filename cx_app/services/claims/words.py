"""How officers read disputes; in English, as all their pages."""

from __future__ import annotations

from typing import Final

from cx_app.domain.code_claims import DecisionAnswer, Ground, Outcome, Reason, State

GROUNDS: Final[dict[str, str]] = {
    Ground.UNKNOWN: "“I don’t know this account.”",
    Ground.NO_CONSENT: "“I know who it is, and I did not agree.”",
    Ground.LOST_LETTER: "“My letter was lost or taken.”",
}
REASONS: Final[dict[Reason, str]] = {
    Reason.NOT_THE_PERSON: "The account is not this person’s",
    Reason.WITHOUT_CONSENT: "Added for the person, who did not agree",
    Reason.SAME_PERSON: "Both accounts are this person’s",
    Reason.AGREED: "The person agreed to it",
    Reason.NOT_SHOWN: "Nothing shows that it is not this person’s",
}
OUTCOMES: Final[dict[Outcome, str]] = {
    Outcome.REMOVED: "remove the disputed account",
    Outcome.DISMISSED: "let both accounts stay",
}
STATES: Final[dict[State, str]] = {
    State.OPEN: "Needs two officers",
    State.HALF_DECIDED: "Needs a second officer",
    State.REMOVED: "Decided: removed",
    State.DISMISSED: "Decided: both stay",
    State.LAPSED: "Lapsed",
}
ANSWERS: Final[dict[DecisionAnswer, str]] = {
    DecisionAnswer.PROPOSED: "Your word is kept. A second officer must agree.",
    DecisionAnswer.DECIDED: "Decided. Both sides are told.",
    DecisionAnswer.SAME_OFFICER: "You have said so already. A second officer must agree.",
    DecisionAnswer.OVER: "This dispute was decided by colleagues or has lapsed.",
}


def side(*, opened: bool, disputed: bool) -> str:
    return "disputed" if disputed else "disputes it" if opened else "not part of the dispute"
