"""Whether somebody reads a case, and acts in it."""

from __future__ import annotations

from cx_app import database as db
from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Actor
from cx_app.services.cases.access import may_act
from cx_app.services.cases.page import case_page
from tests.services.representation.people import Client


def reads(actor: Actor, one: Client) -> bool:
    with db.read() as session:
        try:
            case_page(session, actor, one.case_id)
        except NotFound:
            return False
        return True


def acts(actor: Actor, one: Client) -> bool:
    with db.read() as session:
        return may_act(session, actor, one.case_id, one.party_id)
