"""What the agency sends shows on an open page, without a reload."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect

from e2e.person import Person

DOLORES_I90 = "IOE0911000066"


@pytest.fixture
def news(person: Person, tmp_path: Path) -> str:
    """A step in a case that comes while its page is open."""
    event = {
        "v": 1,
        "kind": "event",
        "event_id": f"live:{datetime.now(UTC).timestamp()}",
        "case": DOLORES_I90,
        "code": "FBA",
        "at": datetime.now(UTC).isoformat(),
    }
    path = tmp_path / "news.jsonl"
    path.write_text(json.dumps(event))
    return str(path)


def test_an_open_case_page_and_the_unread_count_follow_the_feed(person: Person, news: str) -> None:
    person.signs_in("Dolores Reyes-Méndez", "/account/messages")
    expect(person.page.locator(".cx-skeleton")).to_have_count(0)
    read_all = person.page.get_by_role("button", name="Mark all as read")
    if read_all.count():
        read_all.click()
        expect(read_all).to_have_count(0)
    person.opens("/account")
    person.page.get_by_role("link", name="I-90").click()
    heading = person.page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Card mailed")
    before = person.page.evaluate("performance.timeOrigin")
    messages = person.page.get_by_role("link", name=re.compile("^Messages"))
    expect(messages).to_have_text("Messages")
    person.portal.cx("import", news)
    expect(heading).to_have_text("More evidence requested")
    expect(messages).to_have_text(re.compile(r"Messages\s*1"))
    assert person.page.evaluate("performance.timeOrigin") == before
