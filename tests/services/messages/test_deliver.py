"""Messages reach the demo's mailbox once, say what they must, and never what they must not."""

from __future__ import annotations

import base64
import io
import json
from uuid import UUID

import pytest
from pypdf import PdfReader
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.access_codes import grouped
from cx_app.domain.cases import PartyRole
from cx_app.domain.messages import Channel, Kind, OutboxState
from cx_app.gateways import clock
from cx_app.models import AccessCode, DemoDelivery, OutboxMessage
from cx_app.services.access_codes.issue import issue
from cx_app.services.access_codes.redeem import redeem
from cx_app.services.cases.follow import follow
from cx_app.services.messages.deliver import deliver
from cx_app.services.messages.mailbox import letter_pdf, mailbox
from cx_app.services.messages.outbox import enqueue
from tasks.messages import send, sweep
from tests import factories
from tests.factories import HOME, OFFICE, Filing
from tests.services.mailroom.post import mailed

pytestmark = pytest.mark.usefixtures("database")


def make(**facts: object) -> Filing:
    with db.write() as session:
        return factories.filing(session, **facts)


def new_code(filing: Filing, *, to_representative: bool = False) -> tuple[AccessCode, str]:
    with db.write() as session:
        holder = (
            {"representation_id": factories.representation(session, filing.party).id}
            if to_representative
            else {"party_id": filing.party.id}
        )
        code = issue(session, case=filing.case, now=clock.business(session), **holder)
        return code, code.code or ""


def arrived() -> list[DemoDelivery]:
    with db.read() as session:
        return list(session.exec(select(DemoDelivery)))


def message() -> OutboxMessage:
    with db.read() as session:
        return session.exec(select(OutboxMessage)).one()


def words(delivery: DemoDelivery) -> str:
    pdf = PdfReader(io.BytesIO(base64.b64decode(delivery.document or "")))
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


def test_the_letter_holds_what_the_person_needs_in_both_languages() -> None:
    filing = make()
    _code, secret = new_code(filing)
    assert sweep() == 1
    [letter] = arrived()
    assert letter.channel == Channel.LETTER
    assert letter.to == "\n".join(["Dolores Reyes-Méndez", *HOME])
    text = words(letter)
    assert text.count(grouped(secret)) == 2
    assert filing.case.receipt_number in text
    assert "http://localhost:3000/account/cases/add" in text
    assert "http://localhost:3000/es/account/cases/add" in text
    assert grouped(secret) in (letter.body or "")


def test_the_letter_is_a_tagged_pdf_with_its_title_and_language() -> None:
    new_code(make())
    sweep()
    pdf = PdfReader(io.BytesIO(base64.b64decode(arrived()[0].document or "")))
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] in ("en", "en-US")
    assert "Account Acceptance Notice" in str(pdf.metadata.title if pdf.metadata else "")


def test_a_representative_s_letter_goes_to_the_office() -> None:
    filing = make()
    new_code(filing, to_representative=True)
    sweep()
    [letter] = arrived()
    assert letter.to == "\n".join(["Ana Attorney", *OFFICE])


def test_once_mailed_the_readable_code_is_destroyed_and_still_opens() -> None:
    filing = make()
    code, secret = new_code(filing)
    sweep()
    mailed()
    with db.read() as session:
        row = session.get_one(AccessCode, code.id)
        assert row.code_sealed is None
        assert row.mailed_at is not None
    claim = factories.Claim(filing.case.receipt_number, secret, factories.BORN)
    with db.write() as session:
        assert redeem(session, filing.actor, claim)


def test_every_task_run_twice_has_one_effect() -> None:
    filing = make()
    new_code(filing)
    waiting = message()
    assert send(str(waiting.id)) == "not_due"  # letters leave together, by the mailroom
    assert [sweep(), sweep()] == [1, 0]
    assert len(arrived()) == 1


