"""Forms G-28 that paralegals handed over: they wait in the same queue, and are signed there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlmodel import Session, col, select

from cx_app.domain.identity import Actor
from cx_app.domain.representation.forms import FormState
from cx_app.language import say_moment
from cx_app.models import G28, Account
from cx_app.services.cases.access import behalf
from cx_app.services.representation.board import only_ours
from cx_app.services.representation.moves import client_of

MOST: Final = 50
"""The oldest first; when some are signed the next ones come up."""


@dataclass(frozen=True, slots=True)
class FormToSign:
    id: str
    client: str
    receipt: str
    by: str
    when: str


def forms_to_sign(session: Session, actor: Actor) -> list[FormToSign]:
    """Those that wait for a representative; a paralegal reads those of the team. Raises `Forbidden`
    for anybody but representatives and paralegals."""
    only_ours(actor)
    rows = session.exec(
        select(G28, Account)
        .join(Account, col(Account.id) == G28.prepared_by)
        .where(
            col(G28.representative_id).in_(behalf(actor)),
            G28.state == FormState.REVIEW,
        )
        .order_by(col(G28.updated_at), col(G28.id))
        .limit(MOST)
    ).all()
    return [
        FormToSign(str(row.id), named.name, named.receipt, helper.name, say_moment(row.updated_at))
        for row, helper in rows
        for named in [client_of(row)]
    ]
