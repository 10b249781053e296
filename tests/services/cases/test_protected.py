"""In a protected case nobody but the protected person's side sees anything (domain 9.4 d)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cx_app import database as db
from cx_app.domain.cases import PartyRole
from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Actor, Role
from cx_app.gateways import clock
from cx_app.models import Appointment, Case, Office
from cx_app.services.access_codes.redeem import Claim, Refused, redeem
from cx_app.services.cases.overview import my_cases
from cx_app.services.cases.page import case_page
from tests import factories

pytestmark = pytest.mark.usefixtures("database")


class Petition:
    """A case with both sides linked and represented, as it is before anybody flags it."""

    def __init__(self) -> None:
        with db.write() as session:
            self.case = factories.case(session, form="I-130")
            self.sides = {}
            for role in (PartyRole.PETITIONER, PartyRole.BENEFICIARY):
                party = factories.party(session, self.case, factories.person(session), role)
                person, attorney = factories.account(session), factories.account(session)
                factories.link(session, person, party)
                factories.representation(session, party, account=attorney)
                self.sides[role] = (
                    factories.actor_for(person),
                    factories.actor_for(attorney, Role.REPRESENTATIVE),
                )
            self.code, self.secret = factories.code(session, party)

    def protect(self, *, protected: bool = True) -> None:
        with db.write() as session:
            session.get_one(Case, self.case.id).protected = protected


def sees(actor: Actor, case: Case) -> bool:
    with db.read() as session:
        listed = str(case.id) in {shown.id for shown in my_cases(session, actor).cards}
        try:
            case_page(session, actor, case.id)
        except NotFound:
            assert not listed
            return False
    assert listed
    return True


def test_the_other_side_and_their_attorney_lose_sight_of_it_and_get_it_back() -> None:
    petition = Petition()
    theirs, ours = petition.sides[PartyRole.PETITIONER], petition.sides[PartyRole.BENEFICIARY]
    assert all(sees(actor, petition.case) for actor in (*theirs, *ours))
    petition.protect()
    assert [sees(actor, petition.case) for actor in theirs] == [False, False]
    assert [sees(actor, petition.case) for actor in ours] == [True, True]
    petition.protect(protected=False)
    assert all(sees(actor, petition.case) for actor in (*theirs, *ours))


def test_for_them_the_case_cannot_be_linked_again_and_the_refusal_is_the_usual_one() -> None:
    petition = Petition()
    petition.protect()
    petitioner, _attorney = petition.sides[PartyRole.PETITIONER]
    with db.write() as session:
        claim = Claim(petition.case.receipt_number, "23456789ABCD", factories.BORN)
        assert redeem(session, petitioner, claim) == Refused()


def test_a_person_sees_their_own_appointments_and_not_those_of_others() -> None:
    petition = Petition()
    with db.write() as session:
        office = Office(
            feed_id="HON",
            kind="support_center",
            name="Honolulu",
            time_zone="Pacific/Honolulu",
            updated_at=clock.wall(),
        )
        session.add(office)
        session.flush()
        session.add(
            Appointment(
                feed_id="A1",
                case_id=petition.case.id,
                party_id=petition.code.party_id,
                office_id=office.id,
                kind="biometrics",
                starts_at=clock.wall() + timedelta(days=3),
                state="scheduled",
                updated_at=clock.wall(),
            )
        )
    seen = {}
    for role, (person, _attorney) in petition.sides.items():
        with db.read() as session:
            page = case_page(session, person, petition.case.id)
            [shown] = my_cases(session, person).cards
        seen[role] = (len(page.visits), bool(shown.next_visit))
        assert all("Hawaii" in visit.when for visit in page.visits)
    assert seen == {PartyRole.PETITIONER: (0, False), PartyRole.BENEFICIARY: (1, True)}
