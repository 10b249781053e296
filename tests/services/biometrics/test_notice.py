"""The notice as its reader, a screen reader and the scanner at the door meet it; by mail if asked
for; the one that was replaced is gone."""

from __future__ import annotations

import io
import json

import pypdfium2
import pytest
import zxingcpp
from icalendar import Calendar
from pypdf import PdfReader
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.biometrics_desk import DeskAnswer
from cx_app.domain.delivery import Reason
from cx_app.domain.errors import NotFound
from cx_app.domain.mailroom import checked, parse_number
from cx_app.domain.messages import Channel
from cx_app.domain.openings import OpeningReason
from cx_app.models import BiometricsNotice, OutboxMessage
from cx_app.services.biometrics.notice import calendar_entry, mail_notice, notice_pdf
from cx_app.services.messages.paper import Paper, write_letter
from tests.services.biometrics.desk import calls, opens
from tests.services.biometrics.people import Comes, another, booking, moves, somebody
from tests.services.offices.places import officer

pytestmark = [
    pytest.mark.usefixtures("database"),
    pytest.mark.parametrize("database", ["sqlite"], indirect=True),
]
NUMBER = checked("12345678901234")


def pdf_of(one: Comes) -> bytes:
    with db.read() as session:
        return notice_pdf(session, one.actor, one.appointment_id).content


def numbers() -> list[str]:
    with db.read() as session:
        return [row.number for row in session.exec(select(BiometricsNotice)).all()]


def words(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [
        ("en", "Biometrics appointment notice", "Aviso de cita de datos biométricos"),
        ("es", "Aviso de cita de datos biométricos", "Biometrics appointment notice"),
    ],
)
def test_it_is_accessible_and_in_both_languages(language: str, first: str, second: str) -> None:
    one = somebody(language=language)
    moves(one)
    pdf = pdf_of(one)
    reader = PdfReader(io.BytesIO(pdf))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert b"pdfuaid:part" in pdf or "pdfuaid" in str(reader.xmp_metadata.stream.get_data())
    front, back = words(pdf)
    assert first in front
    assert second in back


def test_it_says_what_it_replaces_and_how_to_come() -> None:
    one = somebody()
    moves(one)
    moves(one)
    old, new = numbers()
    front = words(pdf_of(one))[0]
    assert old in front.replace(" ", "")
    assert new in front.replace(" ", "")
    assert "replaces the notice" in front
    assert "photo ID" in front
    assert one.receipt in front


def test_it_offers_online_only_what_online_allows() -> None:
    one = somebody()
    moves(one)
    assert "You may move it online until" in words(pdf_of(one))[0]
    moves(one)
    front = words(pdf_of(one))[0]
    assert "It can be moved by phone only: call" in front
    assert "You may move it online" not in front


def test_a_form_that_is_moved_by_phone_only_is_not_promised_more() -> None:
    one, staff = somebody(form="I-600A"), officer()
    opens(one, staff, OpeningReason.CONTACT)
    assert calls(one, staff) is DeskAnswer.DONE
    assert "It can be moved by phone only: call" in words(pdf_of(one))[0]


def test_the_scanner_reads_its_number_on_both_sides() -> None:
    one = somebody()
    moves(one)
    pdf = pdf_of(one)
    for page in range(2):
        picture = pypdfium2.PdfDocument(pdf)[page].render(scale=3).to_pil()
        assert [code.text for code in zxingcpp.read_barcodes(picture)] == numbers()
    assert parse_number(numbers()[0]) == numbers()[0]


def test_before_a_move_there_is_none_of_ours_and_others_get_none() -> None:
    one = somebody()
    with db.read() as session, pytest.raises(NotFound):
        notice_pdf(session, one.actor, one.appointment_id)
    moves(one)
    with db.read() as session, pytest.raises(NotFound):
        notice_pdf(session, another(), one.appointment_id)


def test_the_date_for_a_calendar_keeps_its_name_when_it_moves() -> None:
    one = somebody()
    seen = []
    for _ in range(2):
        moves(one)
        with db.read() as session:
            file = calendar_entry(session, one.actor, one.appointment_id)
        (event,) = Calendar.from_ical(file.content).walk("VEVENT")
        assert event["dtstart"].dt == booking(one).starts_at
        seen.append((str(event["uid"]), int(event["sequence"])))
    assert seen[0][0] == seen[1][0]
    assert seen[0][1] <= seen[1][1]


def letters() -> list[OutboxMessage]:
    with db.read() as session:
        query = select(OutboxMessage).where(OutboxMessage.channel == Channel.LETTER)
        return list(session.exec(query))


def asks_for_paper(one: Comes) -> bool:
    with db.write() as session:
        return mail_notice(session, one.actor, one.appointment_id)


def test_by_mail_it_goes_to_the_home_on_file_once() -> None:
    one = somebody()
    moves(one)
    assert asks_for_paper(one)
    assert not asks_for_paper(one)
    (message,) = letters()
    assert set(json.loads(message.facts or "{}")) == {"notice"}
    with db.read() as session:
        paper = write_letter(session, message, NUMBER)
    assert isinstance(paper, Paper)
    assert paper.to[-1] == "El Paso, TX 79901"
    assert paper.sheet["number"] == NUMBER


def test_a_notice_that_was_replaced_is_not_mailed() -> None:
    one = somebody()
    moves(one)
    asks_for_paper(one)
    moves(one)
    with db.read() as session:
        assert write_letter(session, letters()[0], NUMBER) is Reason.TOO_LATE
