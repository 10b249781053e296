"""Callbacks in plain words for officers. In English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cx_app.domain.callbacks.standing import CallbackRefusal, CallbackState, CallOutcome
from cx_app.domain.callbacks.topics import Asker, CallbackTopic
from cx_app.services.callbacks.consenting import ConsentRefusal

MASKED_NAME: Final = "Protected person"
TOPICS: Final = {
    CallbackTopic.CASE: "Status of the case",
    CallbackTopic.NOTICE: "Letter or notice",
    CallbackTopic.APPOINTMENT: "Appointment",
    CallbackTopic.DOCUMENT: "Card or paper",
    CallbackTopic.ADDRESS: "Address",
    CallbackTopic.ACCOUNT: "Account or code",
    CallbackTopic.TRAVEL: "Urgent travel",
    CallbackTopic.SAFETY: "Safety",
    CallbackTopic.OTHER: "Something else",
}
STATES: Final = {
    CallbackState.QUEUED: "In line",
    CallbackState.SENDING: "Text on its way",
    CallbackState.ASKED: "Asked by text",
    CallbackState.PROMISED: "Said yes",
    CallbackState.CALLING: "Being called",
    CallbackState.WAITING: "Waits for the person",
    CallbackState.REACHED: "Reached",
    CallbackState.WITHDRAWN: "Taken back",
}
ASKERS: Final = {
    Asker.SELF: "For themselves",
    Asker.REPRESENTATIVE: "Representative",
    Asker.CALLER: "Phoned us",
}
LANGUAGES: Final = {"en": "English", "es": "Spanish"}
OUTCOMES: Final = {
    CallOutcome.REACHED: "Reached",
    CallOutcome.LANGUAGE_LINE: "Reached, with an interpreter",
    CallOutcome.VOICEMAIL: "Left a voicemail",
    CallOutcome.NO_ANSWER: "No answer",
    CallOutcome.WRONG_NUMBER: "Wrong number",
}
STEPS: Final = {
    "ask": "Asked for a callback",
    "open_for": "Phoned; opened by an officer",
    "text": "Text on its way",
    "sent": "Asked by text",
    "not_sent": "Text not sent",
    "unknown": "Nobody knows if the text arrived; plain call",
    "no_text": "Call without a text",
    "answer": "Answered",
    "pass": "Time went by",
    "stop": "Said STOP",
    "agree": "Agreed to texts",
    "disagree": "Wants no texts",
    "take": "Taken by an officer",
    "let_go": "Let go without a call",
    "call": "Called",
    "put_back": "Put back in line",
    "change_phone": "Another phone",
    "withdraw": "Taken back",
}
ANSWERS: Final = {
    "yes": "Yes",
    "no": "Not now",
    "later": "Later",
    "other": "Not understood",
}
REFUSALS: Final = {
    CallbackRefusal.NOT_OPEN: "It is over.",
    CallbackRefusal.NOT_IN_LINE: "A colleague has it, or it waits for an answer.",
    CallbackRefusal.NO_TEXT_LEFT: "No text is left in this round.",
    CallbackRefusal.NO_CONSENT: "They did not agree to texts.",
    CallbackRefusal.NOT_YET: "It is too early, or not an hour that suits them.",
    CallbackRefusal.NOT_SENDING: "No text is on its way.",
    CallbackRefusal.NOT_CALLING: "You do not have it any more.",
    CallbackRefusal.NOT_WAITING: "It does not wait for the person.",
    CallbackRefusal.NOT_ASKED: "They have not been asked.",
    CallbackRefusal.WRONG_NUMBER: "Somebody else answers there. It needs another phone first.",
}
NO_TEXTS: Final[Mapping[ConsentRefusal | None, str]] = {
    ConsentRefusal.NOT_PROVEN: "Nobody has proven that this phone is theirs.",
    ConsentRefusal.STOPPED: "That phone said STOP.",
    ConsentRefusal.LANDLINE: "That number can’t get texts.",
    ConsentRefusal.NOT_SAFE: "They have not said that texts to that phone are safe for them.",
}
IDENTITY_SCRIPT: Final = (
    "Before I say anything about a case, I need to know that I am speaking with the right person.",
    "Please tell me your full name.",
    "Please tell me your date of birth.",
    "Please tell me your address.",
)
VOICEMAIL: Final = {
    "en": (
        "Hello, this is {agency}. You asked us to call. We will call you again. You can also look "
        "on the website where you asked. Thank you."
    ),
    "es": (
        "Hola, le llama {agency}. Usted nos pidió una llamada. Le llamaremos otra vez. También "
        "puede mirar en la página donde la pidió. Gracias."
    ),
}
"""Gives nothing away to whoever else listens: no name, number, form or reason."""
GREETING: Final = {
    "en": (
        "Hello, this is {agency}. You asked us to call. On your page you see three words: {phrase}."
    ),
    "es": (
        "Hola, le llama {agency}. Usted nos pidió una llamada. En su página ve tres palabras: "
        "{phrase}."
    ),
}
"""Proves the agency before it asks for anything."""
