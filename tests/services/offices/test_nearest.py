"""From a ZIP code to the offices that come into question."""

from __future__ import annotations

from uuid import UUID

import pytest

from cx_app import database as db
from cx_app.domain.offices import OfficeKind
from cx_app.services.offices.nearest import NearOffice, nearest
from cx_app.services.offices.zip_codes import place_of
from tests.services.offices.places import office

ASC = OfficeKind.SUPPORT_CENTER


def near(zip_code: str, kind: OfficeKind = ASC) -> list[NearOffice] | None:
    with db.read() as session:
        return nearest(session, zip_code, kind)


@pytest.fixture
def offices(database: str) -> dict[str, UUID]:
    return {
        name: office(name=name, zip_code=zip_code)
        for name, zip_code in (
            ("El Paso", "79901"),
            ("Las Cruces", "88001"),
            ("Dallas", "75202"),
            ("Honolulu", "96813"),
        )
    }


def test_the_nearest_is_first_and_others_within_reach_follow(offices: dict[str, UUID]) -> None:
    found = near("79936")
    assert found is not None
    assert [one.name for one in found] == ["El Paso", "Las Cruces"]
    assert found[0].office_id == offices["El Paso"]
    assert 5 < found[0].miles < 20


def test_whoever_lives_far_from_all_still_has_a_choice(offices: dict[str, UUID]) -> None:
    found = near("96910")  # Guam
    assert found is not None
    assert len(found) == 2
    assert found[0].name == "Honolulu"


def test_offices_of_another_kind_do_not_count(offices: dict[str, UUID]) -> None:
    assert near("79936", OfficeKind.FIELD_OFFICE) == []


@pytest.mark.parametrize("typed", ["79936-1234", " 79936 "])
def test_a_zip_code_as_people_type_it(typed: str) -> None:
    assert place_of(typed) == place_of("79936") is not None


@pytest.mark.parametrize(
    "typed", ["", "7993", "799366", "00000", "7993a", "７９９３６", "09001", "79936\n1", "' OR 1=1"]
)
def test_what_is_nowhere_has_no_place(typed: str) -> None:
    """Not a ZIP code, one that does not exist, or military mail."""
    assert place_of(typed) is None


@pytest.mark.usefixtures("database")
def test_from_nowhere_nothing_is_near() -> None:
    assert near("00000") is None
