"""docs/operations.md names every setting, with its default where that is a plain value."""

import re
from pathlib import Path

import pytest
from pydantic.fields import FieldInfo

from cx_app.settings import FROM_FILES, PROJECT, Settings

TABLE = (PROJECT / "docs" / "operations.md").read_text().split("## Settings")[1].split("\n## ")[0]
ROWS = dict(re.findall(r"^\| `([A-Z_]+)` \| (.+?) \|", TABLE, re.MULTILINE))
FIELDS = {str(f.validation_alias or name).upper(): f for name, f in Settings.model_fields.items()}


def test_every_setting_is_explained_and_none_that_is_not_there() -> None:
    assert sorted(ROWS) == sorted(FIELDS)


def test_what_may_come_from_a_file_is_named() -> None:
    sentence = TABLE[TABLE.index("Each of `") : TABLE.index("may come from a file")]
    assert re.findall(r"`([A-Z_]+)`", sentence) == list(FROM_FILES)


@pytest.mark.parametrize("name", sorted(FIELDS))
def test_a_stated_default_is_the_default(name: str) -> None:
    stated = re.fullmatch(r"`(.*)`", ROWS[name])
    if stated:
        assert stated[1] == written(FIELDS[name])


def written(field: FieldInfo) -> str:
    value = field.default
    if isinstance(value, bool):
        return str(value).lower()
    return value.as_posix() if isinstance(value, Path) else str(value)
