"""Topics, states and refusals of callbacks in plain words, for people."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from cx_app.domain.callbacks.standing import Answer, CallbackState, CallOutcome, Told
from cx_app.domain.callbacks.topics import CallbackTopic
from cx_app.language import _, say_clock

TOPICS: Final = {
    CallbackTopic.CASE: ("How my case is going", ""),
    CallbackTopic.NOTICE: ("A letter or notice from you", ""),
    CallbackTopic.APPOINTMENT: ("An appointment", ""),
    CallbackTopic.DOCUMENT: ("A card or paper", "It did not come, or it has a mistake."),
    CallbackTopic.ADDRESS: ("My address", ""),
    CallbackTopic.ACCOUNT: ("My account or my code", ""),
    CallbackTopic.TRAVEL: ("Travel that can’t wait", "Such as a sick or dying relative."),
    CallbackTopic.SAFETY: (
        "I am not safe",
        "Such as violence at home or by someone who knows you.",
    ),
    CallbackTopic.OTHER: ("Something else", ""),
}
"""Label and hint, as message ids."""
ANSWERS: Final = {
    Answer.YES: "Yes, I am free",
    Answer.NO: "Not now",
    Answer.LATER: "Later today or tomorrow",
}
"""The buttons that equal the replies by text."""
TOLD: Final = {
    Told.PROMISE: "We said that we call you in time.",
    Told.ANOTHER_DAY: "We try again on another day. You keep your place in line.",
    Told.POSTPONED: "We ask you again later. This did not use up a try.",
    Told.NO_LONGER_POSTPONED: "You put it off once before, so this counts as a no.",
    Told.NOT_UNDERSTOOD: "We did not understand your answer and asked you again.",
    Told.TOO_LATE: "Your answer came after the hour. You keep your place in line.",
    Told.WINDOW_MISSED: "We did not call in time. We are sorry. It did not use up a try.",
    Told.CALL_MISSED: "We called and did not reach you.",
    Told.WAITS_FOR_YOU: "Your request waits for you. One click puts it back in line.",
    Told.WRONG_NUMBER: "Someone else answered. We do not use that number any more.",
}
STEPS: Final = {
    "ask": "You asked for a call.",
    "open_for": "You phoned us, and we put you in line for a call.",
    "text": "We are sending you a text.",
    "sent": "We asked you by text if you are free.",
    "not_sent": "Our text could not be sent. It did not use up a try.",
    "unknown": "We do not know if our text reached you. We call you without one.",
    "no_text": "We call you without a text.",
    "pass": "Time went by without an answer.",
    "missed": "The half hour went by without our call.",
    "stop": "You said STOP. We do not text you any more; we still call.",
    "agree": "You agreed to texts before we call.",
    "disagree": "You do not want texts. We still call.",
    "take": "An officer is calling you.",
    "let_go": "The officer did not call. You are back in line.",
    "put_back": "You put your request back in line.",
    "change_phone": "You changed the phone that we call.",
    "withdraw": "You took your request back.",
}
ANSWERED: Final = {
    Answer.YES: "You said that you are free.",
    Answer.NO: "You said that you are not free now.",
    Answer.LATER: "You asked for a later time.",
    Answer.OTHER: "You sent us an answer.",
}
CALLED: Final = {
    CallOutcome.REACHED: "We spoke with you.",
    CallOutcome.LANGUAGE_LINE: "We spoke with you, with an interpreter.",
    CallOutcome.VOICEMAIL: "We called and left a message.",
    CallOutcome.NO_ANSWER: "We called, and nobody answered.",
    CallOutcome.WRONG_NUMBER: "We called, and someone else answered.",
}


def topic_words(code: str) -> str:
    return next((_(words[0]) for topic, words in TOPICS.items() if topic == code), "")


def step_words(what: str, outcome: str, to_state: str, told: str = "") -> str:
    """One line of the history of a callback."""
    if what == "pass" and Told.WINDOW_MISSED in told.split(","):
        return _(STEPS["missed"])
    if what == "answer":
        return _(ANSWERED[Answer(outcome)])
    if what == "call":
        return _(CALLED[CallOutcome(outcome)])
    if what == "pass" and to_state == CallbackState.QUEUED:
        return _(STEPS["pass"])
    return _(STEPS[what]) if what in STEPS else ""


def told_words(codes: str) -> list[str]:
    return [_(TOLD[Told(code)]) for code in codes.split(",") if code]


def state_words(
    state: CallbackState,
    *,
    texting: bool,
    call_by: datetime | None,
    zone: ZoneInfo,
    wrong: bool = False,
) -> tuple[str, str]:
    """Where it stands, and what comes next: a text, or where somebody else answers a new number."""
    match state:
        case CallbackState.QUEUED if texting:
            return _("In line"), _("We text you when your turn is near.")
        case CallbackState.QUEUED:
            return _("In line"), _("We call you when it is your turn.")
        case CallbackState.SENDING:
            return _("We are texting you"), _("Please look at your phone.")
        case CallbackState.ASKED:
            return _("Are you free now?"), _("Answer within the hour, here or by text.")
        case CallbackState.PROMISED if call_by is not None:
            by = say_clock(call_by, zone)
            return _("We call you by {time}", time=by), _("Please keep your phone near.")
        case CallbackState.CALLING:
            return _("An officer is calling you"), _("Ask for the words that you see here.")
        case CallbackState.WAITING if wrong:
            return _("We need another number"), _("Change the phone, then put it back in line.")
        case CallbackState.WAITING:
            return _("Your request waits for you"), _("Put it back in line when you are ready.")
        case CallbackState.REACHED:
            return _("We spoke with you"), ""
    return _("You took it back"), ""
