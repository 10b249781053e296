"""The form that people fill in, from the first step to what is sent."""

from __future__ import annotations

from uuid import uuid4

from cx_app import database as db
from cx_app.domain.callbacks.ask_forms import ALL_FIELDS, OTHER_PHONE, AskStep, Flaw
from cx_app.services.callbacks.asking import Asked
from cx_app.services.callbacks.asking_form import may_text, review, send
from cx_app.services.callbacks.consenting import wording
from tests.services.callbacks.people import Someone, row, someone


def typed(one: Someone, **values: str) -> dict[str, str]:
    return dict.fromkeys(ALL_FIELDS, "") | {
        "topic": "case",
        "phone_id": str(one.contact.id),
        "zone": "America/Chicago",
        "language": "en",
        "texts": "yes",
        **values,
    }


def sent(one: Someone, values: dict[str, str]) -> Asked:
    with db.write() as session:
        answer = send(session, one.actor, values, uuid4().hex, wording().version)
    assert isinstance(answer, Asked), answer
    return answer


def test_what_was_typed_becomes_a_callback() -> None:
    one = someone()
    made = row(sent(one, typed(one, span_1="yes", span_2="yes", relay="yes")).reference)
    assert made.hours == "12:00-17:00,17:00-20:00"
    assert (made.relay, made.texting, made.zone) == (True, True, "America/Chicago")


def test_who_does_not_agree_gets_no_texts() -> None:
    one = someone()
    assert not row(sent(one, typed(one, texts="no")).reference).texting


def test_a_number_that_is_typed_gets_none_either() -> None:
    one = someone()
    values = typed(one, phone_id=OTHER_PHONE, phone="202 555 0199")
    with db.read() as session:
        assert not may_text(session, one.actor, values)
        assert may_text(session, one.actor, typed(one))
    assert not row(sent(one, values).reference).texting


def test_fields_that_nobody_must_fill_in_may_be_left_out() -> None:
    """A browser leaves out a box that is not ticked, and any client may leave out more."""
    one = someone()
    needed = ("topic", "phone_id", "zone", "language", "texts")
    made = row(sent(one, {name: typed(one)[name] for name in needed}).reference)
    assert (made.case_id, made.note, made.hours, made.relay) == (None, None, "", False)


def test_what_is_missing_is_named_and_nothing_is_made() -> None:
    one = someone()
    with db.write() as session:
        answer = send(session, one.actor, typed(one, topic="", zone=""), "key", "")
    assert answer == {"topic": Flaw.MISSING, "zone": Flaw.MISSING}


def test_it_is_read_back_before_it_is_sent() -> None:
    one = someone()
    with db.read() as session:
        lines = review(session, one.actor, typed(one, spoken=" Dari "))
    said = {line.question: (line.step, line.answer) for line in lines}
    assert said["Interpreter"] == (AskStep.PHONE, "Dari")
    assert said["Hours that suit you"][1] == "Any hour"
    assert said["Text before the call"] == (AskStep.TEXTS, "Yes, text me first")
    assert one.phone not in str(lines)
