"""What people read about a file of cases."""

from __future__ import annotations

from typing import Final

from cx_app.domain.representation.lists import MOST, ListFlaw, Outcome
from cx_app.language import _

OUTCOMES: Final = {
    Outcome.ADDED: "Added",
    Outcome.FORM: "Form G-28 is ready for you to sign",
    Outcome.FOR_REVIEW: "Form G-28 waits for the representative",
    Outcome.NO_RECEIPT: "Not a receipt number: three letters and ten digits",
    Outcome.NO_BIRTH_DATE: "Not a birth date: write 1980-02-29 or 2/29/1980",
    Outcome.NO_NAME: "The client’s name is missing",
    Outcome.BAD_CODE: "Not a code: it has 12 letters and digits",
    Outcome.TWICE: "The same case stands further up in the file",
    Outcome.ALREADY: "You have this case, or a form for it, already",
    Outcome.NO_MATCH: "Receipt number, code, and birth date do not match",
    Outcome.LOCKED: "Not tried: too many codes did not match. Try this line tomorrow",
    Outcome.NOT_THEIRS: "A representative enters their own codes",
    Outcome.ENDED: "Not done: your account changed before this line",
}
FLAWS: Final = {
    ListFlaw.EMPTY: "There are no cases in this file.",
    ListFlaw.NOT_A_TABLE: (
        "The first line must name the columns: Receipt number, Birth date, Client, Access code. "
        "Save the file as CSV."
    ),
    ListFlaw.TOO_MANY: "One file may hold {most} cases. Make two files of it.",
    ListFlaw.TOO_LARGE: "This file is too large. Save only the four columns, as CSV.",
    ListFlaw.TOO_SLOW: "The file took too long to arrive. Try again.",
}
COLUMNS: Final = ("Line", "Receipt number", "Birth date", "Client", "What came of it")


def say_outcome(outcome: Outcome) -> str:
    return _(OUTCOMES[outcome])


def say_list_flaw(flaw: ListFlaw) -> str:
    return _(FLAWS[flaw], most=MOST)


def heads() -> tuple[str, ...]:
    return tuple(_(name) for name in COLUMNS)
