"""Files are their sender's until the request is sent, then the request's; nobody else's ever."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import Session, select

from cx_app import database as db
from cx_app.domain.appointment_requests import RequestState
from cx_app.domain.attachments import FileKind, Flaw, Sound
from cx_app.domain.cases import PartyRole
from cx_app.domain.errors import Forbidden, NotFound
from cx_app.domain.identity import Actor, Role
from cx_app.domain.messages import Channel
from cx_app.domain.visitors import Contact
from cx_app.gateways import clock, file_store
from cx_app.gateways.file_store import FileGone
from cx_app.language import using
from cx_app.models import Account, AppointmentRequest, AuditEntry, Case, RequestAttachment
from cx_app.services.appointment_requests.moves import request_topic
from cx_app.services.attachments.add import discard, keep, put, room
from cx_app.services.attachments.mine import (
    FileLine,
    files_of_form,
    files_of_request,
    remove_file,
    say_size,
    take_along,
)
from cx_app.services.attachments.staff import files_for_staff, open_file
from cx_app.services.attachments.tidy import tidy
from cx_app.services.changes import versions
from tests import factories
from tests.services.attachments.asked import EMAIL, proven, request

pytestmark = pytest.mark.usefixtures("database")
FILE = Sound(FileKind.PDF, b"%PDF-1.7 canary-content %%EOF")
OTHER = Contact(Channel.EMAIL, "somebody.else@example.org")


@pytest.fixture(autouse=True)
def empty_store() -> Iterator[None]:
    yield
    store = file_store.attachments()
    for name in store.names():
        store.destroy(name)


@pytest.fixture(params=["account", "visitor"])
def actor(request: pytest.FixtureRequest) -> Actor:
    with db.write() as session:
        if request.param == "visitor":
            return proven(session)
        return factories.actor_for(factories.account(session))


def send(actor: Actor, name: str = "passport.pdf", request_id: UUID | None = None) -> Flaw | None:
    stored = put(FILE, name)
    with db.write() as session:
        flaw = keep(session, actor, stored, request_id)
    if flaw:
        discard(stored)
    return flaw


def form(actor: Actor) -> list[FileLine]:
    with db.read() as session:
        return files_of_form(session, actor)


def sent_with(session: Session, actor: Actor, request_id: UUID) -> list[FileLine]:
    reference = session.get_one(AppointmentRequest, request_id).reference
    return files_of_request(session, actor, reference).files


def asked_by(session: Session, actor: Actor, **facts: object) -> UUID:
    if actor.role is Role.VISITOR:
        return request(session, contact=EMAIL, **facts).id
    return request(session, account_id=actor.account_id, **facts).id


def staff(role: Role = Role.OFFICER) -> Actor:
    with db.write() as session:
        return factories.actor_for(factories.account(session, roles=(role,)), role)


def test_a_file_is_listed_for_its_sender_alone(actor: Actor) -> None:
    assert send(actor) is None
    [line] = form(actor)
    assert (line.name, line.about) == ("passport.pdf", "PDF, 1 KB")
    with db.write() as session:
        strangers = [factories.actor_for(factories.account(session)), proven(session, OTHER)]
    for stranger in strangers:
        assert form(stranger) == []
        with db.write() as session:
            assert not remove_file(session, stranger, UUID(line.id))
    assert form(actor) == [line]


def test_another_pass_of_the_same_contact_has_a_form_of_its_own() -> None:
    with db.write() as session:
        first, second = proven(session), proven(session)
    send(first)
    assert form(second) == []


def test_neither_name_nor_content_lies_open(actor: Actor) -> None:
    send(actor, "canary-name.pdf")
    with db.read() as session:
        row = session.exec(select(RequestAttachment)).one()
        assert "canary" not in str(row.model_dump())
        assert row.name == "canary-name.pdf"
        audit = session.exec(select(AuditEntry).where(AuditEntry.action == "attachment.add")).one()
        assert audit.details == {"kind": "pdf", "bytes": len(FILE.content)}
    [kept] = [p.read_bytes() for p in file_store.attachments()._folder.iterdir()]
    assert b"canary" not in kept


def test_what_is_removed_cannot_be_opened_any_more(actor: Actor) -> None:
    send(actor)
    [line] = form(actor)
    with db.read() as session:
        row = session.exec(select(RequestAttachment)).one()
        key = row.key or ""
    with db.write() as session:
        assert remove_file(session, actor, UUID(line.id))
    assert form(actor) == []
    with db.write() as session:
        assert not remove_file(session, actor, UUID(line.id))
        row = session.exec(select(RequestAttachment)).one()
        assert (row.key, row.name) == (None, None)
    assert tidy() == 1
    assert tidy() == 0
    with pytest.raises(FileGone):
        file_store.attachments().get(line.id, key)


def test_ten_files_and_no_more_until_one_is_removed(actor: Actor) -> None:
    assert [send(actor) for _ in range(10)] == [None] * 10
    assert send(actor) is Flaw.TOO_MANY
    with db.write() as session:
        assert remove_file(session, actor, UUID(form(actor)[0].id))
    assert send(actor) is None
    assert len(form(actor)) == 10


def test_who_sends_and_removes_all_the_time_waits_for_an_hour(actor: Actor) -> None:
    for _ in range(40):
        assert send(actor) is None
        with db.write() as session:
            remove_file(session, actor, UUID(form(actor)[0].id))
    assert send(actor) is Flaw.TOO_OFTEN
    with db.write() as session:
        clock.advance(session, timedelta(hours=1))
    assert send(actor) is None


def test_files_of_one_instant_are_counted_one_after_the_other(actor: Actor) -> None:
    for _ in range(8):
        send(actor)
    with ThreadPoolExecutor(6) as threads:
        said = list(threads.map(lambda _n: send(actor), range(6)))
    assert sorted(map(str, said)) == sorted(["None", "None", *["too_many"] * 4])
    assert len(form(actor)) == 10


def test_sent_with_the_request_they_are_the_request_s(actor: Actor) -> None:
    send(actor, "a.pdf")
    send(actor, "b.pdf")
    [first, second] = form(actor)
    with db.write() as session:
        remove_file(session, actor, UUID(first.id))
        request_id = asked_by(session, actor)
        assert take_along(session, actor, request_id) == 1
    assert form(actor) == []
    with db.write() as session:
        assert sent_with(session, actor, request_id) == [second]
        assert not remove_file(session, actor, UUID(second.id))
    assert tidy() == 1


@pytest.mark.parametrize(
    ("state", "flaw"),
    [
        (RequestState.SUBMITTED, None),
        (RequestState.IN_REVIEW, None),
        (RequestState.NEEDS_INFO, None),
        (RequestState.OFFICE_CANCELLED, None),
        (RequestState.SCHEDULED, Flaw.CLOSED),
        (RequestState.WITHDRAWN, Flaw.CLOSED),
        (RequestState.EXPIRED, Flaw.CLOSED),
        (RequestState.NOT_NEEDED, Flaw.CLOSED),
    ],
)
def test_an_open_request_takes_more(actor: Actor, state: RequestState, flaw: Flaw | None) -> None:
    with db.write() as session:
        request_id = asked_by(session, actor, state=state)
    seen = request_topic(request_id)
    with db.read() as session:
        before = versions(session, {seen}).get(seen, 0)
    assert send(actor, request_id=request_id) is flaw
    with db.read() as session:
        assert versions(session, {seen}).get(seen, 0) == before + (0 if flaw else 1)
        assert len(sent_with(session, actor, request_id)) == (0 if flaw else 1)


def test_somebody_else_s_request_is_not_there(actor: Actor) -> None:
    with db.write() as session:
        own = asked_by(session, actor)
        strangers = [
            factories.actor_for(factories.account(session)),
            proven(session, OTHER),
            staff_like(session),
        ]
    for stranger in strangers:
        with db.read() as session, pytest.raises(NotFound):
            room(session, stranger, own)
        with db.read() as session, pytest.raises(NotFound):
            sent_with(session, stranger, own)


def staff_like(session: Session) -> Actor:
    return factories.actor_for(factories.account(session, roles=(Role.ADMIN,)), Role.ADMIN)


def test_an_account_s_request_is_never_a_visitor_s_even_with_its_contact() -> None:
    with db.write() as session:
        owner = factories.account(session)
        own = request(session, account_id=owner.id, contact=EMAIL).id
        visitor = proven(session)
    with db.read() as session, pytest.raises(NotFound):
        sent_with(session, visitor, own)


def test_a_request_about_a_case_that_became_protected_is_gone_for_the_other_side() -> None:
    with db.write() as session:
        filing = factories.filing(session, role=PartyRole.PETITIONER)
        factories.link(session, filing.account, filing.party)
        row = request(session, account_id=filing.account.id, case=filing.case)
        row.person_id, own = filing.person.id, row.id
    with db.read() as session:
        assert sent_with(session, filing.actor, own) == []
    with db.write() as session:
        session.get_one(Case, filing.case.id).protected = True
    with db.read() as session, pytest.raises(NotFound):
        sent_with(session, filing.actor, own)


def test_forms_that_are_never_sent_lose_their_files_after_a_month(actor: Actor) -> None:
    send(actor)
    with db.write() as session:
        clock.advance(session, timedelta(days=30, seconds=-5))
    assert tidy() == 0
    with db.write() as session:
        clock.advance(session, timedelta(seconds=6))
    assert tidy() == 1
    assert form(actor) == []


def test_files_of_requests_stay(actor: Actor) -> None:
    send(actor)
    with db.write() as session:
        request_id = asked_by(session, actor)
        take_along(session, actor, request_id)
        clock.advance(session, timedelta(days=400))
    assert tidy() == 0
    with db.read() as session:
        assert len(sent_with(session, actor, request_id)) == 1


# --- staff ----------------------------------------------------------------------------------------


def sent_file(**facts: object) -> tuple[UUID, UUID]:
    """(file, request) of a request that was sent by an account."""
    with db.write() as session:
        owner = factories.actor_for(factories.account(session))
    send(owner)
    file_id = UUID(form(owner)[0].id)
    with db.write() as session:
        request_id = asked_by(session, owner, **facts)
        take_along(session, owner, request_id)
    return file_id, request_id


def test_an_officer_reads_a_file_and_it_is_recorded() -> None:
    file_id, request_id = sent_file()
    officer = staff()
    with db.write() as session:
        [line] = files_for_staff(session, officer, request_id)
        assert line.about.startswith("PDF, 1 KB, came ")
        file = open_file(session, officer, file_id)
    assert (file.name, file.media_type, file.content) == (
        "passport.pdf",
        "application/pdf",
        FILE.content,
    )
    with db.read() as session:
        entry = session.exec(
            select(AuditEntry).where(AuditEntry.action == "attachment.open_by_staff")
        ).one()
        assert (entry.account_id, entry.subject_id) == (officer.account_id, file_id)


def test_what_is_not_sent_yet_is_nobody_else_s() -> None:
    with db.write() as session:
        owner = factories.actor_for(factories.account(session))
    send(owner)
    file_id = UUID(form(owner)[0].id)
    with db.write() as session, pytest.raises(NotFound):
        open_file(session, staff(Role.ADMIN), file_id)


def test_people_do_not_come_in_through_the_officers_door() -> None:
    file_id, request_id = sent_file()
    with db.write() as session:
        stranger = factories.actor_for(factories.account(session))
        with pytest.raises(Forbidden):
            open_file(session, stranger, file_id)
        with pytest.raises(Forbidden):
            files_for_staff(session, stranger, request_id)


@pytest.mark.parametrize(
    ("role", "sees"), [(Role.OFFICER, False), (Role.SUPERVISOR, True), (Role.ADMIN, True)]
)
def test_files_of_protected_requests_are_for_a_narrower_role(role: Role, sees: bool) -> None:
    file_id, _request = sent_file(protected=True)
    with db.write() as session:
        if sees:
            assert open_file(session, staff(role), file_id).content == FILE.content
        else:
            with pytest.raises(NotFound):
                open_file(session, staff(role), file_id)


def test_nobody_reads_their_own_as_staff() -> None:
    with db.write() as session:
        filing = factories.filing(session)
        factories.link(session, filing.account, filing.party)
        own_case = request(session, account_id=factories.account(session).id, case=filing.case).id
        own = request(session, account_id=filing.account.id).id
        officer = factories.actor_for(session.get_one(Account, filing.account.id), Role.OFFICER)
        for request_id in (own_case, own):
            with pytest.raises(Forbidden):
                files_for_staff(session, officer, request_id)


@pytest.mark.parametrize(
    ("size", "english", "spanish"),
    [
        (1, "1 KB", "1 KB"),
        (320_400, "320 KB", "320 KB"),
        (1_440_000, "1.4 MB", "1.4 MB"),
        (6_291_456, "6.3 MB", "6.3 MB"),
    ],
)
def test_sizes_in_words(size: int, english: str, spanish: str) -> None:
    with using("en"):
        assert say_size(size) == english
    with using("es"):
        assert say_size(size) == spanish