def test_a_code_that_was_voided_or_used_meanwhile_is_not_mailed() -> None:
    filing = make()
    code, _secret = new_code(filing)
    with db.write() as session:
        session.get_one(AccessCode, code.id).voided_at = clock.wall()
    sweep()
    row = message()
    assert (arrived(), row.state, row.failure) == ([], OutboxState.CANCELLED, "code_gone")


@pytest.mark.parametrize("represented", [False, True])
def test_without_an_address_of_their_own_nothing_is_mailed(represented: bool) -> None:
    filing = make(residence=None)
    new_code(filing, to_representative=represented)
    sweep()
    assert message().failure == ("" if represented else "no_address")


def test_a_form_whose_codes_go_by_email() -> None:
    filing = make(form="I-134A", email="bea@example.org", role=PartyRole.BENEFICIARY)
    _code, secret = new_code(filing)
    sweep()
    [email] = arrived()
    assert (email.channel, email.to) == (Channel.EMAIL, "bea@example.org")
    assert grouped(secret) in (email.body or "")
    assert filing.case.receipt_number not in (email.subject or "")


def test_nothing_about_a_protected_case_leaves_by_email() -> None:
    filing = make(form="I-134A", protected=True, email="bea@example.org")
    new_code(filing)
    sweep()
    with db.write() as session:
        redeem(session, filing.actor, filing.claim)
    sweep()
    assert [one.channel for one in arrived()] == [Channel.LETTER]


def test_a_case_that_became_protected_while_its_email_waited() -> None:
    filing = make(form="I-134A", email="bea@example.org")
    with db.write() as session:
        redeem(session, filing.actor, filing.claim)
        code, _secret = factories.code(session, filing.party)
        enqueue(
            session,
            Kind.ACCEPTANCE_NOTICE,
            Channel.EMAIL,
            dedupe_key="code",
            person_id=filing.person.id,
            case_id=filing.case.id,
            code_id=code.id,
        )
        session.merge(filing.case).protected = True
    assert sweep() == 2
    assert arrived() == []
    with db.read() as session:
        reasons = session.exec(select(OutboxMessage.last_error)).all()
    assert sorted(reasons) == ["no_safe_email", "protected_case"]


def test_an_email_says_only_that_there_is_news() -> None:
    filing = make()
    with db.write() as session:
        follow(session, filing.actor, filing.case.receipt_number)
    sweep()
    [email] = arrived()
    assert (email.to, email.subject) == (filing.account.email, "You have a new message")
    for secret in (filing.case.receipt_number, filing.case.form, "Reyes", filing.account.name):
        assert secret not in f"{email.subject} {email.body}"
    assert "http://localhost:3000/account/messages" in (email.body or "")


@pytest.mark.parametrize("verified", [True, False])
def test_only_a_verified_address_is_written_to(verified: bool) -> None:
    with db.write() as session:
        account = factories.account(session, verified=verified)
        enqueue(session, Kind.CASE_FOLLOWED, Channel.EMAIL, dedupe_key="x", account_id=account.id)
    assert deliver(message().id) == ("sent" if verified else "no_verified_email")


def test_a_message_to_nobody_is_cancelled() -> None:
    with db.write() as session:
        enqueue(session, Kind.CASE_FOLLOWED, Channel.EMAIL, dedupe_key="x")
    assert deliver(message().id) == "no_verified_email"
    assert deliver(UUID(int=1)) == "not_due"


def test_the_mailbox_shows_what_arrived_and_gives_the_letter() -> None:
    new_code(make())
    sweep()
    with db.read() as session:
        [shown] = mailbox(session).rows
        assert shown.document == f"/demo/mailbox/{shown.id}.pdf"
        assert letter_pdf(session, UUID(shown.id)).startswith(b"%PDF-")


def test_nothing_readable_of_a_delivery_is_kept_in_the_clear() -> None:
    filing = make()
    _code, secret = new_code(filing)
    sweep()
    [row] = arrived()
    kept = json.dumps(row.model_dump(mode="json"))
    for value in (secret, grouped(secret), "Reyes", HOME[0], filing.case.receipt_number):
        assert value not in kept
