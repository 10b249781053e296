"""Topics of open pages: raised with the change itself, as the last thing of its transaction."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cx_app import database as db
from cx_app.services.changes import touch, touch_all, versions
from tests.sql import statements
from tests.together import together

pytestmark = pytest.mark.usefixtures("database")
TOPICS = {"one", "other"}


def known() -> dict[str, int]:
    with db.read() as session:
        return versions(session, TOPICS)


def test_a_topic_rises_once_for_each_transaction_that_touches_it() -> None:
    for _ in range(2):
        with db.write() as session:
            touch(session, "one")
            touch_all(session, {"one", "other"})
            touch_all(session, set())
    assert known() == {"one": 2, "other": 2}


def test_all_are_written_in_one_statement_after_everything_else() -> None:
    """Whoever touched the topic of a desk would else hold up everybody at that desk meanwhile."""
    with statements() as asked, db.write() as session:
        touch(session, "one")
        with session.begin_nested():
            touch(session, "other")
        session.connection().exec_driver_sql("SELECT 1")
    written = [n for n, one in enumerate(asked) if "INSERT INTO change" in one]
    assert written == [len(asked) - 1]


def test_what_is_not_committed_touches_nothing() -> None:
    def fails() -> None:
        with db.write() as session:
            touch(session, "one")
            raise LookupError("something else went wrong")

    with pytest.raises(LookupError):
        fails()
    assert known() == {}


def test_a_transaction_sees_what_it_touched_itself() -> None:
    with db.write() as session:
        touch(session, "one")
        assert versions(session, TOPICS) == {"one": 1}
        touch(session, "one")
    assert known() == {"one": 2}


def test_who_touch_the_same_in_another_order_do_not_wait_for_each_other() -> None:
    def touches(first: str, second: str) -> Callable[[], None]:
        def act() -> None:
            with db.write() as session:
                touch(session, first)
                session.connection().exec_driver_sql("SELECT 1")
                touch(session, second)

        return act

    for _ in range(10):
        together(*[touches("one", "other"), touches("other", "one")] * 3)
    assert known() == {"one": 60, "other": 60}
