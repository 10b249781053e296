"""Staff read the files of a request: each time it is recorded who did (ATT-5)."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session, col, select

from cx_app.domain.attachments import MEDIA_TYPES, FileKind
from cx_app.domain.errors import Forbidden, NotFound
from cx_app.domain.identity import Actor
from cx_app.gateways import file_store
from cx_app.gateways.file_store import FileGone
from cx_app.gateways.provider import Attachment
from cx_app.language import say_moment
from cx_app.models import AppointmentRequest, RequestAttachment
from cx_app.services.attachments.mine import SUBJECT, FileLine, line_of
from cx_app.services.audit.record import record
from cx_app.services.cases.access import is_own
from cx_app.services.cases.staff import SEES_PROTECTED, require_staff


def files_for_staff(session: Session, actor: Actor, request_id: UUID) -> list[FileLine]:
    """Names and sizes, with when they came; the request was opened before. Raises `NotFound`."""
    request = _request(session, actor, request_id)
    rows = session.exec(
        select(RequestAttachment)
        .where(
            RequestAttachment.request_id == request.id, col(RequestAttachment.removed_at).is_(None)
        )
        .order_by(col(RequestAttachment.added_at), col(RequestAttachment.id))
    )
    return [_with_day(row) for row in rows]


def open_file(session: Session, actor: Actor, attachment_id: UUID) -> Attachment:
    """The file itself, under a name that says nothing about anybody's device. Raises `NotFound`
    for what is removed or not sent yet, `Forbidden` for a request of their own."""
    row = session.get(RequestAttachment, attachment_id)
    if row is None or row.request_id is None or row.removed_at is not None or row.key is None:
        raise NotFound("no such file")
    request = _request(session, actor, row.request_id)
    try:
        content = file_store.attachments().get(str(row.id), row.key)
    except FileGone as error:
        raise NotFound("no such file") from error
    record(
        session,
        actor,
        "attachment.open_by_staff",
        case_id=request.case_id,
        subject_type=SUBJECT,
        subject_id=row.id,
        details={"kind": row.kind},
    )
    return Attachment(row.name or "", MEDIA_TYPES[FileKind(row.kind)], content)


def _request(session: Session, actor: Actor, request_id: UUID) -> AppointmentRequest:
    """Nobody works on their own; what is protected is for a narrower role (domain 9.4 e)."""
    require_staff(actor)
    request = session.get(AppointmentRequest, request_id)
    if request is None or (request.protected and actor.role not in SEES_PROTECTED):
        raise NotFound("no such request")
    own_case = request.case_id is not None and is_own(session, actor, request.case_id)
    if request.account_id == actor.account_id or own_case:
        raise Forbidden("nobody works on their own request")
    return request


def _with_day(row: RequestAttachment) -> FileLine:
    line = line_of(row)
    return FileLine(line.id, line.name, f"{line.about}, came {say_moment(row.added_at)}")
