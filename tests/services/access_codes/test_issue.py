"""A fresh code: how it is kept, how long it lasts, and the message that carries it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.access_codes import parse_code
from cx_app.domain.cases import PartyRole
from cx_app.domain.messages import Channel, Kind
from cx_app.gateways import clock
from cx_app.models import AccessCode, AuditEntry, OutboxMessage, PolicySetting
from cx_app.security.crypto import fingerprint
from cx_app.services.access_codes.issue import issue
from tests import factories

pytestmark = pytest.mark.usefixtures("database")


def make(*, issued_on: date | None = None, language: str = "en", **facts: object) -> AccessCode:
    with db.write() as session:
        case = factories.case(session, **facts)
        person = factories.person(session, language=language)
        party = factories.party(session, case, person, PartyRole.BENEFICIARY)
        now = clock.business(session)
        return issue(session, case=case, party_id=party.id, now=now, issued_on=issued_on)


def message() -> OutboxMessage:
    with db.read() as session:
        return session.exec(select(OutboxMessage)).one()


def test_only_a_keyed_hash_and_a_ciphertext_are_kept() -> None:
    code = make()
    secret = code.code or ""
    assert parse_code(secret) == secret
    assert code.code_hash == fingerprint(secret, "access_code")
    assert secret not in f"{code.code_hash} {code.code_sealed}"


def test_its_letter_waits_in_the_outbox_in_the_language_of_the_person() -> None:
    code = make(language="es")
    waiting = message()
    assert (waiting.kind, waiting.channel) == (Kind.ACCEPTANCE_NOTICE, Channel.LETTER)
    assert (waiting.language, waiting.code_id) == ("es", code.id)


@pytest.mark.parametrize(
    ("form", "protected", "channel"),
    [
        ("I-485", False, Channel.LETTER),
        ("I-134A", False, Channel.EMAIL),
        ("I-134A", True, Channel.LETTER),
    ],
)
def test_the_form_decides_the_channel_and_protection_goes_first(
    form: str, protected: bool, channel: Channel
) -> None:
    assert make(form=form, protected=protected).channel == channel
    assert message().channel == channel


def test_the_date_of_the_notice_is_eastern() -> None:
    with time_machine.travel(datetime(2026, 3, 3, 2, 30, tzinfo=UTC), tick=False):
        code = make()
    assert code.issued_on == date(2026, 3, 2)
    assert code.valid_until == datetime(2026, 6, 1, 4, 0, tzinfo=UTC)


def test_a_later_rule_for_the_days_is_used_from_its_day_on() -> None:
    with db.write() as session:
        begins = clock.business(session) + timedelta(days=10)
        session.add(
            PolicySetting(
                name="access_codes.valid_days", value=30, effective_from=begins, set_by="tests"
            )
        )
    assert _days(make()) == 90
    with db.write() as session:
        clock.advance(session, timedelta(days=11))
    assert _days(make()) == 30


def _days(code: AccessCode) -> int:
    return ((code.valid_until - timedelta(hours=12)).date() - code.issued_on).days


def test_a_representative_s_code_belongs_to_the_representation_alone() -> None:
    with db.write() as session:
        filing = factories.filing(session, form="I-134A")
        representation = factories.representation(session, filing.party)
        code = issue(
            session,
            case=filing.case,
            representation_id=representation.id,
            now=clock.business(session),
        )
    assert (code.party_id, code.representation_id) == (None, representation.id)
    assert code.channel == Channel.LETTER
    assert message().person_id == filing.person.id


def test_a_code_without_a_holder_is_refused() -> None:
    with db.write() as session, pytest.raises(ValueError, match="party or to a representation"):
        issue(session, case=factories.case(session), now=clock.business(session))


def test_older_live_codes_stay_good() -> None:
    with db.write() as session:
        filing = factories.filing(session)
        now = clock.business(session)
        issue(session, case=filing.case, party_id=filing.party.id, now=now)
    with db.read() as session:
        codes = session.exec(select(AccessCode)).all()
        assert [code.voided_at for code in codes] == [None, None]


def test_issuing_is_on_record_without_the_code() -> None:
    code = make()
    with db.read() as session:
        entry = session.exec(select(AuditEntry)).one()
    assert (entry.action, entry.subject_id) == ("access_code.issue", code.id)
    assert (entry.account_id, entry.role) == (None, "system")
    assert (code.code or "") not in str(entry.details)
