"""Requests for a visit as officers read of them. In English."""

from __future__ import annotations

from typing import Final

from cx_app.domain.appointment_decisions import (
    CALL,
    Against,
    Call,
    Cancelled,
    MailCheck,
    Moved,
    Needed,
    Override,
    Question,
    Unneeded,
)
from cx_app.domain.appointment_requests import (
    Accommodation,
    AskedAs,
    RequestMove,
    RequestReason,
    RequestRefusal,
    RequestState,
    Urgency,
)

REASONS: Final = {
    RequestReason.ADIT_STAMP: "ADIT stamp",
    RequestReason.EMERGENCY_PAROLE: "Emergency parole",
    RequestReason.JUDGE_GRANT: "Judge’s grant",
    RequestReason.AFGHAN_RESIDENT: "Afghan resident",
    RequestReason.BORN_IN_CANADA: "Born in Canada",
    RequestReason.CERTIFIED_COPY: "Certified copy",
    RequestReason.DEFERRED_ACTION: "Deferred action",
    RequestReason.PROTECTED_INQUIRY: "T, U or VAWA",
    RequestReason.CUBAN_PAROLE: "Cuban parole",
    RequestReason.LOST_PACKET: "Lost packet",
}
MASKED_REASON: Final = "Protected"
MASKED_NAME: Final = "Protected person"
ASKED_AS: Final[dict[str, str]] = {
    AskedAs.SELF: "For themselves",
    AskedAs.REPRESENTATIVE: "By a representative",
}
NEEDS: Final = {
    Accommodation.SIGN_LANGUAGE: "Sign language",
    Accommodation.WHEELCHAIR: "Wheelchair",
    Accommodation.READING_HELP: "Help with reading",
    Accommodation.HEARING_HELP: "Help with hearing",
    Accommodation.MORE_TIME: "More time",
    Accommodation.OFF_SITE: "A visit at another place",
    Accommodation.OTHER: "Something else",
}
STATES: Final = {
    RequestState.SUBMITTED: "Waits for an officer",
    RequestState.IN_REVIEW: "An officer is at work",
    RequestState.NEEDS_INFO: "Question asked",
    RequestState.SCHEDULED: "Visit booked",
    RequestState.NOT_NEEDED: "No visit needed",
    RequestState.WITHDRAWN: "Taken back",
    RequestState.EXPIRED: "Expired without an answer",
    RequestState.COMPLETED: "Came",
    RequestState.NO_SHOW: "Did not come",
    RequestState.OFFICE_CANCELLED: "Office closed, to be booked again",
}
TABS: Final = {
    "unassigned": "Unassigned",
    "mine": "Mine",
    "waiting": "Waiting for the person",
    "due": "Due",
    "done": "Done",
}
HANDED: Final = "Handed on"
EMPTY: Final = {
    "unassigned": "Nobody waits for an officer. That is how it should be.",
    "mine": "You have claimed nothing. Take some from Unassigned.",
    "waiting": "No question is open.",
    "due": "Nothing is due today.",
    "done": "Nothing is done yet.",
}
SORTS: Final = {
    "urgent": "Urgent first",
    "oldest": "Oldest first",
    "latest": "Newest first",
}
FORMULA: Final = (
    "Office closed on the day of the visit: first.",
    "Then emergency parole with travel in less than 15 days.",
    "Then by the day on which an answer is due. The clock stands still while it is the person’s "
    "turn.",
    "Then by age.",
)
WHY: Final = {
    Urgency.OFFICE_CLOSED: "Had a time and lost it: goes first",
    Urgency.TRAVEL: "Travels in less than 15 days: goes before all but closed offices",
    Urgency.USUAL: "By the day on which an answer is due",
}
NEEDED: Final = {
    Needed.IN_PERSON: "They have to come in person",
    Needed.URGENT: "It is urgent",
    Needed.NO_PHOTO: "There is no photo that we can use",
    Needed.UNVERIFIED: "Who they are, or where they live, could not be verified",
}
UNNEEDED: Final = {
    Unneeded.BY_MAIL: "The stamp goes by mail",
    Unneeded.UNMET: "What this visit is for does not apply",
    Unneeded.SETTLED: "It is done already",
    Unneeded.OTHER_WAY: "The phone is the way",
}
QUESTIONS: Final = {
    Question.PHOTO: "Are there passport photos?",
    Question.ADDRESS: "Where do they live?",
    Question.TRAVEL: "When and why do they travel?",
    Question.IDENTITY: "Who are they?",
    Question.CASE: "Which case is it about?",
}
MOVED: Final = {
    Moved.ASKED: "The person asked for another time",
    Moved.OFFICE: "The office can’t see them then",
    Moved.MISTAKE: "The time was a mistake of ours",
}
CANCELLED: Final = {
    Cancelled.ASKED: "The person asked us to",
    Cancelled.SETTLED: "It is done without a visit",
    Cancelled.MISTAKE: "It was booked by mistake",
}
MAIL_CHECKS: Final = {
    MailCheck.IDENTITY: "I verified who they are",
    MailCheck.ADDRESS: "The address is a physical one where a carrier delivers, not a P.O. box",
    MailCheck.PHOTO: "There is a photo that we can use",
}
CALLS: Final = {
    Call.IDENTIFIED: "Reached, and I verified who they are",
    Call.REACHED: "Reached",
    Call.NO_ANSWER: "No answer",
    Call.VOICEMAIL: "Left a message to call back",
    Call.WRONG_NUMBER: "Wrong number",
}
OVERRIDES: Final = {
    Override.UNNEEDED_URGENT: "No visit although they travel soon",
    Override.UNNEEDED_RESTRICTED: "No visit for somebody who is protected",
    Override.OTHER_OFFICE: "Another office than the one of the ZIP code",
}
OUTCOMES: Final[dict[str, str]] = {
    **{one.value: said for one, said in NEEDED.items()},
    **{one.value: said for one, said in UNNEEDED.items()},
    **{one.value: said for one, said in QUESTIONS.items()},
    **{one.value: said for one, said in MOVED.items()},
    **{one.value: said for one, said in CANCELLED.items()},
    "office_closed": "The office is closed then",
    **{one.value: said for one, said in CALLS.items()},
    **{one.value: said for one, said in OVERRIDES.items()},
}
"""Of a step, whichever of these it was."""
MOVES: Final[dict[str, str]] = {
    "submit": "Asked for a visit",
    CALL: "Called",
    RequestMove.CLAIM: "Claimed",
    RequestMove.ASSIGN: "Handed on by a supervisor",
    RequestMove.RETURN: "Put back",
    RequestMove.ASK: "Question sent",
    RequestMove.ANSWER: "Answered",
    RequestMove.BOOK: "Visit booked",
    RequestMove.FIND_UNNEEDED: "No visit needed",
    RequestMove.WITHDRAW: "Taken back by the person",
    RequestMove.EXPIRE: "Ended without an answer",
    RequestMove.REOPEN: "Opened again",
    RequestMove.CANCEL: "Visit cancelled",
    RequestMove.CLOSE_OFFICE: "Office closed on the day",
    RequestMove.REBOOK: "Another time booked",
    RequestMove.KEEP: "Came",
    RequestMove.MISS: "Did not come",
    RequestMove.UNDO: "Undone",
}
AGAINST: Final[dict[str, str]] = {
    Against.NOT_BY_MAIL: "What they ask for can’t go by mail.",
    Against.CHECKS_MISSING: "It goes by mail only when all three are verified.",
    RequestRefusal.OVER: "The request has ended meanwhile.",
    RequestRefusal.DONE_BEFORE: "Somebody was faster. The page shows what was decided.",
    RequestRefusal.NOT_FROM_HERE: "That does not follow from where the request stands.",
    RequestRefusal.NOT_THEIRS: "That is not for you to do.",
    RequestRefusal.CLAIMED: "A colleague is at work on it.",
    RequestRefusal.NOT_CLAIMED: "Claim it first. A claim ends by itself after a while.",
    RequestRefusal.TOO_EARLY: "It is too early for that.",
    RequestRefusal.TOO_LATE: "It is too late for that.",
    RequestRefusal.ANOTHER_OPEN: "A newer request of the same person for the same is open.",
    RequestRefusal.PAUSED: "It is being checked who may act for this person.",
    RequestRefusal.NO_TIME: "That time is not free any more. Pick another one.",
    RequestRefusal.PENDING: "What was decided last can still be undone. Undo that, or wait until "
    "it has left.",
    RequestRefusal.SAME_OFFICER: "You proposed it: another officer has to agree.",
}
