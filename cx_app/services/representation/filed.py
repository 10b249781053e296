"""What a representative filed for a client, as they filed it: they read that after the end, too
(REP-16). What became of it since is the client's alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlmodel import Session, col, select

from cx_app.domain.appointment_forms import Details
from cx_app.domain.appointment_requests import AskedAs
from cx_app.domain.biometrics import Cause
from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Actor
from cx_app.domain.references import shown
from cx_app.domain.representation.authority import Action
from cx_app.gateways import clock
from cx_app.language import _, say_date, say_moment
from cx_app.models import (
    G28,
    AppointmentRequest,
    Callback,
    Case,
    CodeRequest,
    Party,
    Person,
    Representation,
    Reschedule,
)
from cx_app.services.appointment_requests.reason_words import reason
from cx_app.services.appointment_requests.words import say_told
from cx_app.services.biometrics.words import CAUSES
from cx_app.services.callbacks.words import topic_words
from cx_app.services.representation.access import allowed

MOST: Final = 200
"""Of each kind, the newest."""


@dataclass(frozen=True, slots=True)
class FiledAnswer:
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class FiledLine:
    when: str
    what: str
    number: str = ""
    """The reference number, where it has one."""
    told: list[FiledAnswer] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Filed:
    client: str = ""
    receipt: str = ""
    form: str = ""
    since: str = ""
    ended: str = ""
    form_id: str = ""
    """Of the Form G-28 that was signed here."""
    lines: list[FiledLine] = field(default_factory=list)
    """The newest first."""


def filed(session: Session, actor: Actor, representation_id: UUID) -> Filed:
    """Raises `NotFound` for what is not the actor's own, and where they filed nothing or may know
    nothing any more."""
    row = session.exec(
        select(Representation, Case, Person)
        .join(Case, col(Case.id) == Representation.case_id)
        .join(Party, col(Party.id) == Representation.client_party_id)
        .join(Person, col(Person.id) == Party.person_id)
        .where(
            Representation.id == representation_id,
            Representation.account_id == actor.account_id,
        )
    ).first()
    if row is None:
        raise NotFound("no such representation for this account")
    held, case, person = row
    if allowed(session, actor, case.id, Action.READ_FILED) is not None:
        raise NotFound("no such representation for this account")
    until = held.ended_at or clock.business(session)
    lines = [
        *_form(session, held),
        *_visits(session, actor, held, until),
        *_calls(session, actor, held, until),
        *_times(session, actor, held, until),
        *_codes(session, actor, held, until),
    ]
    return Filed(
        client=person.full_name,
        receipt=case.receipt_number,
        form=case.form,
        since=say_date(held.since),
        ended=say_date(held.ended_at) if held.ended_at else "",
        form_id=str(held.form_id) if held.form_id else "",
        lines=[line for _at, line in sorted(lines, key=lambda one: one[0], reverse=True)],
    )


def _form(session: Session, held: Representation) -> Iterator[tuple[datetime, FiledLine]]:
    form = session.get(G28, held.form_id) if held.form_id else None
    if form is not None and form.sent_at is not None:
        yield form.sent_at, FiledLine(say_moment(form.sent_at), _("Form G-28"))


def _visits(
    session: Session, actor: Actor, held: Representation, until: datetime
) -> Iterator[tuple[datetime, FiledLine]]:
    table = AppointmentRequest
    for row in _rows(session, table, _own(table, actor, held), table.asked_at, held, until):
        what = f"{_('Request for a visit')}: {reason(row.reason)}"
        told = []
        if row.updated_at <= until:  # whatever was changed since is not what they filed
            pairs = say_told(row, Details.decode(row.details))
            told = [FiledAnswer(*pair) for pair in pairs]
        yield row.asked_at, FiledLine(say_moment(row.asked_at), what, shown(row.reference), told)


def _calls(
    session: Session, actor: Actor, held: Representation, until: datetime
) -> Iterator[tuple[datetime, FiledLine]]:
    table = Callback
    for row in _rows(session, table, _own(table, actor, held), table.placed_at, held, until):
        what = f"{_('Request for a call')}: {topic_words(row.topic)}"
        told = [FiledAnswer(_("What you told us"), row.note)] if row.note else []
        yield row.placed_at, FiledLine(say_moment(row.placed_at), what, shown(row.reference), told)


def _times(
    session: Session, actor: Actor, held: Representation, until: datetime
) -> Iterator[tuple[datetime, FiledLine]]:
    table = Reschedule
    own = (
        table.asked_by == actor.account_id,
        col(table.acting_for),
        table.party_id == held.client_party_id,
    )
    for row in _rows(session, table, own, table.asked_at, held, until):
        told = [FiledAnswer(_("Why"), _(CAUSES[Cause(row.cause)][0]))] if row.cause else []
        if row.words:
            told.append(FiledAnswer(_("What you told us"), row.words))
        what = _("Another time for a biometrics appointment")
        yield row.asked_at, FiledLine(say_moment(row.asked_at), what, told=told)


def _codes(
    session: Session, actor: Actor, held: Representation, until: datetime
) -> Iterator[tuple[datetime, FiledLine]]:
    table = CodeRequest
    own = (table.account_id == actor.account_id, table.representation_id == held.id)
    for row in _rows(session, table, own, table.requested_at, held, until):
        what = _("Request for a new code of your own")
        yield row.requested_at, FiledLine(say_moment(row.requested_at), what)


def _own(table: Any, actor: Actor, held: Representation) -> tuple[Any, ...]:
    return (
        table.account_id == actor.account_id,
        table.asked_as == AskedAs.REPRESENTATIVE,
        table.party_id == held.client_party_id,
    )


def _rows(
    session: Session,
    table: Any,
    own: tuple[Any, ...],
    at: Any,
    held: Representation,
    until: datetime,
) -> list[Any]:
    query = (
        select(table)
        .where(*own, table.case_id == held.case_id, at >= held.since, at <= until)
        .order_by(at.desc(), table.id)
        .limit(MOST)
    )
    return list(session.exec(query))
