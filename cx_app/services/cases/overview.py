"""My cases: everything this account reaches, most urgent first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlmodel import Session, col, func, select

from cx_app.domain.cases import Turn, status_of
from cx_app.domain.identity import Actor
from cx_app.gateways import clock
from cx_app.models import Case, Party, Representation
from cx_app.services.access_codes.standing import code_news
from cx_app.services.biometrics.spared import spared_cases
from cx_app.services.cases.access import follows_of, links_of, represents
from cx_app.services.cases.views import CaseCard, card
from cx_app.services.cases.visits import next_visits
from cx_app.services.representation.acting import acting_in_cases

PAGE: Final = 20
"""Cases of clients that are shown at once. Who has many has a board for them."""
_ORDER = {Turn.YOU: 0, Turn.AGENCY: 1, Turn.OTHER: 1, Turn.NOBODY: 2}


@dataclass(frozen=True, slots=True)
class MyCases:
    cards: list[CaseCard]
    more: bool
    """There are more cases of clients."""


def my_cases(session: Session, actor: Actor, *, clients: int = PAGE) -> MyCases:
    """Cards of linked, represented and followed cases; the person's own turn comes first. Of cases
    of clients the newest ones, as many as asked for."""
    links = links_of(session, actor.account_id)
    visits = next_visits(session, [link.party_id for link, _case in links], clock.business(session))
    news = code_news(session, [link.party_id for link, _case in links])
    represented, more = _represented_by(session, actor, clients)
    names = acting_in_cases(session, actor, [case.id for case in represented])
    followed = [case for _follow, case in follows_of(session, actor.account_id)]
    linked = [case for _link, case in links]
    spared = spared_cases(session, {case.id for case in (*linked, *represented, *followed)})
    cards = {
        case.id: (case, card(case, followed=True, spared=case.id in spared)) for case in followed
    }
    cards |= {
        case.id: (
            case,
            card(case, represented=True, client=names.get(case.id, ""), spared=case.id in spared),
        )
        for case in represented
    }
    cards |= {
        case.id: (
            case,
            card(
                case,
                next_visit=visits.get(case.id),
                code_news=news.get(link.party_id, ""),
                spared=case.id in spared,
            ),
        )
        for link, case in links
    }
    ordered = sorted(cards.values(), key=lambda pair: _ORDER[_turn(pair[0], spared)])
    return MyCases([shown for _case, shown in ordered], more)


def _turn(case: Case, spared: set[UUID]) -> Turn:
    return status_of(case.status_code, spared=case.id in spared).turn


def _represented_by(session: Session, actor: Actor, many: int) -> tuple[list[Case], bool]:
    """Cases of living representations of this account, and whether there are more."""
    cases = session.exec(
        select(Case)
        .join(Representation, col(Representation.case_id) == Case.id)
        .join(Party, col(Party.id) == Representation.client_party_id)
        .where(Representation.account_id == actor.account_id, represents())
        .group_by(col(Case.id))
        .order_by(func.max(Representation.since).desc(), col(Case.id))
        .limit(many + 1)
    ).all()
    return list(cases[:many]), len(cases) > many
