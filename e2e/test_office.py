"""An office works together: it invites, adds many cases at once, and keeps its dates."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from icalendar import Calendar
from playwright.sync_api import expect

from e2e.made_represented import clients_of_rosa, dates_of_rosa
from e2e.person import Person

ROSA, PILAR, LEO, NADIA = "Rosa Delgado", "Pilar Ortega", "Leo Fischer", "Nadia Brandt"


def ready(person: Person) -> None:
    expect(person.page.locator(".cx-skeleton")).to_have_count(0)


def test_a_team_is_made_somebody_joins_and_is_taken_out_again(
    new_person: Callable[..., Person],
) -> None:
    leo, nadia = new_person(), new_person()
    nadia.signs_in(NADIA, "/attorney/office")
    nadia.sees("You are in no team. A representative invites you by e-mail.")
    nadia.finds_no_barrier()
    leo.signs_in(LEO, "/attorney/office")
    page = leo.page
    page.get_by_label("Name of your office").fill("Fischer & Sons")
    leo.finds_no_barrier()
    page.get_by_role("button", name="Make the team").press("Enter")
    expect(page.get_by_role("heading", name="Fischer & Sons")).to_be_visible()
    page.get_by_label("E-mail address").fill("nobody")
    page.get_by_role("button", name="Send the invitation").press("Enter")
    leo.sees("Type an e-mail address, like a@example.org.")
    page.get_by_label("E-mail address").fill("nadia@example.org")
    page.get_by_role("button", name="Send the invitation").press("Enter")
    invited = page.get_by_role("list", name="Invited")
    expect(invited.get_by_text("nadia@example.org").first).to_be_visible()
    leo.finds_no_barrier()

    nadia.opens("/attorney/office")
    nadia.sees("Fischer & Sons invites you")
    nadia.finds_no_barrier()
    nadia.page.get_by_role("button", name="Join the team").press("Enter")
    nadia.sees("You are in the team now.")
    expect(nadia.page.get_by_role("link", name="Clients", exact=True).first).to_be_visible()
    expect(nadia.page.get_by_role("button", name="Send the invitation")).to_have_count(0)
    nadia.finds_no_barrier()

    member = page.get_by_role("list", name="Who is in it").get_by_role("listitem")
    expect(member.filter(has_text=NADIA)).to_be_visible()
    member.filter(has_text=NADIA).get_by_role("button", name="Take out of the team").press("Enter")
    page.get_by_role("dialog").get_by_role("button", name="Yes, take them out").press("Enter")
    leo.sees("They left your team.")
    expect(member.filter(has_text=NADIA)).to_have_count(0)
    expect(nadia.page.get_by_role("heading", name="Demonstration sign-in")).to_be_visible()


def test_who_is_invited_can_say_no(new_person: Callable[..., Person]) -> None:
    rosa, amina = new_person(), new_person()
    rosa.signs_in(ROSA, "/attorney/office")
    rosa.page.get_by_label("E-mail address").fill("amina-new@example.org")
    rosa.page.get_by_role("button", name="Send the invitation").click()
    rosa.sees("We sent the invitation.")
    amina.signs_in("Amina Karimi (new e-mail)", "/es/attorney/office")
    amina.sees("Delgado Law le invita")
    amina.finds_no_barrier()
    amina.page.get_by_role("button", name="No, gracias").press("Enter")
    amina.sees("Usted dijo que no a la invitación.")
    expect(rosa.page.get_by_role("list", name="Invited")).to_have_count(0)


def file_of(folder: Path) -> Path:
    good = [f"IOE{6_000_000_000 + n},1980-02-29,Client {n}," for n in range(193)]
    bad = [
        "IOE12,1980-02-29,Ana,",
        "IOE6100000001,1980-02-30,Ana,",
        "IOE6100000002,,Ana,",
        "IOE6100000003,1980-02-29,,",
        "IOE6100000004,1980-02-29,Ana,short",
        "IOE6000000005,2/29/1980,Twice,",
        ",,,?",
    ]
    lines = ["Receipt number,Birth date,Client,Access code", *good[:90], *bad, *good[90:]]
    made = folder / "clients.csv"
    made.write_text("\n".join(lines) + "\n")
    return made


def test_two_hundred_cases_from_a_file_with_seven_bad_lines(person: Person, tmp_path: Path) -> None:
    person.signs_in(LEO, "/attorney/add")
    ready(person)
    person.finds_no_barrier()
    page = person.page
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("a,b\n1,2\n")
    page.get_by_label("Your file").set_input_files(wrong)
    person.sees("The first line must name the columns")
    page.get_by_label("Your file").set_input_files(file_of(tmp_path))
    person.sees("193 cases can be added. 7 lines need a look.")
    first = page.get_by_role("row").nth(1)
    expect(first.get_by_text("Not a receipt number")).to_be_visible()
    person.finds_no_barrier()
    page.get_by_role("button", name="Add these cases").press("Enter")
    expect(page.get_by_text("193 cases were taken up. 7 lines need a look.")).to_be_visible(
        timeout=60_000
    )
    person.finds_no_barrier()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Download what came of each line").click()
    sheet = saved.value.path().read_text()
    assert sheet.count("Form G-28 is ready for you to sign") == 193
    page.set_viewport_size({"width": 320, "height": 700})
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


def test_all_dates_are_in_one_list_and_in_one_file(person: Person) -> None:
    clients_of_rosa(person.portal, ("Zabala", "IAF"), ("Zurita", "IAF"))
    dates_of_rosa(person.portal, "Zabala", "Zurita")
    person.signs_in(ROSA, "/attorney/dates")
    rows = person.page.get_by_role("row")
    expect(rows.filter(has_text="Zabala, Quilla")).to_be_visible()
    expect(rows.filter(has_text="Zurita, Quilla")).to_be_visible()
    person.finds_no_barrier()
    with person.page.expect_download() as saved:
        person.page.get_by_role("button", name="Save all for your calendar").press("Enter")
    events = Calendar.from_ical(saved.value.path().read_bytes()).walk("VEVENT")
    assert sum("Zabala, Quilla" in str(one["summary"]) for one in events) == 1
    person.chooses("Each Monday at 7 a.m. Eastern Time")
    person.sees("Saved.")
    person.opens("/attorney/dates")
    expect(person.page.get_by_label("Each Monday at 7 a.m. Eastern Time")).to_be_checked()
    person.chooses("Never")
    person.sees("Saved.")


@pytest.mark.parametrize("path", ["/attorney/office", "/attorney/dates", "/attorney/add"])
@pytest.mark.parametrize("prefix", ["", "/es"])
def test_no_barrier_in_either_language_on_a_phone(
    new_person: Callable[..., Person], path: str, prefix: str
) -> None:
    person = new_person(phone=True)
    person.signs_in(PILAR, prefix + path)
    ready(person)
    person.finds_no_barrier()
    person.page.set_viewport_size({"width": 320, "height": 700})
    assert not person.page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
