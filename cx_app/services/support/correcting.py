"""What of a case somebody says is not right: named, and as it stands on their page (SUP-7)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Actor, Role
from cx_app.domain.support import Fact
from cx_app.language import _
from cx_app.services.cases.page import case_page
from cx_app.services.cases.views import CasePage
from cx_app.services.support.words import FACTS


@dataclass(frozen=True, slots=True)
class Correction:
    """One fact of one case. Empty `case_id`: nothing is being corrected."""

    case_id: str = ""
    fact: str = ""
    name: str = ""
    shown: str = ""
    receipt: str = ""


NOTHING = Correction()


def correction(session: Session, actor: Actor, case_id: UUID, fact: Fact) -> Correction:
    """As the actor sees it now. Raises `NotFound` for a case that they do not have in full, as for
    one that is not there."""
    if actor.role is Role.VISITOR:
        raise NotFound("no such case")
    page = case_page(session, actor, case_id)
    if not page.corrects:
        raise NotFound("no such case")
    return Correction(
        page.card.id,
        fact,
        _(FACTS[fact]),
        _shown(page, fact) or _("Nothing"),
        page.card.receipt_number,
    )


def _shown(page: CasePage, fact: Fact) -> str:
    match fact:
        case Fact.STATUS:
            return f"{page.card.status_title} ({page.card.since})"
        case Fact.RECEIVED:
            return page.received
        case Fact.PART:
            return page.capacity
        case Fact.VISITS:
            return "\n".join(f"{one.name}: {one.when}, {one.where}" for one in page.visits)
        case Fact.HISTORY:
            return "\n".join(f"{one.day}: {one.title}" for one in page.history)
        case Fact.PEOPLE:
            return page.representative
