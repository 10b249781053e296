"""A browser, a running portal, and a person in front of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from e2e.browser import DESKTOP, PHONE, launch
from e2e.person import Person
from e2e.portal import PROJECT, Portal, not_started, prepare, running

ARTIFACTS = PROJECT / "e2e" / "artifacts"
EXPECTED = re.compile(r"status of (404|413|422)")
"""What is not there, and a file that is not taken, are answers of ours."""
expect.set_options(timeout=15_000)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Portal:
    portal = not_started(tmp_path_factory.mktemp("prepared"))
    prepare(portal)
    return portal


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory, prepared: Portal) -> Iterator[Portal]:
    """Every file has one of its own: what its journeys do, such as moving the clock, no other file
    sees, in whatever order they run."""
    with running(tmp_path_factory.mktemp("portal"), prepared) as started:
        yield started


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = launch(playwright)
        yield started
        started.close()


@pytest.fixture
def new_person(
    browser: Browser, portal: Portal, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Person]]:
    """Somebody at a browser of their own. Whatever the browser complains of fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def make(*, phone: bool = False, **options: object) -> Person:
        context = browser.new_context(viewport=PHONE if phone else DESKTOP, **options)
        context.tracing.start(snapshots=True)  # pictures of each step would slow them all
        contexts.append(context)
        page = context.new_page()
        watch(page, complaints)
        return Person(page, portal)

    yield make
    failed = getattr(request.node, "failed", False)
    for number, context in enumerate(contexts):
        name = re.sub(r"[^\w-]+", "-", request.node.name)
        if failed or complaints:
            ARTIFACTS.mkdir(exist_ok=True)
            context.tracing.stop(path=ARTIFACTS / f"{name}-{number}.zip")
            for page in context.pages:
                page.screenshot(path=ARTIFACTS / f"{name}-{number}.png", full_page=True)
        context.close()
    assert complaints == []


@pytest.fixture
def person(new_person: Callable[..., Person]) -> Person:
    return new_person()


def watch(page: Page, complaints: list[str]) -> None:
    """Errors in scripts and refusals by the content security policy."""
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda message: (
            complaints.append(message.text)
            if message.type == "error" and not EXPECTED.search(message.text)
            else None
        ),
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    if report.failed:
        item.failed = True
    return report
