"""What was sent before comes along: `cx migrate` hashes addresses, a task looks at the codes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cx_app import database as db
from cx_app import migrate
from cx_app.cli.install import migrate_command
from cx_app.services.keys import fill
from tests import factories
from tests.services.addresses.shared_home import SHELTER, counts, watched
from tests.services.claims.shared import officer


@pytest.fixture
def before(database: str) -> Iterator[None]:
    """The database of the release before: three strangers had codes sent to one address."""
    with db.write() as session:
        for _ in range(3):
            factories.filing(session, residence=SHELTER)
    migrate.downgrade("0013")
    yield
    migrate.upgrade()


def test_what_was_sent_before_alerts(before: None, capsys: pytest.CaptureFixture[str]) -> None:
    migrate_command()
    assert "3 of 3 rows filled in" in capsys.readouterr().out
    assert fill.lacking() == 0
    watched()
    assert counts(officer()) == [3]
    migrate_command()
    assert "filled in" not in capsys.readouterr().out
