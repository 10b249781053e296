"""kill -9 at `cx mailroom produce` loses no letter, puts none into two batches, and all counts
match (MAIL-2, MAIL-3)."""

from __future__ import annotations

import hashlib
import io
import os
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from pypdf import PdfReader
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.access_codes import grouped
from cx_app.domain.mailroom import SIDES
from cx_app.domain.messages import OutboxState
from cx_app.gateways import clock, file_store
from cx_app.models import AccessCode, LetterBatch, PolicySetting
from cx_app.services.access_codes.issue import issue
from cx_app.services.mailroom.stored import print_batch
from cx_app.services.mailroom.tidy import tidy
from cx_app.services.messages.outbox import LETTERS_LEASE
from tests import factories
from tests.services.mailroom.killed import Campaign, Point
from tests.services.mailroom.post import batches, letters, messages

CODE = re.compile(r"\b[2-9A-HJKMNP-Z]{4}(?:-[2-9A-HJKMNP-Z]{4}){2}\b")

A_TIME = 12
"""Cases filed in one transaction."""


def fill(count: int, a_batch: int) -> None:
    """Letters that are due, a few of them to a batch."""
    with db.write() as session:
        row = session.exec(
            select(PolicySetting).where(PolicySetting.name == "mailroom.batch_letters")
        ).one()
        row.value = a_batch
        session.add(row)
    for _ in range(count // A_TIME):
        with db.write() as session:
            now = clock.business(session)
            for _ in range(A_TIME):
                filing = factories.filing(session)
                session.delete(filing.code)
                issue(session, case=filing.case, party_id=filing.party.id, now=now)


@pytest.mark.timeout(3600)
def test_each_letter_is_in_one_batch_whoever_dies(
    database: str, soak: bool, record_property: Callable[[str, object], None]
) -> None:
    count, rounds, a_batch = (804, 8, 8) if soak else (36, 1, 3)
    fill(count, a_batch)
    campaign = Campaign(
        {
            **os.environ,
            "DATABASE_URL": db.engines().writer.url.render_as_string(hide_password=False),
        },
        file_store.letters().names(),
    )
    for _ in range(rounds):
        for point in (Point.CLAIMED, Point.STORED, Point.KEPT):
            campaign.kill(point)
    campaign.finish()
    assert campaign.left_by
    record_property("left_by", {point.value: n for point, n in campaign.left_by.items()})

    sent = messages()
    assert [one.state for one in sent].count(OutboxState.SENT) == len(sent) == count
    made = letters()
    assert sorted(one.message_id for one in made) == sorted(one.id for one in sent)
    assert sum(one.letters for one in batches()) == count
    printed: list[str] = []
    for batch in batches():
        assert batch.handed_over_at is not None
        printed += codes_in(batch)
    with db.read() as session:
        issued = session.exec(select(AccessCode)).all()
        numbers = {code.id: code.letter_number for code in issued}
        assert sorted(printed) == sorted(grouped(code.code or "") for code in issued)
    assert all(numbers[one.code_id] == one.number for one in made if one.code_id)
    with time_machine.travel(clock.wall() + LETTERS_LEASE + timedelta(seconds=1)):
        tidy()
    assert campaign.strays() == set()
    assert file_store.letters().names() >= {str(batch.id) for batch in batches()}


def codes_in(batch: LetterBatch) -> list[str]:
    """As they are printed. What the batch counts is what is in its file and among its rows."""
    own = [one for one in letters() if one.batch_id == batch.id]
    assert [one.position for one in own] == list(range(1, batch.letters + 1))
    with db.read() as session:
        found = print_batch(session, batch.id)
    assert found is not None
    assert hashlib.sha256(found.pdf).hexdigest() == batch.pdf_sha256
    pages = PdfReader(io.BytesIO(found.pdf)).pages
    assert len(pages) == batch.pages == SIDES * batch.letters == SIDES * batch.sheets
    fronts = [" ".join(page.extract_text().split()) for page in pages[::SIDES]]
    return [code for front in fronts for code in set(CODE.findall(front))]
