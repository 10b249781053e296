"""Who can sign in is who the stories are about."""

from __future__ import annotations

import json

import pytest

from cx_app.settings import PROJECT
from demo.seed import ROLES
from demo.stories import CHARACTERS

pytestmark = [
    pytest.mark.usefixtures("database"),
    pytest.mark.parametrize("database", ["sqlite"], indirect=True),
]


PEOPLE = json.loads((PROJECT / "demo" / "people.json").read_text())


def test_the_people_are_those_of_the_stories() -> None:
    listed = {one["sub"]: one for one in PEOPLE}
    assert len(listed) == len(PEOPLE)
    for character in CHARACTERS:
        person = listed[character.subject]
        assert person["kind"] == "person"
        assert (person["name"], person["email"]) == (character.name, character.email)
        assert person["locale"] == character.language
    staff = {one["sub"]: one["role"] for one in PEOPLE if one["kind"] == "staff"}
    assert staff == {sub: role for sub, role in ROLES.items() if role.is_staff}
    representatives = {one["sub"] for one in PEOPLE if one["kind"] == "representative"}
    assert representatives == {sub for sub, role in ROLES.items() if not role.is_staff}


def test_the_protected_person_looks_like_anybody() -> None:
    [elena] = [one for one in PEOPLE if one["sub"] == "elena"]
    assert elena["story"]["en"] == "A person with one case."
