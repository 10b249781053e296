"""What an officer sees of one request, and what opening it leaves behind (OPEN-1)."""

from __future__ import annotations

import pytest
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.appointment_decisions import Needed, Question, Unneeded
from cx_app.domain.errors import Forbidden, NotFound
from cx_app.domain.identity import Role
from cx_app.domain.openings import OpeningReason
from cx_app.gateways import clock
from cx_app.models import AuditEntry, CaseOpening, Representation
from cx_app.models.base import uuid7
from cx_app.services.appointment_requests.correct import reopen_for
from cx_app.services.appointment_requests.decide import book, find_unneeded
from cx_app.services.appointment_requests.file import open_request
from cx_app.services.appointment_requests.moves import Made
from cx_app.services.appointment_requests.times import preview_of, times_for
from cx_app.services.appointment_requests.upcoming import upcoming
from cx_app.services.cases.staff import ReasonNeeded
from tests import factories
from tests.factories import actor_for
from tests.services.appointment_requests.asking import (
    asker,
    asks,
    field_office,
    sends,
    stored,
    told,
    typed,
)
from tests.services.appointment_requests.desk import (
    claims,
    does,
    free,
    opens,
    staff,
    too_late_to_undo,
)

pytestmark = pytest.mark.usefixtures("database")


def test_one_screen_holds_what_was_asked_and_who_asks() -> None:
    one = asker()
    reference = asks(one, needs_wheelchair="yes")
    file = opens(staff(), reference)
    assert (file.name, file.reason) == (one.filing.person.full_name, "ADIT stamp")
    assert file.note == "My extension letter ends soon."
    assert file.needs == ["Wheelchair"]
    assert file.contact[0] == "(212) 555-0101"
    assert [line.rpartition(", ")[2] for line in file.wishes] == ["morning"]
    assert file.case.receipt == one.filing.case.receipt_number
    assert (file.case.status, file.case.status_es) == ("Update recorded", "Novedad registrada")
    assert {check.says for check in file.checks} >= {
        "Signed in, with a proven e-mail",
        "Has the case by an access code",
    }
    assert [step.what for step in file.steps] == ["Asked for a visit"]
    assert (file.may_claim, file.may_decide, file.claim) == (True, False, "nobodys")


def test_opening_is_on_record_and_the_request_explains_it() -> None:
    one = asker()
    reference = asks(one)
    officer = staff()
    opens(officer, reference)
    opens(officer, reference)
    with db.read() as session:
        [opening] = session.exec(select(CaseOpening)).all()
    assert (opening.reason, opening.explanation) == (OpeningReason.REQUEST, "visit_request")
    assert opening.case_id == one.filing.case.id


def test_what_waits_for_nobody_asks_why_it_is_opened() -> None:
    one = asker()
    reference = asks(one)
    first = staff()
    which = claims(first, reference)
    does(find_unneeded, first, which, Unneeded.SETTLED)
    officer = staff()
    with db.write() as session:
        assert open_request(session, officer, reference) == ReasonNeeded()
    assert opens(officer, reference, OpeningReason.CONTACT).state == "No visit needed"


def test_a_request_without_a_case_is_opened_on_record_too() -> None:
    one = asker()
    born = {"month": "4", "day": "12", "year": "1990"}
    name = {"given_name": "Lena", "family_name": "Novak", "a_number": "A123456789"}
    answer = sends(one.actor, typed("other", **name, **born), "form-2")
    officer = staff()
    file = opens(officer, answer.reference)  # type: ignore[union-attr]
    assert (file.name, file.case.id) == ("Lena Novak", "")
    assert file.person == ["Born Thursday, April 12, 1990", "A-Number •••••6789"]
    assert "No case of this person is in the account" in {one.says for one in file.checks}
    with db.read() as session:
        opened = select(AuditEntry).where(AuditEntry.action == "appointment_request.open")
        assert [row.account_id for row in session.exec(opened)] == [officer.account_id]


def test_nobody_opens_their_own_nor_what_is_not_for_them() -> None:
    one = asker()
    own = asks(one)
    protected = asks(asker(), reason="protected_inquiry")
    for actor, reference in (
        (actor_for(one.filing.account, Role.OFFICER), own),
        (staff(), protected),
        (staff(), "no such number"),
    ):
        with pytest.raises(NotFound):
            opens(actor, reference)
    with pytest.raises(Forbidden):
        opens(one.actor, own)
    assert opens(staff(Role.SUPERVISOR), protected).protected


def test_a_case_that_became_protected_closes_its_requests() -> None:
    one = asker()
    reference = asks(one)
    with db.write() as session:
        session.merge(one.filing.case).protected = True
    with pytest.raises(NotFound):
        opens(staff(), reference)


