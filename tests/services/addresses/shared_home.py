"""People who live at one address, and codes that went there."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from cx_app import database as db
from cx_app.domain.cases import PartyRole
from cx_app.domain.identity import Actor
from cx_app.domain.shared_addresses import Reason, Settled
from cx_app.gateways import clock
from cx_app.services.access_codes.issue import issue
from cx_app.services.addresses.shared import watch
from cx_app.services.addresses.shared_desk import (
    SharedLine,
    SharedPage,
    look_at_shared,
    settle_shared,
    shared_addresses,
)
from tests import factories
from tests.factories import Filing

SHELTER = ["7 Haven Road", "Springfield, IL 62701"]


def moves_in(n: int = 1, *, home: list[str] | None = None, **facts: Any) -> list[Filing]:
    """So many strangers, each with a case and a code on its way."""
    with db.write() as session:
        made = [factories.filing(session, residence=home or SHELTER, **facts) for _ in range(n)]
    watched()
    return made


def joins(filing: Filing, *, protected: bool = False) -> Filing:
    """Another case of the same person, with a code of its own."""
    with db.write() as session:
        case = factories.case(session, protected=protected)
        party = factories.party(session, case, filing.person, PartyRole.PETITIONER)
        code = issue(session, case=case, party_id=party.id, now=clock.business(session))
    watched()
    return Filing(case, party, filing.person, code, filing.account, filing.claim)


def watched() -> None:
    with db.write() as session:
        watch(session)


def lines(who: Actor) -> list[SharedLine]:
    with db.read() as session:
        return shared_addresses(session, who)


def counts(who: Actor) -> list[int]:
    return [line.cases for line in lines(who)]


def looks(who: Actor) -> SharedPage:
    [line] = lines(who)
    with db.write() as session:
        return look_at_shared(session, who, _id(line))


def settles(
    who: Actor, reason: Reason = Reason.KNOWN_RESIDENCE, seen: int | None = None
) -> Settled:
    [line] = lines(who)
    with db.write() as session:
        count = line.cases if seen is None else seen
        return settle_shared(session, who, _id(line), reason, count)


def _id(line: SharedLine) -> UUID:
    return UUID(line.id)
