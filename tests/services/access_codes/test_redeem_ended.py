"""A representation that ended opens nothing, and its code is not used up."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cx_app import database as db
from cx_app.domain.identity import Role
from cx_app.gateways import clock
from cx_app.models import AccessCode, Representation
from cx_app.services.access_codes.redeem import Redeemed, Refused, redeem
from tests import factories

pytestmark = pytest.mark.usefixtures("database")


def test_the_code_of_a_representation_that_ended_is_refused() -> None:
    with db.write() as session:
        filing = factories.filing(session)
        ended = factories.representation(session, filing.party, ended_at=clock.wall())
        code, secret = factories.code(session, ended)
    actor = replace(filing.actor, role=Role.REPRESENTATIVE)
    with db.write() as session:
        assert redeem(session, actor, replace(filing.claim, code=secret)) == Refused()
    with db.read() as session:
        assert session.get_one(AccessCode, code.id).redeemed_at is None
        assert session.get_one(Representation, ended.id).account_id is None


def test_a_representative_who_comes_back_is_told_so() -> None:
    """As for a party: the case is there already, and no try is counted."""
    with db.write() as session:
        filing = factories.filing(session)
        _code, secret = factories.code(session, factories.representation(session, filing.party))
    actor = replace(filing.actor, role=Role.REPRESENTATIVE)
    claim = replace(filing.claim, code=secret)
    with db.write() as session:
        assert redeem(session, actor, claim) == Redeemed(filing.case.id)
    with db.write() as session:
        assert redeem(session, actor, claim) == Redeemed(filing.case.id, again=True)