def test_earlier_requests_of_the_same_person_are_shown() -> None:
    one = asker()
    first = asks(one, "form-1")
    second = asks(one, "form-2", reason="certified_copy")
    [earlier] = opens(staff(), second).earlier
    assert earlier.path.endswith(first)


def test_earlier_requests_show_no_protected_reason() -> None:
    one = asker()
    asks(one, "form-1", reason="protected_inquiry")
    second = asks(one, "form-2", reason="certified_copy")
    [earlier] = opens(staff(Role.SUPERVISOR), second).earlier
    assert earlier.reason == "Protected"
    assert opens(staff(), second).earlier == []


def test_times_mark_what_was_wished_for_and_other_offices_can_be_looked_at() -> None:
    one = asker()
    reference = asks(one)
    elsewhere = field_office(name="Chicago", zip_code="60601")
    officer, which = staff(), stored(reference).id
    times = does(times_for, officer, which)
    assert [day.wished for day in times.days if day.wished] == ["morning"]  # type: ignore[attr-defined]
    assert times.offices[0][0] == str(one.office_id)  # type: ignore[attr-defined]
    other = does(times_for, officer, which, elsewhere)
    assert (other.office_id, bool(other.days)) == (str(elsewhere), True)  # type: ignore[attr-defined]
    with pytest.raises(NotFound):
        does(times_for, officer, which, uuid7())


def test_the_preview_is_in_the_person_s_language_with_the_english_beside_it() -> None:
    one = asker()
    reference = asks(one, language="es")
    officer, which = staff(), stored(reference).id
    shown = does(preview_of, officer, which, Question.ADDRESS)
    assert "¿Dónde vive ahora?" in shown.body  # type: ignore[attr-defined]
    assert "Where do you live now?" in shown.english_body  # type: ignore[attr-defined]
    slot = free(officer, one.office_id)[0]
    booked = does(preview_of, officer, which, "", slot.slot_id)
    assert booked.subject == "Su visita ya tiene hora"  # type: ignore[attr-defined]
    english = asks(asker())
    plain = does(preview_of, officer, stored(english).id, Unneeded.UNMET)
    assert (plain.language, plain.english_body) == ("English", "")  # type: ignore[attr-defined]
    with pytest.raises(ValueError, match="nothing"):
        does(preview_of, officer, which, "nothing")


def test_next_is_their_own_first_and_then_the_most_urgent() -> None:
    free_one, mine, now = asks(asker()), asks(asker()), asks(asker())
    officer = staff()
    claims(officer, mine)
    with db.read() as session:
        assert upcoming(session, officer, stored(now).id) == mine
        assert upcoming(session, staff(), stored(now).id) == free_one
        assert upcoming(session, officer, stored(mine).id) in (free_one, now)


def test_not_needed_that_was_wrong_is_opened_again_by_a_step_of_its_own() -> None:
    one = asker()
    reference = asks(one)
    officer = staff()
    which = claims(officer, reference)
    does(find_unneeded, officer, which, Unneeded.OTHER_WAY)
    too_late_to_undo()
    assert isinstance(does(reopen_for, officer, which), Made)
    assert told(one.actor)[-1] == "visit_reopened"
    file = opens(officer, reference)
    assert [step.what for step in file.steps[:2]] == [
        "Opened again",
        "No visit needed: The phone is the way",
    ]


def test_a_booked_visit_is_shown_with_its_time_and_what_can_be_undone() -> None:
    one = asker()
    reference = asks(one)
    officer = staff()
    which = claims(officer, reference)
    does(book, officer, which, free(officer, one.office_id)[-1].slot_id, Needed.URGENT)
    file = opens(officer, reference, OpeningReason.WORK)
    assert file.visit.endswith("Springfield")
    assert file.undo.mine
    too_late_to_undo()
    assert opens(officer, reference).undo.id == ""


def test_whoever_lost_their_part_since_asked_without_authority() -> None:
    one = asker()
    with db.write() as session:
        account = factories.account(session)
        held = factories.representation(session, one.filing.party, account=account)
        held_id, attorney = held.id, actor_for(account)
    answer = sends(attorney, typed(one.whom), "form-9")
    says = {check.says: check.ok for check in opens(staff(), answer.reference).checks}  # type: ignore[union-attr]
    assert says["A representative of record asked"]
    with db.write() as session:
        ended = session.get_one(Representation, held_id)
        ended.ended_at = clock.business(session)
        session.add(ended)
    says = {check.says: check.ok for check in opens(staff(), answer.reference).checks}  # type: ignore[union-attr]
    lost = "Asked as a representative, and has no Form G-28 in force for this person"
    assert says[lost] is False
