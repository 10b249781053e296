"""A file of cases as spreadsheets write it: what is read, what is left out, and why (REP-17)."""

from __future__ import annotations

from datetime import date

import pytest

from cx_app.domain.representation.lists import (
    MAX_BYTES,
    MAX_CELL,
    MOST,
    Line,
    ListFlaw,
    Outcome,
    read_line,
    read_list,
)

TODAY = date(2026, 3, 2)
HEAD = "Receipt number,Birth date,Client,Access code\n"


def lines(text: str) -> list[Line]:
    read = read_list(text.encode(), TODAY)
    assert isinstance(read, list), read
    return read


@pytest.mark.parametrize(
    ("typed", "flaw"),
    [
        ("IOE0912345678,1980-02-29,Ana,", None),
        ("ioe-09 1234 5678,2/29/1980,Ana,", None),
        ("IOE0912345678,1980-02-29,,ABCD-EFGH-JKMN", None),
        ("IOE091234567,1980-02-29,Ana,", Outcome.NO_RECEIPT),
        (",1980-02-29,Ana,", Outcome.NO_RECEIPT),
        ("IOE0912345678,1981-02-29,Ana,", Outcome.NO_BIRTH_DATE),
        ("IOE0912345678,2026-03-03,Ana,", Outcome.NO_BIRTH_DATE),
        ("IOE0912345678,29.2,Ana,", Outcome.NO_BIRTH_DATE),
        ("IOE0912345678,1980-02-29,,", Outcome.NO_NAME),
        ("IOE0912345678,1980-02-29,Ana,ABC", Outcome.BAD_CODE),
        ("IOE0912345678", Outcome.NO_BIRTH_DATE),
    ],
)
def test_each_line_is_read_or_says_why_not(typed: str, flaw: Outcome | None) -> None:
    [line] = lines(HEAD + typed + "\n")
    assert (line.number, line.flaw) == (2, flaw)
    if flaw is None:
        assert (line.receipt, line.born) == ("IOE0912345678", "1980-02-29")
    assert read_line(line.written()) == line


def test_the_same_case_twice_counts_once_and_another_client_of_it_is_another() -> None:
    one, again, other = lines(
        HEAD
        + "IOE0912345678,1980-02-29,Ana,\n"
        + "IOE 0912345678,2/29/1980,A. R.,\n"
        + "IOE0912345678,1990-01-01,Bo,\n"
    )
    assert [one.flaw, again.flaw, other.flaw] == [None, Outcome.TWICE, None]


@pytest.mark.parametrize(
    "text",
    [
        "Número de recibo;Fecha de nacimiento;Cliente\nIOE0912345678;1980-02-29;Íñigo\n",
        "name\tborn\treceipt\nÍñigo\t1980-02-29\tIOE0912345678\n",
        'Client,Notes,Receipt Number,Date of Birth\r\n"Íñigo","a\nb",IOE0912345678,1980-02-29\r\n',
        "\ufeffreceipt_number,birth_date,client\n\nIOE0912345678,1980-02-29,Íñigo\n\n",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_columns_stand_in_any_order_in_either_language(text: str, encoding: str) -> None:
    content = text.encode(encoding, "ignore")
    read = read_list(content, TODAY)
    assert isinstance(read, list)
    [line] = read
    assert (line.receipt, line.name, line.flaw) == ("IOE0912345678", "Íñigo", None)


@pytest.mark.parametrize(
    ("content", "flaw"),
    [
        (b"", ListFlaw.EMPTY),
        (b"\n \n", ListFlaw.EMPTY),
        (HEAD.encode(), ListFlaw.EMPTY),
        (b"IOE0912345678,1980-02-29\n", ListFlaw.NOT_A_TABLE),
        (b"PK\x03\x04\x00\x00workbook", ListFlaw.NOT_A_TABLE),
        (b"Receipt number,Client\nIOE0912345678,Ana\n", ListFlaw.NOT_A_TABLE),
        (HEAD.encode() + b"x,y\n" * (MOST + 1), ListFlaw.TOO_MANY),
        (b"x" * (MAX_BYTES + 1), ListFlaw.TOO_LARGE),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content: bytes, flaw: ListFlaw) -> None:
    assert read_list(content, TODAY) is flaw


def test_as_many_as_fit_are_read_and_long_cells_are_cut() -> None:
    rows = "".join(f"IOE{n:010d},1980-02-29,{'x' * 500},\n" for n in range(MOST))
    read = lines(HEAD + rows.replace("x" * 500, "x" * 130))
    assert len(read) == MOST
    assert len(read[0].name) == MAX_CELL
