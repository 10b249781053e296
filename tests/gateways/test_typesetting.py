"""The notice as a reader, a screen reader and a scanner meet it: tags, order, languages, codes."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from typing import Any
from uuid import UUID

import pypdfium2
import pytest
import zxingcpp
from pypdf import PdfReader

from cx_app.domain.mailroom import checked, grouped
from cx_app.gateways.typesetting import Misfit, misfits, pages, typeset
from cx_app.models import AccessCode, Case
from cx_app.services.messages.acceptance_notice import compose

NUMBER = checked("12345678901234")
SECRET = "ABCDEFGHJKMN"
PRINTED = "ABCD-EFGH-JKMN"
HOME = ["Dolores Reyes-Méndez", "100 Market Street, Apt 4", "Baltimore, MD 21201"]
POINTS = 72


def sheet(address: list[str] = HOME, language: str = "en", number: str = NUMBER) -> Any:
    at = datetime(2026, 3, 2, tzinfo=UTC)
    case = Case(receipt_number="IOE0912000011", form="N-400", status_at=at, updated_at=at)
    code = AccessCode(
        case_id=UUID(int=1),
        code_hash="",
        channel="letter",
        issued_on=date(2026, 3, 2),
        valid_until=datetime(2026, 6, 1, 4, tzinfo=UTC),
        issued_at=at,
    )
    return compose(case, code, SECRET, address, language, number).sheet


@cache
def notice(language: str = "en") -> bytes:
    return typeset([sheet(language=language)], "Account Acceptance Notice", language)


def reader(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def elements(node: Any, lang: str) -> Iterator[tuple[str, str, Any]]:
    """(tag, language, element) of the structure tree, in reading order."""
    node = node.get_object()
    if isinstance(node, list):
        for kid in node:
            yield from elements(kid, lang)
    elif isinstance(node, dict):
        lang = str(node.get("/Lang", lang))
        if "/S" in node:
            yield str(node["/S"]), lang, node
        if "/K" in node:
            yield from elements(node["/K"], lang)


def tree(pdf: bytes) -> list[tuple[str, str, Any]]:
    root = reader(pdf).trailer["/Root"]
    return list(elements(root["/StructTreeRoot"], str(root["/Lang"])))


def seen(pdf: bytes, page: int) -> list[Any]:
    """What a scanner reads off a page."""
    picture = pypdfium2.PdfDocument(pdf)[page].render(scale=3).to_pil()
    return zxingcpp.read_barcodes(picture)


def words(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in reader(pdf).pages]


def test_it_is_one_sheet_tagged_titled_and_marked_as_accessible() -> None:
    pdf = reader(notice())
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Account Acceptance Notice"
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
    assert len(pdf.pages) == 2
    assert all(page["/Tabs"] == "/S" for page in pdf.pages)


@pytest.mark.parametrize(("language", "order"), [("en", ["en", "es"]), ("es", ["es", "en"])])
def test_each_side_has_its_language_the_person_s_own_first(language: str, order: list[str]) -> None:
    titles = [lang for tag, lang, _node in tree(notice(language)) if tag == "/H1"]
    assert [lang[:2] for lang in titles] == order
    first, second = words(notice(language))
    assert ("Account Acceptance Notice" in first) is (language == "en")
    assert ("Aviso de aceptación de cuenta" in second) is (language == "en")


def test_it_is_read_in_the_order_in_which_it_is_seen() -> None:
    tags = [tag for tag, _lang, _node in tree(notice()) if tag in ORDERED]
    assert tags == [*SIDE, *SIDE_WITHOUT_ADDRESS]


ORDERED = {"/H1", "/H2", "/L", "/LI", "/Figure", "/Link"}
STEPS = ["/L", "/LI", "/Link", "/LI", "/LI", "/LI", "/LI"]
SIDE_WITHOUT_ADDRESS = ["/Figure", "/H1", "/H2", *STEPS]
SIDE = ["/Figure", *SIDE_WITHOUT_ADDRESS]


def test_pictures_say_what_they_are_and_never_the_code() -> None:
    said = [str(node["/Alt"]) for tag, _lang, node in tree(notice()) if tag == "/Figure"]
    assert said[0] == f"Letter number {grouped(NUMBER)}"
    assert len(said) == 3
    assert all(said)
    assert not any(PRINTED in one or SECRET in one for one in said)


def test_the_code_is_text_once_on_each_side_and_steps_are_five() -> None:
    for side in words(notice()):
        assert side.count(PRINTED) == 1
        assert "IOE0912000011" in side
        assert grouped(NUMBER) in side
    assert sum(tag == "/LI" for tag, _lang, _node in tree(notice())) == 2 * 5


def test_scanners_read_the_letter_s_number_and_the_page_and_never_the_code() -> None:
    links = []
    for page in range(2):
        for code in seen(notice(), page):
            assert SECRET not in code.text
            assert PRINTED not in code.text
            if code.format.name == "QRCode":
                links.append(code.text)
            else:
                assert (code.format.name, code.text, page) == ("Code128", NUMBER, 0)
    assert links == [
        "http://localhost:3000/account/cases/add",
        "http://localhost:3000/es/account/cases/add",
    ]
    assert [code.text for code in seen(notice(), 0) if code.format.name == "Code128"] == [NUMBER]


def test_only_bar_code_and_address_show_through_the_window() -> None:
    """Of a number 10 envelope, however the folded sheet has slipped in it."""
    page = pypdfium2.PdfDocument(notice())[0]
    text = page.get_textpage()
    top, bottom = (11 - 1.95) * POINTS, (11 - 3.65) * POINTS
    shown = text.get_text_bounded(left=0, bottom=bottom, right=5.4 * POINTS, top=top)
    assert [line.strip() for line in shown.splitlines() if line.strip()] == HOME
    inside = text.get_text_bounded(
        left=1 * POINTS, bottom=(11 - 3.17) * POINTS, right=4.35 * POINTS, top=(11 - 2.04) * POINTS
    )
    assert all(line in inside for line in HOME)


@pytest.mark.parametrize(
    "address",
    [
        ["Maria-Magdalena Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh de la Cruz", *HOME],
        ["Nguyễn Thị Ánh Tuyết", "Đường Trần Hưng Đạo 12", "Hà Nội"],
        ["Олександра Шевченко", "вул. Хрещатик 1, кв. 5", "01001 Київ", "Україна"],
        ["Zoë Šťastná", "c/o İrem Çağlayan", "Straße 1", "Ünter Łódź", "Apt 9", "Baltimore, MD"],
    ],
    ids=["long", "vietnamese", "cyrillic", "many lines"],
)
def test_long_and_foreign_names_fit(address: list[str]) -> None:
    pdf = typeset([sheet(address)], "Notice")
    text = words(pdf)[0].replace(" ", "").replace("-", "")
    for line in address:
        assert line.replace(" ", "").replace("-", "") in text


@pytest.mark.parametrize(
    "address",
    [["X"] * 12, ["王小明", "北京"], ["محمد", "بغداد"], ["W" * 400], ["Dolores", "\U0001f600"]],
    ids=["too many lines", "chinese", "arabic", "too long", "emoji"],
)
def test_what_cannot_be_printed_rightly_is_refused_alone(address: list[str]) -> None:
    """Rather than printed with boxes, cut or over the edge of the window."""
    other = checked("98765432109876")
    with pytest.raises(Misfit):
        typeset([sheet(address)], "Notice")
    assert misfits([sheet(), sheet(address, number=other)]) == {other}


def test_letters_together_are_a_sheet_each() -> None:
    numbers = [checked(f"{n:014d}") for n in range(5)]
    pdf = typeset([sheet(number=number) for number in numbers], "Batch")
    assert pages(pdf) == len(reader(pdf).pages) == 10
    assert [grouped(number) in text for number, text in zip(numbers, words(pdf)[::2], strict=True)]


def test_an_ordinary_letter_has_a_number_and_leaves_its_back_empty() -> None:
    plain = {
        "template": "notice",
        "number": NUMBER,
        "number_label": f"Letter number {grouped(NUMBER)}",
        "bars": sheet()["bars"],
        "address": HOME,
        "language": "es",
        "title": "Su cita está reservada",
        "date": "lunes, 2 de marzo de 2026",
        "paragraphs": ["Su cita es el lunes.", "Traiga su identificación."],
    }
    pdf = typeset([plain, plain], "Batch", "es")
    assert ["Su cita" in text for text in words(pdf)] == [True, False, True]
    assert [code.text for code in seen(pdf, 2)] == [NUMBER]
    with pytest.raises(Misfit):
        typeset([{**plain, "paragraphs": ["Su cita es el lunes. " * 20] * 40}], "Batch", "es")
