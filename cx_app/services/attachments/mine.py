"""Files of whoever sends them: for the form that is open, and for a request that was sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from babel.numbers import format_decimal
from sqlalchemy import ColumnElement, update
from sqlmodel import Session, col, select

from cx_app.domain.appointment_requests import OPEN, RequestState
from cx_app.domain.attachments import FileKind
from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Actor, Role
from cx_app.gateways import clock
from cx_app.language import language
from cx_app.models import AppointmentRequest, RequestAttachment
from cx_app.services.appointment_requests.access import reached_by, request_of
from cx_app.services.audit.record import record

SUBJECT = "request_attachment"
THOUSAND = 1000


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file as its owner sees it; `about` says its kind and size."""

    id: str
    name: str
    about: str


@dataclass(frozen=True, slots=True)
class RequestFiles:
    """What came with a request, and whether it takes more; they stay as they were sent."""

    request_id: str = ""
    more: bool = False
    files: list[FileLine] = field(default_factory=list)


def files_of_form(session: Session, actor: Actor) -> list[FileLine]:
    """What the actor has sent for the form that is not sent yet, oldest first."""
    return [line_of(row) for row in _living(session, of_form(actor))]


def files_of_request(session: Session, actor: Actor, reference: str) -> RequestFiles:
    """Raises `NotFound` for a request that is not the actor's."""
    request = request_of(session, actor, reference)
    rows = _living(session, RequestAttachment.request_id == request.id)
    return RequestFiles(str(request.id), takes_files(request), [line_of(row) for row in rows])


def take_along(session: Session, actor: Actor, request_id: UUID) -> int:
    """The form was sent: its files are the request's from now on. In the transaction of sending;
    returns how many there are."""
    return int(
        session.exec(
            update(RequestAttachment)
            .where(of_form(actor), col(RequestAttachment.removed_at).is_(None))
            .values(request_id=request_id)
        ).rowcount
    )


def remove_file(session: Session, actor: Actor, attachment_id: UUID) -> bool:
    """Taken back by whoever sent it, before anybody may have read it: only while the form is not
    sent. Its key is destroyed at once, the rest of it by a task (ATT-4)."""
    row = session.exec(
        select(RequestAttachment)
        .where(
            RequestAttachment.id == attachment_id,
            of_form(actor),
            col(RequestAttachment.removed_at).is_(None),
        )
        .with_for_update()
    ).first()
    if row is None:
        return False
    row.key, row.name, row.removed_at = None, None, clock.business(session)
    session.add(row)
    record(session, actor, "attachment.remove", subject_type=SUBJECT, subject_id=row.id)
    return True


def own_request(session: Session, actor: Actor, request_id: UUID) -> AppointmentRequest:
    """Raises `NotFound`: what is not theirs looks like what is not there (API-7)."""
    request = session.exec(
        select(AppointmentRequest).where(
            AppointmentRequest.id == request_id, reached_by(session, actor)
        )
    ).first()
    if request is None:
        raise NotFound("no such request for this account")
    return request


def takes_files(request: AppointmentRequest) -> bool:
    """Until there is a visit, or the request has ended."""
    return request.state in OPEN - {RequestState.SCHEDULED}


def of_form(actor: Actor) -> ColumnElement[bool]:
    """For queries over files: the actor's own that go with no request yet."""
    return sent_by(actor) & col(RequestAttachment.request_id).is_(None)


def sent_by(actor: Actor) -> ColumnElement[bool]:
    """For queries over files: all that the actor ever sent."""
    if actor.role is Role.VISITOR:
        return col(RequestAttachment.pass_id) == actor.session_id
    return col(RequestAttachment.account_id) == actor.account_id


def _living(session: Session, which: ColumnElement[bool] | bool) -> list[RequestAttachment]:
    return list(
        session.exec(
            select(RequestAttachment)
            .where(which, col(RequestAttachment.removed_at).is_(None))
            .order_by(col(RequestAttachment.added_at), col(RequestAttachment.id))
        )
    )


def line_of(row: RequestAttachment) -> FileLine:
    return FileLine(
        str(row.id), row.name or "", f"{FileKind(row.kind).upper()}, {say_size(row.size)}"
    )


def say_size(size: int) -> str:
    """`1.4 MB`, `320 KB`: in thousands, as people's own devices count."""
    locale = "en_US" if language() == "en" else "es_US"
    if size < THOUSAND**2:
        return f"{max(1, round(size / THOUSAND))} KB"
    return f"{format_decimal(round(size / THOUSAND**2, 1), locale=locale)} MB"
