"""Parts of a request as an officer reads it: contact, checks, the case, what came before, steps."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from sqlmodel import Session, col, or_, select

from cx_app.domain.appointment_decisions import CALL, Call
from cx_app.domain.appointment_forms import Details
from cx_app.domain.appointment_requests import (
    AskedAs,
    By,
    RequestState,
)
from cx_app.domain.cases import status_of
from cx_app.domain.identity import Actor
from cx_app.domain.references import shown
from cx_app.domain.slots import BookingState
from cx_app.language import _, say_date, say_moment, using
from cx_app.models import (
    Account,
    AppointmentRequest,
    Booking,
    Case,
    CaseLink,
    ContactPoint,
    Office,
    RequestStep,
    Slot,
)
from cx_app.services.appointment_requests import desk_words as words
from cx_app.services.appointment_requests.desk import may_see
from cx_app.services.appointment_requests.reason_words import in_list
from cx_app.services.cases.history import history_of
from cx_app.services.messages.catalogue import told
from cx_app.services.messages.reach import hashes_of
from cx_app.services.representation.of_case import acts_for

EARLIER: Final = 5
HISTORY: Final = 5


@dataclass(frozen=True, slots=True)
class Check:
    """What is known of who asks. `ok` is no verdict: an officer decides."""

    says: str
    ok: bool


@dataclass(frozen=True, slots=True)
class CaseBrief:
    id: str = ""
    receipt: str = ""
    form: str = ""
    status: str = ""
    status_es: str = ""
    history: list[str] = field(default_factory=list)


NO_CASE: Final = CaseBrief()


@dataclass(frozen=True, slots=True)
class Earlier:
    reference: str
    path: str
    reason: str
    state: str
    asked: str


@dataclass(frozen=True, slots=True)
class StepLine:
    at: str
    what: str
    by: str
    words: str


def contact_of(session: Session, request: AppointmentRequest, details: Details) -> list[str]:
    account = session.get(Account, request.account_id) if request.account_id else None
    email = request.contact_email or (account.email if account else "")
    phone = details.phone or request.contact_phone or ""
    return [line for line in (_phone(phone), email or "") if line]


def checks_of(session: Session, request: AppointmentRequest) -> list[Check]:
    """Identity checks that were done, by the portal or by an officer on the phone."""
    account = session.get(Account, request.account_id) if request.account_id else None
    found = []
    if account is None:
        found.append(Check("Asked without an account; the contact was proven by a code", ok=True))
    else:
        proven = account.email_verified
        found.append(
            Check("Signed in, with a proven e-mail" if proven else "E-mail not proven", ok=proven)
        )
        found.append(_by_code(session, account, request))
        if _phone_proven(session, account):
            found.append(Check("A phone number of the account was proven", ok=True))
    if request.asked_as == AskedAs.REPRESENTATIVE:
        found.append(_authority(session, request))
    called = session.exec(
        select(RequestStep.at).where(
            RequestStep.request_id == request.id,
            RequestStep.move == CALL,
            RequestStep.outcome == Call.IDENTIFIED,
        )
    ).all()
    if called:
        found.append(Check(f"Verified by a call on {say_moment(max(called))}", ok=True))
    return found


def _authority(session: Session, request: AppointmentRequest) -> Check:
    """Whoever asked for somebody else may have lost their part in it since."""
    if acts_for(session, request.account_id, request.party_id):
        return Check("A representative of record asked", ok=True)
    return Check(
        "Asked as a representative, and has no Form G-28 in force for this person", ok=False
    )


def case_brief(session: Session, case: Case) -> CaseBrief:
    status = status_of(case.status_code)
    with using("es"):
        spanish = _(status.title)
    history = [f"{line.day}: {line.title}" for line in history_of(session, case)[:HISTORY]]
    return CaseBrief(str(case.id), case.receipt_number, case.form, status.title, spanish, history)


def earlier_of(session: Session, actor: Actor, request: AppointmentRequest) -> list[Earlier]:
    """Of the same person, or of the same account or contact and name where nobody knows the
    person."""
    if request.person_id is not None:
        same = [col(AppointmentRequest.person_id) == request.person_id]
    elif request.account_id is not None:
        same = [
            col(AppointmentRequest.account_id) == request.account_id,
            col(AppointmentRequest.search_name) == request.search_name,
        ]
    else:
        contact = hashes_of(request.contact_email or request.contact_phone or "")
        same = [
            col(AppointmentRequest.account_id).is_(None),
            or_(
                col(AppointmentRequest.contact_email_hash).in_(contact),
                col(AppointmentRequest.contact_phone_hash).in_(contact),
            ),
            col(AppointmentRequest.search_name) == request.search_name,
        ]
    rows = session.exec(
        select(AppointmentRequest)
        .where(*same, AppointmentRequest.id != request.id, *may_see(actor))
        .order_by(col(AppointmentRequest.asked_at).desc())
        .limit(EARLIER)
    )
    return [
        Earlier(
            shown(one.reference),
            f"/officer/appointments/{one.reference}",
            in_list(one),
            words.STATES[RequestState(one.state)],
            say_date(one.asked_at),
        )
        for one in rows
    ]


def steps_of(session: Session, request: AppointmentRequest) -> list[StepLine]:
    """The newest first, with what was said."""
    rows = session.exec(
        select(RequestStep, Account.name)
        .outerjoin(Account, col(Account.id) == RequestStep.account_id)
        .where(RequestStep.request_id == request.id)
        .order_by(col(RequestStep.at).desc(), col(RequestStep.id).desc())
    )
    return [
        StepLine(
            say_moment(step.at),
            _what(step),
            {By.PERSON: "The person", By.SYSTEM: "By itself"}.get(By(step.by), name or "Staff"),
            step.words or "",
        )
        for step, name in rows
    ]


def visit_line(session: Session, request: AppointmentRequest, slot_id: UUID | None = None) -> str:
    """When and where: of the visit, or of a time that is proposed."""
    if slot_id is not None:
        slot = session.get(Slot, slot_id)
        office = session.get(Office, slot.office_id) if slot else None
        return _time(slot, office) if slot and office else ""
    visit = session.get(Booking, request.booking_id) if request.booking_id else None
    if visit is None:
        return ""
    when = _time(visit, session.get_one(Office, visit.office_id))
    return when if visit.state == BookingState.ACTIVE else f"{when} (not any more)"


def _time(at: Slot | Booking, office: Office) -> str:
    when = told({"starts": at.starts_at.isoformat(), "zone": office.time_zone})["when"]
    return f"{when}, {office.name}"


def _what(step: RequestStep) -> str:
    said = words.MOVES.get(step.move, step.move)
    outcome = words.OUTCOMES.get(step.outcome, "")
    return f"{said}: {outcome}" if outcome else said


def _by_code(session: Session, account: Account, request: AppointmentRequest) -> Check:
    linked = (
        request.party_id is not None
        and session.exec(
            select(CaseLink.id).where(
                CaseLink.account_id == account.id,
                CaseLink.party_id == request.party_id,
                col(CaseLink.ended_at).is_(None),
            )
        ).first()
    )
    if linked:
        return Check("Has the case by an access code", ok=True)
    return Check("No case of this person is in the account", ok=False)


def _phone_proven(session: Session, account: Account) -> bool:
    proven = select(ContactPoint.id).where(
        ContactPoint.account_id == account.id,
        ContactPoint.channel == "sms",
        col(ContactPoint.verified_at).is_not(None),
        col(ContactPoint.ended_at).is_(None),
    )
    return session.exec(proven.limit(1)).first() is not None


def _phone(number: str) -> str:
    """`+12125550101` as people write it."""
    digits = number.removeprefix("+1")
    known = number.startswith("+1") and len(digits) == 10
    return f"({digits[:3]}) {digits[3:6]}-{digits[6:]}" if known else number
