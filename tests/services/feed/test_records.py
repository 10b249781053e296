from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import msgspec
import pytest
from jsonschema import Draft202012Validator

from cx_app.services.feed.records import KINDS, MAX_LINE, BadLine, decode, encode
from cx_app.services.feed.schema import as_text, schema
from demo.sample_feed import SampleFeed
from tests.services.feed.lines import CASE, CODE, EVENT, PARTY, PERSON, REPRESENTATION, line

DOCS = Path(__file__).parents[3] / "docs" / "feed.md"
SECRET = "Zebedee-Quillfeather"


def _why(content: bytes) -> str:
    with pytest.raises(BadLine) as caught:
        decode(content)
    return str(caught.value)


def _examples() -> list[bytes]:
    return [
        text.encode() for text in re.findall(r'^\{"v".*\}$', DOCS.read_text(), flags=re.MULTILINE)
    ]


def test_every_example_of_the_documentation_is_a_record() -> None:
    kinds = {type(decode(example)).__name__ for example in _examples()}
    assert len(_examples()) == 13
    assert kinds == {t.__name__ for t in KINDS}


def test_the_schema_beside_the_documentation_is_that_of_the_code() -> None:
    assert (DOCS.parent / "feed.schema.json").read_text() == as_text(schema())


def test_examples_and_sample_feeds_fit_the_schema_and_bad_lines_do_not() -> None:
    fits = Draft202012Validator(schema()).is_valid
    sample = SampleFeed(60, date(2026, 3, 2)).lines()
    assert all(fits(json.loads(line)) for line in [*_examples(), *sample])
    for spoilt in (
        line(EVENT, "e1", code="iaf"),
        line(PERSON, "p1", nickname="x"),
        line(CASE, "c1", received_on=None),
        line(EVENT, "e1", v=2),
    ):
        assert not fits(json.loads(spoilt))


def test_a_sample_feed_is_the_same_for_a_seed_and_has_every_kind() -> None:
    feeds = [list(SampleFeed(400, date(2026, 3, 2), seed).lines()) for seed in (1, 1, 2)]
    assert feeds[0] == feeds[1]
    assert {type(decode(one)) for one in feeds[0]} == set(KINDS)
    names = [json.loads(one)["event_id"] for one in [*feeds[0], *feeds[2]]]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("base", [PERSON, CASE, PARTY, EVENT, REPRESENTATION, CODE])
def test_a_record_survives_its_own_line(base: dict[str, object]) -> None:
    record = decode(line(base, "e1"))
    assert decode(encode(record)) == record


@pytest.mark.parametrize(
    ("base", "changes", "reason"),
    [
        (PERSON, {"v": 2}, "v must be 1"),
        (PERSON, {"kind": SECRET}, "kind is not one of the known values"),
        (PERSON, {"nickname": SECRET}, "the record has a field that version 1 does not know"),
        (PERSON, {"birth_date": "1991-02-30"}, "birth_date is not a date"),
        (PERSON, {"birth_date": SECRET}, "birth_date is not a date"),
        (PERSON, {"birth_date": 19910314}, "birth_date: expected date, got int"),
        (PERSON, {"as_of": "2025-03-02T14:00:00"}, "as_of: expected datetime with a timezone"),
        (PERSON, {"given_name": SECRET * 9}, "given_name: expected str of length <= 120"),
        (PERSON, {"given_name": f"{SECRET}\x00"}, "given_name holds characters"),
        (PERSON, {"given_name": f"{SECRET}\x1b[2J"}, "given_name holds characters"),
        (PERSON, {"given_name": f"{SECRET}\u202e"}, "given_name holds characters"),
        (PERSON, {"family_name": f"{SECRET}\n"}, "family_name holds characters"),
        (PERSON, {"family_name": " \u00a0"}, "family_name holds characters"),
        (PERSON, {"family_name": None}, "family_name: expected str, got null"),
        (PERSON, {"a_number": "12345"}, "a_number must be seven to nine digits"),
        (PERSON, {"a_number": "１２３４５６７８９"}, "a_number must be seven to nine digits"),
        (PERSON, {"email": SECRET}, "email must be an e-mail address"),
        (PERSON, {"residence": SECRET}, "residence: expected object | null, got str"),
        (PERSON, {"residence": {"lines": [SECRET]}}, "residence: object missing required field"),
        (CASE, {"receipt_number": "IOE091234567"}, "receipt_number must be three letters"),
        (CASE, {"receipt_number": "IOE٠٩١٢٣٤٥٦٧٨"}, "receipt_number must be three letters"),
        (CASE, {"form": SECRET}, "form: expected str of length <= 12"),
        (CASE, {"channel": SECRET}, "channel is not one of the known values"),
        (CASE, {"protected": "no"}, "protected: expected bool, got str"),
        (PARTY, {"case": SECRET}, "case must be a receipt number"),
        (PARTY, {"role": SECRET}, "role is not one of the known values"),
        (EVENT, {"code": "iaf"}, "code must be 1 to 12 capital letters"),
        (EVENT, {"at": 1740920400}, "at: expected datetime, got int"),
        (EVENT, {"event_id": f"{SECRET} x"}, "event_id holds characters"),
    ],
)
def test_a_bad_line_names_the_rule_and_never_the_value(
    base: dict[str, object], changes: dict[str, object], reason: str
) -> None:
    why = _why(msgspec.json.encode({"v": 1, "event_id": "e1", **base, **changes}))
    assert why.startswith(reason)
    assert SECRET not in why
    assert not re.search(r"\d{5}", why)


@pytest.mark.parametrize(
    "content",
    [
        b"not json",
        b"\xff\xfe",
        b'{"v":1} {"v":1}',
        b'{"v":1',
        b"[" * 60_000,
        b'{"kind":' * 8_000,
        b"null",
        b"[]",
        b'"' + SECRET.encode() + b'"',
        line(PERSON, "e1", given_name="x").replace(b'"x"', b'"\\ud800"'),
        line(PERSON, "e1", given_name="x").replace(b'"x"', b'"\\udc00"'),
        line(PERSON, "e1", given_name="x").replace(b'"x"', b'"\xc3"'),
        b" " * MAX_LINE + line(PERSON, "e1"),
    ],
)
def test_what_is_no_record_at_all_is_refused_in_words(content: bytes) -> None:
    assert SECRET not in _why(content)


def test_a_line_at_the_limit_is_read_and_one_byte_more_is_not() -> None:
    content = line(EVENT, "e1").ljust(MAX_LINE)
    assert decode(content).event_id == "e1"
    assert "longer" in _why(content + b" ")


def test_marks_that_belong_to_names_are_kept() -> None:
    name = "می\u200cخواهم ʻOkina d’Été 李"
    record = decode(line(PERSON, "e1", given_name=name))
    assert json.loads(encode(record))["given_name"] == name
