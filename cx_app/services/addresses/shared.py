"""Notices addresses that codes of unrelated cases go to (3.3-13). The letters leave all the same.

A task looks at new codes after the transaction that issued them: an import is not held up, and of
two codes issued at the same instant each is there when the other one is looked at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, text, update
from sqlmodel import Session, col, func, or_, select

from cx_app.domain.addresses import canonical
from cx_app.domain.messages import Channel
from cx_app.domain.shared_addresses import SharedRules, families, shows
from cx_app.gateways import clock
from cx_app.models import AccessCode, Case, Party, Person, SharedAddress
from cx_app.security.crypto import fingerprint, fingerprints
from cx_app.services.changes import touch
from cx_app.services.policy.current import policy

DESK: Final = "desk:shared_addresses"
"""The topic of the open desks of all officers."""
AT_A_TIME: Final = 1_000
_ONE_AT_A_TIME: Final = 0x63785F61646472


@dataclass(frozen=True, slots=True)
class Arrival:
    """A case that had a code sent to an address, and when the first one within the time."""

    case: Case
    since: datetime


@dataclass(frozen=True, slots=True)
class Seen:
    """An address as one kind of reader sees it."""

    families: list[list[Arrival]]

    @property
    def cases(self) -> int:
        """Unrelated ones."""
        return len(self.families)

    @property
    def since(self) -> datetime:
        return min(one.since for family in self.families for one in family)


NOTHING: Final = Seen([])


@dataclass(frozen=True, slots=True)
class Address:
    everything: Seen = NOTHING
    """For those who may know of protected cases."""
    open: Seen = NOTHING
    """For officers: protected cases neither count nor tie others together (domain 9.4 e)."""


def watch(session: Session, limit: int = AT_A_TIME) -> int:
    """Looks at codes that nobody has looked at; how many they were."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"SELECT pg_advisory_xact_lock({_ONE_AT_A_TIME})"))
    due = session.exec(
        select(AccessCode.id)
        .where(col(AccessCode.address_seen_at).is_(None))
        .order_by(col(AccessCode.id))
        .limit(limit)
    ).all()
    if not due:
        return 0
    now = clock.business(session)
    rules = policy(session, now).shared_addresses
    homes = _homes(session, due)
    noted = False
    for home, seen in addresses(session, homes, rules, now).items():
        if rules.cases <= max(seen.everything.cases, seen.open.cases):
            _note(session, homes[home], seen, now)
            noted = True
    session.exec(update(AccessCode).where(col(AccessCode.id).in_(due)).values(address_seen_at=now))
    if noted:
        touch(session, DESK)
    return len(due)


def addresses(
    session: Session, homes: Collection[str], rules: SharedRules, now: datetime
) -> dict[str, Address]:
    """What went within the time to each of these, which are given and come in canonical form."""
    by_hash = {found: home for home in homes for found in fingerprints(home, "residence")}
    arrived: dict[str, dict[UUID, Arrival]] = defaultdict(dict)
    for found, case, since in session.exec(
        select(Person.residence_hash, Case, func.min(AccessCode.issued_at))
        .where(
            col(Person.residence_hash).in_(by_hash),
            Party.person_id == Person.id,
            AccessCode.party_id == Party.id,
            AccessCode.case_id == Case.id,
            AccessCode.channel == Channel.LETTER,
            col(AccessCode.issued_at) > now - rules.within,
            _went_there(),
        )
        .group_by(col(Person.residence_hash), col(Case.id))
    ):
        known = arrived[by_hash[found or ""]].get(case.id)
        first = min(since, known.since) if known else since
        arrived[by_hash[found or ""]][case.id] = Arrival(case, first)
    several = {home: held for home, held in arrived.items() if len(held) >= rules.cases}
    ties = _ties(session, {case_id for held in several.values() for case_id in held})
    return {home: _address(held, ties) for home, held in several.items()}


def waits_for_staff(session: Session, case: Case, now: datetime) -> bool:
    """Whether the case is among those of an alert that nobody has settled; of a case that is not
    protected officers may be told, so only what they see counts."""
    rules = policy(session, now).shared_addresses
    homes = _homes_of_case(session, case.id)
    for home, seen in addresses(session, homes, rules, now).items():
        alert = alert_on(session, home)
        if alert is not None and (
            shows(seen.everything.cases, alert.settled_cases, rules)
            if case.protected
            else shows(seen.open.cases, alert.open_settled_cases, rules)
        ):
            return True
    return False


def alert_on(session: Session, home: str) -> SharedAddress | None:
    hashes = fingerprints(home, "residence")
    return session.exec(
        select(SharedAddress).where(col(SharedAddress.address_hash).in_(hashes)).limit(1)
    ).first()


def _note(session: Session, envelope: str, seen: Address, now: datetime) -> None:
    home = canonical(envelope)
    alert = alert_on(session, home)
    if alert is None:
        alert = SharedAddress(address_hash=fingerprint(home, "residence"), noted_at=now)
        alert.address = envelope
    alert.cases, alert.open_cases = seen.everything.cases, seen.open.cases
    session.add(alert)
    session.flush()


def _homes(session: Session, codes: Collection[UUID]) -> dict[str, str]:
    """Where these codes go, in canonical form and as it is on file. A representative's own codes go
    to an office, where many letters are no news; one by e-mail goes nowhere."""
    people = session.exec(
        select(Person)
        .where(
            col(AccessCode.id).in_(codes),
            AccessCode.channel == Channel.LETTER,
            AccessCode.party_id == Party.id,
            Party.person_id == Person.id,
            col(Person.residence_sealed).is_not(None),
        )
        .distinct()
    )
    return {canonical(one.residence): one.residence for one in people if one.residence}


def _homes_of_case(session: Session, case_id: UUID) -> set[str]:
    people = session.exec(
        select(Person).where(Party.case_id == case_id, Party.person_id == Person.id)
    )
    return {canonical(one.residence) for one in people if one.residence}


def _went_there() -> ColumnElement[bool]:
    """Whoever moved in after their letter was printed had it somewhere else."""
    moved, printed = col(Person.residence_changed_at), col(AccessCode.printed_at)
    left = func.coalesce(printed, col(AccessCode.mailed_at))
    return or_(moved.is_(None), left.is_(None), left >= moved)


def _ties(session: Session, cases: Collection[UUID]) -> Mapping[UUID, set[Hashable]]:
    """What relates a case to others: its people, and the household that the agency has them in."""
    ties: dict[UUID, set[Hashable]] = defaultdict(set)
    if cases:
        for case_id, person_id, household in session.exec(
            select(Party.case_id, Party.person_id, Person.household).where(
                col(Party.case_id).in_(cases), Party.person_id == Person.id
            )
        ):
            ties[case_id] |= {person_id, household} - {""}
    return ties


def _address(arrived: Mapping[UUID, Arrival], ties: Mapping[UUID, set[Hashable]]) -> Address:
    visible = {found: one for found, one in arrived.items() if not one.case.protected}
    return Address(_seen(arrived, ties), _seen(visible, ties))


def _seen(arrived: Mapping[UUID, Arrival], ties: Mapping[UUID, set[Hashable]]) -> Seen:
    groups = families({case_id: ties[case_id] for case_id in arrived})
    return Seen([[arrived[case_id] for case_id in group] for group in groups])
