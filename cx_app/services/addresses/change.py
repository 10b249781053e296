"""Tell the agency a new residence (ADDR-1 to ADDR-5). Nothing here changes the residence on file:
only the case feed does."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlmodel import Session, col, select

from cx_app.domain.addresses import Address, Days, Noted, State, days, same_place
from cx_app.domain.business_time import eastern_date
from cx_app.domain.identity import Actor
from cx_app.gateways import clock
from cx_app.language import say_date
from cx_app.models import AddressChange, Case, CaseLink, Party, Person
from cx_app.services.addresses.notices import send_notices
from cx_app.services.audit.record import record
from cx_app.services.cases.access import is_disputed, links_of, refuse
from cx_app.services.changes import account_topic, touch, touch_all
from cx_app.services.feed.fields import AddressField
from cx_app.services.feed_out import records
from cx_app.services.feed_out.send_back import send_back
from cx_app.services.policy.current import policy

SUBJECT: Final = "address_change"
DESK: Final = "desk:addresses"
"""The topic of the open desks of all officers."""
A_MONTH: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Told:
    """A change that is under way or was decided, as its person sees it."""

    id: str
    state: str
    address: list[str]
    told: str
    confirm_from: str


@dataclass(frozen=True, slots=True)
class Dates:
    """What happens by when, in words, for a change told today or for the one that is open."""

    told: str = ""
    letter_by: str = ""
    confirm_from: str = ""
    confirm_by: str = ""
    code_by: str = ""
    old_code_by: str = ""
    """A new code by mail to the address on file, asked for today."""


@dataclass(frozen=True, slots=True)
class Whose:
    """Somebody whose case this account has added."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class AddressPage:
    people: list[Whose] = field(default_factory=list)
    """Empty for an account that has added no case by code."""
    open: list[Told] = field(default_factory=list)
    last: list[Told] = field(default_factory=list)
    """What was decided last, one for each person without an open one."""
    dates: Dates = Dates()
    protected: bool = False
    """One of the people is on a protected case: no letter to the old address, a box may do."""


def address_page(session: Session, actor: Actor) -> AddressPage:
    """What the account may tell, what it has told, and how long each way takes."""
    now = clock.business(session)
    people = _people(session, actor)
    changes = _changes(session, set(people))
    opened = [one for one in changes if one.state == State.NOTED]
    busy = {one.person_id for one in opened}
    decided = {one.person_id: one for one in changes if one.person_id not in busy}
    told_at = opened[0].noted_at if opened else now
    return AddressPage(
        people=[Whose(str(person.id), person.full_name) for person, _cases in people.values()],
        open=[_told(one) for one in opened],
        last=[_told(one) for one in decided.values()],
        dates=_dates(session, told_at, now),
        protected=any(case.protected for _person, cases in people.values() for case in cases),
    )


def note_address(session: Session, actor: Actor, person_id: UUID, address: Address) -> Noted:
    """The agency hears of it today; the old address and every known e-mail get a notice; an officer
    confirms after a while. Raises `NotFound` for somebody whose case the account has not added."""
    found = _people(session, actor).get(person_id)
    if found is None:
        raise refuse()
    person, cases = found
    session.exec(select(Person.id).where(Person.id == person.id).with_for_update()).one()
    now = clock.business(session)
    answer = _may(session, actor, person, address, now)
    case = next((one for one in cases if one.protected), cases[0])
    record(session, actor, "address.note", answer, case_id=case.id)
    if answer is not Noted.NOTED:
        return answer
    change = AddressChange(
        person_id=person.id,
        account_id=actor.account_id,
        case_id=case.id,
        state=State.NOTED,
        noted_at=now,
        confirm_from=now + policy(session, now).addresses.wait,
    )
    change.address = json.dumps(asdict(address), ensure_ascii=False)
    change.before = person.residence
    session.add(change)
    session.flush()
    tell_agency(session, change, "noted")
    send_notices(session, change, person, protected=case.protected)
    _show(session, change)
    return answer


