"""How officers read changes of address; in English, as all their pages."""

from __future__ import annotations

from typing import Final

from cx_app.domain.addresses import Decided, Reason

REASONS: Final[dict[Reason, str]] = {
    Reason.BY_CALL: "Confirm: the person proved who they are on a call",
    Reason.IN_PERSON: "Confirm: the person proved who they are at an office",
    Reason.NOT_REACHED: "Refuse: we did not reach the person",
    Reason.NOT_PROVEN: "Refuse: they could not prove who they are",
    Reason.NOT_THEIRS: "Refuse: the person says it was not them",
    Reason.NO_SUCH_ADDRESS: "Refuse: there is no such address",
}
ANSWERS: Final[dict[Decided, str]] = {
    Decided.DONE: "Decided. The person and the agency are told.",
    Decided.TOO_EARLY: "The notices need their time. It can be confirmed from the day shown.",
    Decided.OVER: "It was decided or taken back before.",
}
