"""Officers take up messages that were given up, administrators pause a way out and change words."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

from playwright.sync_api import Locator, expect

from e2e.journeys import fits
from e2e.made import a_case_with_a_code
from e2e.person import Person
from e2e.portal import PROJECT, Portal

OFFICER, ADMIN = "Olivia Reyes", "Ada Lindqvist"
NEVER_TAKEN = "temporary@simulator.example"
KIND = "/officer/templates/code_requested"
TELL = """
import sys
from cx_app import database
from cx_app.domain.messages import Kind
from cx_app.gateways import clock
from cx_app.models import Account
from cx_app.services.messages.notify import notify
email, *keys = sys.argv[1:]
with database.write() as session:
    account = Account(issuer="made", subject=email + keys[0], name="Made", email_verified=True,
                      language="en", created_at=clock.wall())
    account.email = email
    session.add(account); session.flush()
    for key in keys:
        notify(session, account, Kind.CASE_FOLLOWED, dedupe_key=key, receipt="IOE0912000011")
"""
LATER = """
from datetime import timedelta
from cx_app import database
from cx_app.gateways import clock
with database.write() as session:
    clock.advance(session, timedelta(hours=5))
"""
MEND = """
from sqlmodel import select
from cx_app import database
from cx_app.models import Account
with database.write() as session:
    for account in session.exec(select(Account).where(Account.issuer == "made")):
        account.email = "mended@example.org"
        session.add(account)
