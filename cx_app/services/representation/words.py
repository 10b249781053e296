"""What people read about forms and representatives, in their language."""

from __future__ import annotations

from typing import Final

from cx_app.domain.representation.accounts import (
    AccountState,
    RefusedBecause,
    RepresentativeKind,
)
from cx_app.domain.representation.forms import FormRefusal, FormState
from cx_app.language import _

_BECAUSE: Final = {
    RefusedBecause.NOT_LISTED: "The bar or the Department of Justice does not list you.",
    RefusedBecause.NAME_DIFFERS: "The name that you gave is not the name in the list.",
    RefusedBecause.NOT_ACTIVE: "The list says that you may not practice now.",
    RefusedBecause.DISCIPLINED: "The list of disciplined representatives names you.",
    RefusedBecause.CANNOT_TELL: "We could not confirm what you gave. Check it and apply again.",
}
_KINDS: Final = {
    RepresentativeKind.ATTORNEY: "Attorney",
    RepresentativeKind.ACCREDITED: "Accredited representative",
}
ACCOUNT_STATES: Final = {
    AccountState.PENDING: "Waits for an officer",
    AccountState.ACCEPTED: "Accepted",
    AccountState.REFUSED: "Refused",
    AccountState.SUSPENDED: "Suspended",
    AccountState.REPLACED: "Suspended, accepted again later",
}
"""For officers, in English."""
STATES: Final = {
    FormState.DRAFT: "Draft",
    FormState.REVIEW: "Waits for the representative",
    FormState.AWAITING: "Waits for the client",
    FormState.SIGNED: "Signed by both",
    FormState.DECLINED: "Declined by the client",
    FormState.EXPIRED: "Not signed in time",
    FormState.WITHDRAWN: "Withdrawn",
    FormState.ENDED: "Ended",
    FormState.REPLACED: "Replaced by another form",
}
REFUSALS: Final = {
    FormRefusal.OVER: "This form has ended. Nothing more can be done with it.",
    FormRefusal.DONE_BEFORE: "This was done before.",
    FormRefusal.NOT_FROM_HERE: "This can’t be done with the form as it stands now.",
    FormRefusal.NOT_THEIRS: "Only a representative signs and sends a form.",
    FormRefusal.TOO_LATE: "The time to sign is over. Ask for a new form.",
    FormRefusal.TOO_EARLY: "There is still time to sign.",
    FormRefusal.CHANGED: "The form is not the one that you saw. Read it again, then sign.",
    FormRefusal.ALREADY: "You have a form for this client already.",
    FormRefusal.ONESELF: "This is your own case. You can’t represent yourself.",
    FormRefusal.TOO_MANY: "You sent as many forms as one account may send in a day.",
    FormRefusal.NOT_ACCEPTED: "An officer must accept your account before you can send a form.",
    FormRefusal.WRONG_PASSCODE: "That passcode and birth date do not open a form.",
    FormRefusal.UNREADABLE: "Check what you typed.",
}


def say_because(because: RefusedBecause) -> str:
    return _(_BECAUSE[because])


def say_kind(kind: str) -> str:
    """The feed has kinds of its own, such as supervised students."""
    known = kind in set(RepresentativeKind)
    return _(_KINDS[RepresentativeKind(kind)]) if known else _("Representative")


def say_state(state: str) -> str:
    return _(STATES[FormState(state)])


def say_refusal(refusal: FormRefusal) -> str:
    return _(REFUSALS[refusal])
