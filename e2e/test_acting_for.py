"""A representative acts for a client in the client's own pages: the client's name stands on each of
them, and once the representation is over an open tab shows nothing more."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from e2e.journeys import acts_for, goes_on
from e2e.made_represented import a_client_of_rosa, withdraws
from e2e.person import Person

ROSA = "Rosa Delgado"


def test_a_call_is_asked_for_a_client_whose_name_stands_on_each_page(person: Person) -> None:
    client = a_client_of_rosa(person.portal, "Ursula")
    person.signs_in(ROSA, f"/account/cases/{client['case']}")
    acts_for(person, "Ursula Ferreira")
    person.finds_no_barrier()
    person.opens(f"/account/biometrics/{client['biometrics']}")
    acts_for(person, "Ursula Ferreira")
    person.opens("/account/callbacks/ask")
    expect(person.page.get_by_role("heading", level=2, name="What about")).to_be_visible()
    expect(person.page.locator(".cx-acting")).to_have_count(0)
    person.chooses("Something else")
    person.chooses_among("Which case is it about?", "Ursula Ferreira")
    acts_for(person, "Ursula Ferreira")
    goes_on(person, "Phone and times")
    acts_for(person, "Ursula Ferreira")
    person.finds_no_barrier()
    person.types("Phone number", "212 555 0173")
    person.page.get_by_label("Your time zone").select_option("America/New_York")
    goes_on(person, "Text before the call")
    person.chooses("No, just call me")
    goes_on(person, "Check and send")
    acts_for(person, "Ursula Ferreira")
    person.page.get_by_role("button", name="Send request").click()
    person.sees("We have your request")
    expect(person.page).to_have_url(re.compile("/account/callbacks/[0-9A-Z]+"))
    acts_for(person, "Ursula Ferreira")
    person.finds_no_barrier()

    person.opens(f"/account/cases/{client['case']}")
    acts_for(person, "Ursula Ferreira")
    withdraws(person.portal, client["representation"])
    person.sees("We can’t show this case")
    expect(person.page.locator(".cx-acting")).to_have_count(0)