"""


def runs(portal: Portal, script: str, *arguments: str) -> None:
    subprocess.run(
        [sys.executable, "-c", script, *arguments],
        cwd=PROJECT,
        env=portal.environment,
        check=True,
    )


def opens(person: Person, name: str, path: str) -> None:
    person.signs_in(name, path)
    expect(person.page.locator(".cx-skeleton")).to_have_count(0)


def channel(person: Person, name: str) -> Locator:
    return person.page.get_by_role("region", name="How each way out").get_by_role("row", name=name)


def given_up(person: Person) -> Locator:
    region = person.page.get_by_role("region", name="The oldest first")
    return region.get_by_role("row").filter(has=person.page.get_by_role("button"))


def waits_for(officer: Person, portal: Portal, lines: Locator, count: int) -> None:
    """Moves the hours on until the portal has given up; the open page hears of it by itself."""
    for _try in range(20):
        runs(portal, LATER)
        officer.page.wait_for_timeout(1500)
        if lines.count() == count:
            return
    raise AssertionError("they were never given up")


def test_an_officer_tries_one_again_and_closes_another(
    portal: Portal, new_person: Callable[..., Person]
) -> None:
    officer = new_person()
    opens(officer, OFFICER, "/officer/messages")
    officer.sees("No message was given up.")
    lines = given_up(officer)
    runs(portal, TELL, NEVER_TAKEN, "one", "two")
    waits_for(officer, portal, lines, 2)
    expect(lines.first).to_contain_text("The provider did not take it for hours")
    expect(officer.page.get_by_role("link", name="Messages 2 given up")).to_be_visible()
    expect(officer.page.get_by_role("main")).not_to_contain_text("simulator.example")
    expect(officer.page.get_by_role("main")).not_to_contain_text("IOE0912000011")
    officer.finds_no_barrier()

    runs(portal, MEND)
    again = lines.first.get_by_role("button", name="Try again")
    again.press("Enter")
    dialog = officer.page.get_by_role("dialog")
    expect(dialog).to_contain_text("Try it again?")
    officer.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(again).to_be_focused()
    again.click()
    dialog.get_by_role("button", name="Try again").click()
    officer.sees("Choose why.")
    officer.finds_no_barrier()
    officer.chooses("The address or number was corrected")
    fits(officer)
    dialog.get_by_role("button", name="Try again").click()
    officer.sees("It is on its way again.")
    expect(lines).to_have_count(1)

    officer.page.set_viewport_size({"width": 1280, "height": 900})
    lines.first.get_by_role("button", name="Close").click()
    officer.chooses("There is no way to reach the person here")
    dialog.get_by_role("button", name="Close it").click()
    officer.sees("No message was given up.")
    expect(officer.page.get_by_role("link", name="given up")).to_have_count(0)
    arrives(new_person(), "mended@example.org")
    expect(channel(officer, "E-mail").get_by_role("button")).to_have_count(0)


def test_what_is_paused_waits_and_leaves_when_it_is_resumed(
    portal: Portal, new_person: Callable[..., Person]
) -> None:
    admin = new_person()
    opens(admin, ADMIN, "/officer/messages")
    channel(admin, "E-mail").get_by_role("button", name="Pause").click()
    dialog = admin.page.get_by_role("dialog")
    expect(dialog).to_contain_text("nothing leaves this way")
    dialog.get_by_role("button", name="Pause now").click()
    admin.sees("Write why it is paused.")
    expect(admin.page.get_by_label("Why", exact=True)).to_be_focused()
    admin.finds_no_barrier()
    admin.page.get_by_label("Why", exact=True).fill("The provider moves house")
    dialog.get_by_role("button", name="Pause now").click()
    expect(channel(admin, "E-mail")).to_contain_text("Paused")
    expect(admin.page.locator("#messages-said")).to_be_focused()

    officer = new_person()
    opens(officer, OFFICER, "/officer/messages")
    expect(channel(officer, "E-mail")).to_contain_text("The provider moves house")
    runs(portal, TELL, "waits@example.org", "waiting")
    since = officer.page.get_by_role("region", name="Since")
    figures = since.get_by_role("row", name="E-mail")
    expect(figures.get_by_role("cell").nth(4)).to_have_text("1", timeout=60_000)
    fits(officer)
    officer.finds_no_barrier()

    channel(admin, "E-mail").get_by_role("button", name="Resume").click()
    expect(channel(admin, "E-mail")).to_contain_text("Running")
    expect(channel(officer, "E-mail")).to_contain_text("Running")
    arrives(new_person(), "waits@example.org")


def test_new_words_are_told_what_is_wrong_and_reach_the_next_person(
    portal: Portal, new_person: Callable[..., Person]
) -> None:
    admin = new_person()
    opens(admin, ADMIN, "/officer/templates")
    admin.finds_no_barrier()
    fits(admin)
    admin.page.set_viewport_size({"width": 1280, "height": 900})
    admin.page.get_by_role("link", name="A new code was asked for").click()
    admin.page.get_by_role("button", name="Write from it version 1").click()
    subject = admin.page.get_by_label("Subject in the inbox, English")
    text = admin.page.get_by_label("Text message, English")
    admin.types("Subject in the inbox, English", "We got your wish for a code")
    admin.types("Text message, English", "Your code {code} is on its way")
    admin.page.reload()
    admin.sees("What you were writing is back.")
    expect(subject).to_have_value("We got your wish for a code")
    admin.page.get_by_role("button", name="Save as a new version").click()
    summary = admin.page.locator("#error-summary")
    expect(summary).to_contain_text("Take {code} out")
    expect(summary).to_be_focused()
    expect(text).to_have_value("Your code {code} is on its way")
    expect(text).to_have_attribute("aria-invalid", "true")
    admin.finds_no_barrier()
    fits(admin)
    admin.page.set_viewport_size({"width": 1280, "height": 900})

    admin.page.get_by_role("button", name="Put into force… version 2").click()
    expect(admin.page.locator("#template-review")).to_be_focused()
    admin.page.get_by_role("button", name="Put it into force now").click()
    expect(summary).to_be_focused()
    text.fill("{agency}: You have a new message. Sign in to read it: {link} Reply STOP to end.")
    admin.page.get_by_role("button", name="Save as a new version").click()
    admin.sees("Saved as version 3.")
    admin.page.get_by_role("button", name="Put into force… version 3").click()
    expect(admin.page.get_by_role("region", name="What changes")).to_contain_text(
        "We got your wish for a code"
    )
    admin.finds_no_barrier()
    admin.page.get_by_role("button", name="Put it into force now").click()
    admin.sees("Version 3 is in force.")
    admin.finds_no_barrier()

    person = new_person()
    made = a_case_with_a_code(portal)
    person.signs_in("Bao Nguyen", "/account/codes/request")
    person.page.get_by_label("Receipt number", exact=True).fill(made.receipt)
    person.types_birth_date(made.born)
    person.page.get_by_role("main").get_by_role("button", name="Request", exact=False).click()
    person.sees("If these match our records")
    person.opens("/account/messages")
    person.sees("We got your wish for a code")


def test_an_officer_looks_and_changes_nothing(new_person: Callable[..., Person]) -> None:
    officer = new_person(phone=True)
    opens(officer, OFFICER, KIND)
    expect(officer.page.get_by_role("button", name="Look at it").first).to_be_visible()
    for name in ("Write from it", "Put into force"):
        expect(officer.page.get_by_role("button", name=name)).to_have_count(0)
    officer.finds_no_barrier()
    officer.opens("/officer/templates/no_such_kind")
    officer.sees("No such message")
    officer.finds_no_barrier()


def arrives(person: Person, address: str) -> None:
    person.waits_for_mail(person.page.get_by_text(address).first, address)
