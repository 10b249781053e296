"""One case, as far as the actor may see it."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from sqlmodel import Session, col, select

from cx_app.domain.identity import Actor
from cx_app.gateways import clock
from cx_app.language import _, say_date
from cx_app.models import Case, CaseFollow, Party, Representation
from cx_app.services.access_codes.standing import codes_of
from cx_app.services.biometrics.spared import spared_cases
from cx_app.services.cases.access import link_to, read_for, refuse, represented_in
from cx_app.services.cases.history import history_of
from cx_app.services.cases.unlink import last_day_to_undo
from cx_app.services.cases.views import CAPACITIES, CasePage, CodeLine, card, hold_line
from cx_app.services.cases.visits import visits_of
from cx_app.services.claims.seen import (
    links_of_party,
    pair_as_party,
    pair_as_representative,
    pause_of,
)
from cx_app.services.progress.shown import progress_as_party, progress_as_representative
from cx_app.services.representation.acting import submits_in_case


def case_page(session: Session, actor: Actor, case_id: UUID) -> CasePage:
    """Raises `NotFound` for a case that isn't there or isn't theirs, in the same words."""
    case = session.get(Case, case_id)
    if case is None:
        raise refuse()
    if link := link_to(session, actor, case_id):
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
    if client := represented_in(session, actor, case_id):
        spared = _is_spared(session, case)
        page = _whole(session, case, client, spared=spared)
        return replace(
            page,
            card=replace(page.card, represented=True),
            capacity=_(CAPACITIES["representative"]),
            pair=pair_as_representative(session, case, client),
            codes=_own_codes(session, actor, client),
            corrects=True,
            progress=progress_as_representative(session, case, client, spared=spared),
        )
    if client := read_for(session, actor, case_id):
        spared = _is_spared(session, case)
        page = _whole(session, case, client, spared=spared)
        return replace(
            page,
            card=replace(page.card, represented=True),
            capacity=_(CAPACITIES["paralegal"]),
            submits=submits_in_case(session, actor, case_id),
            progress=progress_as_representative(session, case, client, spared=spared),
        )
    if _follows(session, actor, case):
        return CasePage(
            card=card(case, followed=True, spared=_is_spared(session, case)),
            received=say_date(case.received_on),
            capacity=_(CAPACITIES["follower"]),
        )
    raise refuse()


def _whole(session: Session, case: Case, party: Party, *, spared: bool) -> CasePage:
    """What a party and whoever represents them see alike."""
    return CasePage(
        card=card(case, spared=spared),
        received=say_date(case.received_on),
        capacity="",
        history=history_of(session, case, spared=spared),
        visits=visits_of(session, party, clock.business(session)),
        hold=hold_line(case),
        inquiry=say_date(case.inquiry_on) if case.inquiry_on and not case.closed else "",
    )


def _is_spared(session: Session, case: Case) -> bool:
    return case.id in spared_cases(session, {case.id})


def _own_codes(session: Session, actor: Actor, client: Party) -> list[CodeLine]:
    """A representative's own codes, never the client's (OAC-11)."""
    held = session.exec(
        select(Representation).where(
            Representation.client_party_id == client.id,
            Representation.account_id == actor.account_id,
            col(Representation.ended_at).is_(None),
        )
    ).first()
    return codes_of(session, held) if held else []


def _representative(session: Session, party: Party) -> str:
    found = session.exec(
        select(Representation.representative_name).where(
            Representation.client_party_id == party.id, col(Representation.ended_at).is_(None)
        )
    ).first()
    return found or ""


def _follows(session: Session, actor: Actor, case: Case) -> bool:
    return (
        not case.protected
        and session.exec(
            select(CaseFollow.id).where(
                CaseFollow.case_id == case.id,
                CaseFollow.account_id == actor.account_id,
                col(CaseFollow.ended_at).is_(None),
            )
        ).first()
        is not None
    )
