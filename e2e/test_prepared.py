"""A paralegal prepares in a client's own pages, a representative submits in a batch, the client and
the officers read who did it; and nobody else gets near it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from playwright.sync_api import expect

from e2e.journeys import acts_for, at_step, fits, goes_on
from e2e.made import _in_portal
from e2e.made_biometrics import Comes, an_appointment
from e2e.made_represented import party_of, withdraws
from e2e.person import Person
from e2e.portal import Portal

ROSA, PILAR = "Rosa Delgado", "Pilar Ortega"
QUEUE = "/attorney/prepared"


def prepares_a_call(person: Person, name: str, phone: str) -> str:
    """Handed in; returns the path of what waits."""
    person.opens("/account/callbacks/ask")
    at_step(person, "What about")
    person.chooses("Something else")
    person.chooses_among("Which case is it about?", f"{name} Ferreira")
    acts_for(person, f"{name} Ferreira", submits=ROSA)
    goes_on(person, "Phone and times")
    another = person.page.locator("label").filter(has_text="Another number")
    if another.count():
        another.click()
    person.types("Phone number", phone)
    person.page.get_by_label("Your time zone").select_option("America/New_York")
    goes_on(person, "Text before the call")
    person.chooses("No, just call me")
    goes_on(person, "Check and send")
    acts_for(person, f"{name} Ferreira", submits=ROSA)
    person.finds_no_barrier()
    expect(person.page.get_by_role("button", name="Send request")).to_have_count(0)
    person.page.get_by_role("button", name="Hand in for review").click()
    person.sees("It waits for your representative")
    return re.sub(r"^https?://[^/]+|\?.*$", "", person.page.url)


def prepares_a_move(person: Person, one: Comes, name: str) -> None:
    person.opens(one.path)
    acts_for(person, f"{name} Ferreira", submits=ROSA)
    person.chooses("Travel that was planned before")
    week = person.page.locator(".cx-week__name")
    this_week = week.inner_text()  # its first day may have a single time left
    person.page.get_by_role("button", name="Later weeks").first.click()
    expect(week).not_to_have_text(this_week)
    person.page.locator(".cx-times__one").first.click()
    expect(person.page.get_by_role("heading", name="Times that suit")).to_be_focused()
    person.page.locator(".cx-times__one").nth(1).click()
    expect(person.page.get_by_role("button", name="Take off")).to_have_count(2)
    person.finds_no_barrier()
    person.page.get_by_role("button", name="Hand in for review").click()
    person.sees("It waits for your representative")


def ticks(person: Person, name: str) -> None:
    """A row of the queue, by keyboard."""
    box = person.page.get_by_role("checkbox", name=re.compile(name))
    box.focus()
    person.page.keyboard.press("Space")
    expect(box).to_be_checked()


def test_a_paralegal_drafts_a_representative_submits_and_everybody_reads_who_it_was(
    portal: Portal, new_person: Callable[..., Person]
) -> None:
    pilar, rosa, client, officer = new_person(), new_person(), new_person(), new_person()
    first = an_appointment(portal, "kojo", given_name="Perpetua", representative="rosa")
    an_appointment(portal, given_name="Quentin", representative="rosa")
    case = party_of(portal, first.appointment_id)["case"]

    pilar.signs_in(PILAR, f"/account/cases/{case}")
    acts_for(pilar, "Perpetua Ferreira", submits=ROSA)
    pilar.sees("Prepare for this client")
    pilar.finds_no_barrier()
    submitted = prepares_a_call(pilar, "Perpetua", "212 555 0184")
    pilar.finds_no_barrier()
    refused = prepares_a_call(pilar, "Quentin", "212 555 0184")
    prepares_a_move(pilar, first, "Perpetua")
    expect(pilar.page.get_by_role("button", name="Submit it")).to_have_count(0)

    rosa.signs_in(ROSA, QUEUE)
    rosa.page.get_by_role("button", name="Submit what is ticked").click()
    expect(rosa.page.locator("#prepared-problem")).to_have_text("Tick at least one row.")
    for name in ("Ferreira, Perpetua, Call", "Ferreira, Perpetua, New", "Ferreira, Quentin"):
        ticks(rosa, name)
    rosa.finds_no_barrier()
    rosa.page.get_by_role("button", name="Submit what is ticked").focus()
    rosa.page.keyboard.press("Enter")
    said = rosa.page.locator("#prepared-said")
    expect(said).to_be_focused()
    expect(said).to_contain_text("2 were submitted. 1 was not.")
    expect(rosa.page.locator(".cx-results")).to_contain_text(
        "Ferreira, Quentin, Call from an officer: You are in line already for a call to this phone."
    )
    rosa.finds_no_barrier()
    row = rosa.page.get_by_role("row").filter(has_text="Quentin")
    expect(row).to_contain_text("Not accepted")

    pilar.opens(refused)
    pilar.sees("It was not accepted")
    pilar.sees("You are in line already for a call to this phone.")
    pilar.opens(submitted)
    pilar.sees("Reference number")
    [reference] = re.findall(r"Reference number\s+([A-Z2-9-]+)", pilar.page.inner_text("main"))

    client.signs_in("Kojo Mensah", "/account/settings")
    acts = client.page.locator("section").filter(has_text=ROSA).first
    acts.get_by_text("What they did for you").first.click()
    expect(acts).to_contain_text(f"Moved your biometrics appointment. Prepared by {PILAR}.")

    officer.signs_in("Owen Clark", "/officer/callbacks")
    # The queue names those who can be called at this hour alone.
    officer.page.get_by_label("Find by reference").fill(reference)
    officer.page.get_by_role("button", name="Find", exact=True).click()
    officer.sees(f"{ROSA}, who represents Perpetua Ferreira; prepared by {PILAR}")


def test_what_waits_goes_back_with_a_note_is_changed_and_ends_with_the_representation(
    portal: Portal, new_person: Callable[..., Person]
) -> None:
    pilar, rosa = new_person(), new_person(phone=True)
    one = an_appointment(portal, given_name="Rufina", representative="rosa")
    things = party_of(portal, one.appointment_id)
    pilar.signs_in(PILAR, "/account/callbacks")
    where = prepares_a_call(pilar, "Rufina", "212 555 0185")

    rosa.signs_in(ROSA, where)
    fits(rosa)
    rosa.page.get_by_role("button", name="Send back").click()
    expect(rosa.page.get_by_label("What has to be changed?")).to_be_focused()
    rosa.page.get_by_role("button", name="Send back with this note").click()
    rosa.sees("Say what has to be changed.")
    rosa.finds_no_barrier()
    rosa.page.get_by_label("What has to be changed?").fill("Which letter is it about?")
    rosa.page.get_by_role("button", name="Send back with this note").click()
    rosa.sees("It was sent back.")

    pilar.sees("Which letter is it about?")  # in the page that is open
    pilar.page.get_by_role("button", name="Change", exact=True).click()
    at_step(pilar, "Check and send")
    pilar.page.get_by_role("button", name="Save the change").click()
    pilar.sees("It waits for your representative")

    rosa.opens(where)
    expect(rosa.page.get_by_role("button", name="Submit it")).to_be_visible()
    withdraws(portal, things["representation"])
    rosa.sees("This request is not here")  # in the page that is open
    pilar.opens(where)
    pilar.sees("This request is not here")
    assert calls_for(portal, things["party"]) == 0


CALLS = """
import json, sys
from uuid import UUID
from sqlmodel import select
from cx_app import database
from cx_app.models import Callback
with database.read() as session:
    print(json.dumps(len(session.exec(
        select(Callback.id).where(Callback.party_id == UUID(sys.argv[1]))).all())))
"""


def calls_for(portal: Portal, party: str) -> int:
    return int(json.loads(_in_portal(portal, CALLS, party)))