def withdraw_address(session: Session, actor: Actor, change_id: UUID) -> bool:
    """Take an open change back. Any account of the same person may, so that whoever reads of a
    change that is not theirs stops it; False when it was decided before. Raises `NotFound`."""
    change = session.exec(
        select(AddressChange)
        .where(AddressChange.id == change_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if change is None or change.person_id not in _people(session, actor):
        raise refuse()
    done = change.state == State.NOTED
    outcome = "done" if done else "too_late"
    record(
        session,
        actor,
        "address.withdraw",
        outcome,
        case_id=change.case_id,
        subject_type=SUBJECT,
        subject_id=change.id,
    )
    if done:
        change.state, change.decided_at = State.WITHDRAWN, clock.business(session)
        session.add(change)
        tell_agency(session, change, "withdrawn")
        _show(session, change)
    return done


def reviewed_address_change(session: Session, person: Person, now: datetime) -> bool:
    """Whether an officer has confirmed, lately and with evidence, the very residence that is on
    file now: then a residence that has just changed needs no other review (ADDR-4, 3.3-6)."""
    on_file = json.loads(person.residence) if person.residence else []
    confirmed = session.exec(
        select(AddressChange).where(
            AddressChange.person_id == person.id,
            AddressChange.state == State.CONFIRMED,
            col(AddressChange.decided_at) > now - policy(session, now).addresses.counts,
        )
    )
    return any(same_place(address_of(one).envelope, on_file) for one in confirmed)


def address_of(change: AddressChange) -> Address:
    told = json.loads(change.address or "{}")
    return Address(**{**told, "lines": tuple(told["lines"])})


def tell_agency(session: Session, change: AddressChange, state: records.AddressState) -> None:
    """One event for each step of a change."""
    person = session.get_one(Person, change.person_id)
    told = address_of(change)
    send_back(
        session,
        records.AddressChange(
            change=str(change.id),
            state=state,
            use="residence",
            address=AddressField(lines=told.lines, city=told.city, state=told.state, zip=told.zip),
            from_day=eastern_date(change.noted_at),
        ),
        case=session.get_one(Case, change.case_id),
        party=session.exec(
            select(Party).where(Party.case_id == change.case_id, Party.person_id == person.id)
        ).first(),
        subject_id=change.id,
        dedupe_key=f"address_change:{change.id}:{state}",
    )


def _people(session: Session, actor: Actor) -> dict[UUID, tuple[Person, list[Case]]]:
    """Whose cases the account has added, and which; the newest first."""
    found: dict[UUID, tuple[Person, list[Case]]] = {}
    for link, case in links_of(session, actor.account_id):
        person = session.get_one(Person, session.get_one(Party, link.party_id).person_id)
        found.setdefault(person.id, (person, []))[1].append(case)
    return found


def _changes(session: Session, people: set[UUID]) -> list[AddressChange]:
    return list(
        session.exec(
            select(AddressChange)
            .where(col(AddressChange.person_id).in_(people))
            .order_by(col(AddressChange.noted_at))
        )
    )


def _may(session: Session, actor: Actor, person: Person, address: Address, now: datetime) -> Noted:
    if not _acts_for(session, actor, person, now):
        return Noted.PAUSED
    on_file = json.loads(person.residence) if person.residence else []
    if same_place(address.envelope, on_file):
        return Noted.SAME
    before = _changes(session, {person.id})
    if any(one.state == State.NOTED for one in before):
        return Noted.OPEN
    lately = [one for one in before if now - one.noted_at < A_MONTH]
    if len(lately) >= policy(session, now).addresses.a_month:
        return Noted.TOO_MANY
    return Noted.NOTED


def _acts_for(session: Session, actor: Actor, person: Person, now: datetime) -> bool:
    """An address is the person's in all their cases: one dispute stops it in every one."""
    disputed = session.exec(
        select(CaseLink.id)
        .join(Party, col(Party.id) == CaseLink.party_id)
        .where(
            CaseLink.account_id == actor.account_id,
            Party.person_id == person.id,
            is_disputed(now),
        )
    ).first()
    return disputed is None


def _dates(session: Session, told_at: datetime, now: datetime) -> Dates:
    rules = policy(session, now).addresses
    then: Days = days(told_at, rules)
    return Dates(
        told=say_date(then.told),
        letter_by=say_date(then.letter_by),
        confirm_from=say_date(then.confirm_from),
        confirm_by=say_date(then.confirm_by),
        code_by=say_date(then.code_by),
        old_code_by=say_date(days(now, rules).letter_by),
    )


def _told(change: AddressChange) -> Told:
    return Told(
        id=str(change.id),
        state=change.state,
        address=address_of(change).envelope,
        told=say_date(change.noted_at),
        confirm_from=say_date(change.confirm_from),
    )


def _show(session: Session, change: AddressChange) -> None:
    """To every account of the person, and to the desks of officers."""
    touch(session, DESK)
    accounts = session.exec(
        select(CaseLink.account_id)
        .join(Party, col(Party.id) == CaseLink.party_id)
        .where(Party.person_id == change.person_id, col(CaseLink.ended_at).is_(None))
    )
    touch_all(session, {account_topic(one) for one in accounts})
