"""One case, as far as the actor may see it."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from sqlmodel import Session, col, select

from cx_app.domain.identity import Actor
from cx_app.gateways import clock
from cx_app.language import _, say_date
from cx_app.models import Case, CaseFollow, Party, Person, Representation
from cx_app.services.access_codes.standing import codes_of
from cx_app.services.biometrics.spared import spared_cases
from cx_app.services.cases.access import clients_of, link_to, read_for, refuse
from cx_app.services.cases.history import history_of
from cx_app.services.cases.unlink import last_day_to_undo
from cx_app.services.cases.views import CAPACITIES, CasePage, PartLine, card, hold_line
from cx_app.services.cases.visits import visits_of
from cx_app.services.claims.seen import (
    links_of_party,
    pair_as_party,
    pair_as_representative,
    pause_of,
)
from cx_app.services.messages.shared import shared_messages
from cx_app.services.policy.current import policy
from cx_app.services.progress.shown import progress_as_party, progress_as_representative
from cx_app.services.representation.acting import submits_in_case


def case_page(session: Session, actor: Actor, case_id: UUID) -> CasePage:
    """Raises `NotFound` for a case that isn't there or isn't theirs, in the same words and after
    the same statements (API-7)."""
    case = session.get(Case, case_id)
    link = link_to(session, actor, case_id)
    if case is not None and link is not None:
        party, spared = session.get_one(Party, link.party_id), _is_spared(session, case)
        named = _representative(session, party)
        return replace(
            _whole(session, case, party, spared=spared),
            capacity=_(CAPACITIES.get(party.role, "")),
            links=links_of_party(session, actor, party),
            codes=codes_of(session, party),
            representative=named,
            pair=pair_as_party(session, case, party),
            paused=pause_of(session, actor, party),
            undo_day=last_day_to_undo(session),
            corrects=True,
            progress=progress_as_party(
                session, actor, case, represented=bool(named), spared=spared
            ),
        )
    clients = clients_of(session, actor, case_id)
    if case is not None and clients:
        page = _as_representative(session, actor, case, clients)
        held = _held(session, actor, clients)
        return replace(
            page,
            capacity=_(CAPACITIES["representative"]),
            pair=pair_as_representative(session, case, clients[0]),
            codes=[line for one in held for line in codes_of(session, one)],
            corrects=True,
            parts=[PartLine(str(one.id), _name(session, one)) for one in held],
        )
    client = read_for(session, actor, case_id)
    if case is not None and client is not None:
        page = _as_representative(session, actor, case, [client])
        return replace(
            page,
            capacity=_(CAPACITIES["paralegal"]),
            submits=submits_in_case(session, actor, case_id),
        )
    if _follows(session, actor, case_id) and case is not None and not case.protected:
        return CasePage(
            card=card(case, followed=True, spared=_is_spared(session, case)),
            received=say_date(case.received_on),
            capacity=_(CAPACITIES["follower"]),
        )
    raise refuse()


def _whole(
    session: Session, case: Case, party: Party, *, spared: bool, represented: bool = False
) -> CasePage:
    """What a party and whoever represents them see alike."""
    return CasePage(
        card=card(case, spared=spared, represented=represented),
        received=say_date(case.received_on),
        capacity="",
        history=history_of(session, case, spared=spared),
        visits=visits_of(session, party, clock.business(session)),
        hold=hold_line(case),
        inquiry=say_date(case.inquiry_on) if case.inquiry_on and not case.closed else "",
    )


def _as_representative(
    session: Session, actor: Actor, case: Case, clients: list[Party]
) -> CasePage:
    """As their clients see it; an estimate, and messages, as far as each of them shares them. No
    representative reads a form that is closed to them (OAC-16)."""
    if case.form in policy(session, clock.business(session)).representation.excluded_forms:
        raise refuse()
    spared, now = _is_spared(session, case), clock.business(session)
    page = _whole(session, case, clients[0], spared=spared, represented=True)
    estimates = [progress_as_representative(session, case, one, spared=spared) for one in clients]
    return replace(
        page,
        visits=[line for one in clients for line in visits_of(session, one, now)],
        progress=next((one for one in estimates if not one.shown), estimates[0]),
        shared=shared_messages(session, actor, case, clients),
    )


def _is_spared(session: Session, case: Case) -> bool:
    return case.id in spared_cases(session, {case.id})


def _held(session: Session, actor: Actor, clients: list[Party]) -> list[Representation]:
    """A representative's own parts in the case, with codes of their own (OAC-11)."""
    query = select(Representation).where(
        col(Representation.client_party_id).in_([one.id for one in clients]),
        Representation.account_id == actor.account_id,
        col(Representation.ended_at).is_(None),
    )
    return list(session.exec(query.order_by(col(Representation.since), col(Representation.id))))


def _name(session: Session, held: Representation) -> str:
    party = session.get_one(Party, held.client_party_id)
    return session.get_one(Person, party.person_id).full_name


def _representative(session: Session, party: Party) -> str:
    found = session.exec(
        select(Representation.representative_name).where(
            Representation.client_party_id == party.id, col(Representation.ended_at).is_(None)
        )
    ).first()
    return found or ""


def _follows(session: Session, actor: Actor, case_id: UUID) -> bool:
    query = select(CaseFollow.id).where(
        CaseFollow.case_id == case_id,
        CaseFollow.account_id == actor.account_id,
        col(CaseFollow.ended_at).is_(None),
    )
    return session.exec(query).first() is not None
