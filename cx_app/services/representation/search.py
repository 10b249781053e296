"""How a client is looked for in every list of an office: by name, or by the receipt number."""

from __future__ import annotations

from typing import Final

from sqlalchemy import ColumnElement, and_, false, or_
from sqlmodel import col

from cx_app.domain.people import search_name
from cx_app.domain.receipts import parse_receipt_number
from cx_app.models import Case, Person

LONGEST: Final = 80
"""Characters that are looked at."""


def client_named(search: str) -> ColumnElement[bool]:
    """For queries over `Person` and `Case`: whether every word begins a word of the client's name;
    or it is the whole receipt number."""
    words = search_name(search[:LONGEST]).split()
    name = " " + col(Person.search_name)
    parts = [name.contains(f" {one}", autoescape=True) for one in words]
    receipt = parse_receipt_number(search)
    return or_(and_(*parts) if parts else false(), col(Case.receipt_number) == (receipt or ""))
