"""What journeys of several pages have in common."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from e2e.person import Person

NARROW = {"width": 320, "height": 700}


def fits(person: Person) -> None:
    """Nothing but tables in their own frames scrolls sideways at 320 px."""
    person.page.set_viewport_size(NARROW)
    assert not person.page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


def presses(person: Person, role: str, name: str, *, exact: bool = True) -> None:
    """By keyboard alone."""
    person.page.get_by_role(role, name=name, exact=exact).press("Enter")  # type: ignore[arg-type]


def at_step(person: Person, name: str) -> None:
    expect(person.page.get_by_role("heading", level=2, name=name, exact=True)).to_be_visible()


def comes_to(person: Person, name: str) -> None:
    """To a step, by keyboard: its heading takes the focus, a moment after it is there. Who types
    before that would be taken away from where they are."""
    at_step(person, name)
    expect(person.page.locator("#step")).to_be_focused()


def goes_on(person: Person, to: str, button: str = "Continue") -> None:
    person.page.get_by_role("button", name=button).click()
    at_step(person, to)


def acts_for(person: Person, name: str, submits: str = "") -> None:
    """The bar says for whom; and who submits it, where that is somebody else."""
    said = f". You prepare. Who reviews and submits it: {submits}" if submits else ""
    expect(person.page.locator(".cx-acting")).to_have_text(f"Acting for {name}{said}")


def searches(attorney: Person, receipt: str) -> None:
    """In a list of clients, where it leaves one."""
    box = attorney.page.get_by_label("Name or receipt number")
    box.fill(receipt)
    box.press("Enter")
    expect(attorney.page.locator("tbody").get_by_role("row")).to_have_count(1)


def ends_it_in_spanish(client: Person, row: Locator) -> None:
    """The representation of a row of the settings."""
    row.get_by_role("button", name="Terminar").press("Enter")
    client.page.get_by_role("dialog").get_by_role("button", name="Terminar ahora").press("Enter")
    client.sees("Rosa Delgado ya no le representa en este caso.")


def more_tabs(whose: Person, many: int, path: str) -> list[Person]:
    tabs = [Person(whose.page.context.new_page(), whose.portal) for _ in range(many)]
    for tab in tabs:
        tab.opens(path)
    return tabs


def counted(desk: Person, queue: str) -> Locator:
    """The number on the button of a queue."""
    return desk.page.get_by_role("button", name=queue).locator(".cx-count")


def heading(page: Person, words: str) -> Locator:
    return page.page.get_by_role("heading", name=words, level=1)
