"""Where we reach people, texts, and how they hear of what: confirmed, agreed to, changed, ended."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from playwright.sync_api import Locator, expect

from e2e.journeys import fits
from e2e.made import codes_sent_to, contact_ids, texts_back
from e2e.person import Person
from e2e.test_raw_socket import ROOT, Socket, cookies_of

CONTACTS = f"{ROOT}.cx_app___state___account___settings_contacts____contacts_state"
SAVED = "Saved. It counts from the next message on."


def code_at(person: Person, to: str, *, after: int = 0) -> str:
    """The newest code there, once more than `after` of them have come."""
    for _try in range(40):
        codes = codes_sent_to(person.portal, to)
        if len(codes) > after:
            return codes[-1]
        person.page.wait_for_timeout(500)
    raise AssertionError("no code came")


def adds_phone(person: Person, number: str, zone: str = "America/Chicago") -> None:
    person.page.get_by_role("button", name="Add a phone number").click()
    person.page.get_by_label("Cell phone number").fill(number)
    new_zone(person).select_option(zone)
    person.page.get_by_role("button", name="Send me a code").click()
    expect(code_field(person)).to_be_focused()


def new_zone(person: Person) -> Locator:
    return person.page.get_by_role("form", name="Add a phone number").get_by_label("Your time zone")


def code_field(person: Person) -> Locator:
    return person.page.get_by_label("Code", exact=True)


def types_code(person: Person, code: str) -> None:
    code_field(person).fill(code)
    person.page.get_by_role("button", name="Confirm", exact=True).click()


def row(person: Person, name: str) -> Locator:
    """One kind of message in the list."""
    heading = person.page.get_by_role("heading", name=name, exact=True)
    return person.page.get_by_role("listitem").filter(has=heading)


def row_of_phone(person: Person) -> Locator:
    box = person.page.get_by_label("Only I read what comes here")
    return person.page.get_by_role("listitem").filter(has=box)


def other_than(code: str) -> str:
    return "000000" if code != "000000" else "111111"


def test_from_a_new_phone_to_texts_and_back(person: Person) -> None:
    person.signs_in("Farid Karimi", "/account/settings")
    page = person.page
    person.sees("fa•••@example.org")
    person.finds_no_barrier()
    adds_phone(person, "(202) 555-0161")
    person.finds_no_barrier()
    types_code(person, code_at(person, "+12025550161"))
    said = page.get_by_text("Your phone number is confirmed.")
    expect(said).to_be_visible()
    expect(page.locator("#reach-said")).to_be_focused()
    person.sees("•••-•••-0161")
    person.finds_no_barrier()

    agree = page.get_by_role("button", name="I agree to texts")
    expect(agree).to_have_accessible_description(
        re.compile("Message and data rates may apply.*STOP")
    )
    agree.click()
    person.sees("Texts are on for")
    page.get_by_text("What you agreed to, and when").click()
    person.sees("You agreed to texts (•••-•••-0161), on this page.")
    person.finds_no_barrier()

    appointments = row(person, "Appointments")
    expect(appointments).to_contain_text("Inbox and e-mail")
    appointments.get_by_role("button", name="Change").click()
    expect(page.get_by_role("heading", name="Appointments")).to_be_focused()
    person.finds_no_barrier()
    form = page.locator("form").filter(has=page.get_by_role("heading", name="Appointments"))
    form.locator("label").filter(has_text="E-mail").click()
    form.locator("label").filter(has_text="Text").click()
    form.locator("label").filter(has_text="Español").click()
    form.get_by_role("button", name="Save").click()
    person.sees(SAVED)
    expect(appointments).to_contain_text("Inbox and text, in Spanish")
    expect(row(person, "Your cases")).to_contain_text("Inbox and e-mail")
    expect(row(person, "All kinds of messages")).to_contain_text("Different for each kind")
    person.finds_no_barrier()

    page.get_by_role("button", name="Stop texts").click()
    person.sees("Texts are off. Your messages stay in your inbox.")
    expect(appointments).to_contain_text("Not yet: agree to texts first.")
    expect(agree).to_be_visible()
    person.opens("/account/activity")
    for act in ("You stopped texts.", "You agreed to texts.", "You changed how you get messages."):
        person.sees(act)


def test_stop_by_text_shows_at_once_and_start_takes_it_back(person: Person) -> None:
    person.signs_in("Inês Albuquerque", "/account/settings")
    page, number = person.page, "+12025550162"
    adds_phone(person, number)
    types_code(person, code_at(person, number))
    page.get_by_role("button", name="I agree to texts").click()
    person.sees("Texts are on for")
    texts_back(person.portal, number, "STOP")
    expect(page.get_by_role("heading", name="Texts are off")).to_be_visible()
    person.sees("answer one of our texts with START")
    expect(page.get_by_role("button", name="I agree to texts")).to_have_count(0)
    page.get_by_text("What you agreed to, and when").click()
    person.sees("by the text STOP from the phone")
    person.finds_no_barrier()
    texts_back(person.portal, number, "START")
    person.sees("Texts are on for")

    page.get_by_label("Your time zone").focus()
    page.get_by_label("Your time zone").select_option("Pacific/Guam")
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    expect(page.get_by_label("Your time zone")).to_be_focused()
    page.get_by_label("Only I read what comes here").press("Space")
    expect(row_of_phone(person)).to_contain_text("Saved.")
    expect(page.get_by_label("Only I read what comes here")).to_be_focused()
    page.reload()
    expect(page.get_by_label("Your time zone")).to_have_value("Pacific/Guam")
    expect(page.get_by_label("Only I read what comes here")).to_be_checked()

    page.get_by_role("button", name="Remove •••-•••-0162").click()
    expect(page.get_by_role("heading", name="Remove •••-•••-0162?")).to_be_focused()
    person.finds_no_barrier()
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("button", name="Remove •••-•••-0162")).to_be_visible()
    page.get_by_role("button", name="Remove •••-•••-0162").click()
    page.get_by_role("button", name="Yes, remove it").click()
    person.sees("Removed. We send nothing there any more.")
    person.sees("No phone number yet.")


def test_wrong_old_and_new_codes(person: Person) -> None:
    person.signs_in("Chidi Okafor", "/account/settings")
    page, number = person.page, "+12025550163"
    adds_phone(person, number)
    code = code_at(person, number)
    for _try in range(5):
        types_code(person, other_than(code))
        expect(page.locator("#code-summary")).to_be_focused()
        person.sees("That is not the code we sent last.")
        page.locator("#code-summary").get_by_role("link").click()
        expect(code_field(person)).to_be_focused()
        expect(code_field(person)).to_have_value(other_than(code))
    types_code(person, code)
    person.sees("There were too many tries with this code.")
    person.finds_no_barrier()

    page.get_by_role("button", name="Send a new code").click()
    expect(code_field(person)).to_have_value("")
    second = code_at(person, number, after=1)
    person.moves_clock("20 minutes")
    person.opens("/account/settings")
    page.get_by_role("button", name="I have a code •••-•••-0163").click()
    types_code(person, second)
    person.sees("That code is too old, or was used before.")

    for sent in range(2, 5):
        page.get_by_role("button", name="Send a new code").click()
        newest = code_at(person, number, after=sent)
    page.get_by_role("button", name="Send a new code").click()
    person.sees("We sent several codes in the last hour.")
    person.finds_no_barrier()
    types_code(person, newest)
    person.sees("Your phone number is confirmed.")


def test_what_cannot_be_reached_says_what_to_do_and_nothing_typed_is_lost(person: Person) -> None:
    person.signs_in("Tomás Albuquerque", "/account/settings")
    page = person.page
    page.get_by_role("button", name="Add a phone number").click()
    phone = page.get_by_label("Cell phone number")
    expect(phone).to_be_focused()
    phone.fill("202 555 0106")
    page.get_by_role("button", name="Send me a code").click()
    person.sees("Choose your time zone, so that no text wakes you up.")
    new_zone(person).select_option("America/New_York")
    for typed, said in (
        ("202 555 0106", "This number is a landline"),
        ("+52 55 1234 5678", "We can only text numbers of the United States"),
        ("12", "Enter a phone number with its area code"),
    ):
        phone.fill(typed)
        page.get_by_role("button", name="Send me a code").click()
        person.sees(said)
        expect(page.locator("#sms-summary")).to_be_focused()
        expect(phone).to_have_value(typed)
    person.finds_no_barrier()
    fits(person)
    page.reload()
    expect(phone).to_have_value("12")
    expect(new_zone(person)).to_have_value("America/New_York")
    page.get_by_role("button", name="Cancel").click()
    expect(phone).to_have_count(0)
    page.reload()
    expect(page.get_by_role("button", name="Add a phone number")).to_be_visible()

    page.get_by_role("button", name="Add an e-mail address").click()
    page.get_by_label("E-mail address", exact=True).fill("tomas@nowhere")
    page.get_by_role("button", name="Send me a code").click()
    person.sees("Check the e-mail address. It looks like name@example.com.")
    expect(page.get_by_label("E-mail address", exact=True)).to_have_value("tomas@nowhere")
    person.finds_no_barrier()


def test_in_spanish_on_a_narrow_phone(new_person: Callable[..., Person]) -> None:
    person = new_person(phone=True)
    address = "wolfgang@" + ".".join(["schwarzenberg-hohenstein-montenegro"] * 3) + ".example.org"
    person.signs_in(
        "Wolfgang-Maximilian Alexander von Hohenstein-Schwarzenberg y Montenegro de la Vega",
        "/es/account/settings",
    )
    page = person.page
    page.get_by_role("button", name="Agregar un correo electrónico").click()
    page.get_by_label("Correo electrónico", exact=True).fill("wolfgang")
    page.get_by_role("button", name="Envíenme un código").click()
    person.sees("Revise el correo electrónico.")
    fits(person)
    page.get_by_label("Correo electrónico", exact=True).fill(address)
    page.get_by_role("button", name="Envíenme un código").click()
    field = page.get_by_label("Código", exact=True)
    expect(field).to_be_focused()
    fits(person)
    person.finds_no_barrier()
    field.fill(code_at(person, address))
    page.get_by_role("button", name="Confirmar", exact=True).click()
    person.sees("Su correo electrónico está confirmado.")

    language = row(person, "Idioma de sus mensajes")
    language.get_by_role("button", name="Cambiar").click()
    person.chooses("Español")
    page.get_by_role("button", name="Guardar").click()
    expect(language).to_contain_text("Español")
    for kind in ("Todos los tipos de mensajes", "Códigos y su cuenta"):
        row(person, kind).get_by_role("button", name="Cambiar").click()
        expect(page.get_by_role("heading", name=kind)).to_be_focused()
        person.finds_no_barrier()
        fits(person)
    person.sees("Correo electrónico: siempre")
    page.get_by_role("button", name="Cancelar").click()
    expect(page.locator("html")).to_have_attribute("lang", "es")


def test_by_keyboard_alone(person: Person) -> None:
    person.signs_in("Bao Nguyen", "/account/settings")
    page = person.page
    expect(page.get_by_role("heading", name="Language of your messages")).to_be_visible()
    tabs_to(page.get_by_role("button", name="Add an e-mail address"))
    page.keyboard.press("Enter")
    expect(page.get_by_label("E-mail address", exact=True)).to_be_focused()
    page.keyboard.type("bao.second@example.org")
    page.keyboard.press("Enter")
    expect(code_field(person)).to_be_focused()
    page.keyboard.type(code_at(person, "bao.second@example.org"))
    page.keyboard.press("Enter")
    expect(page.locator("#reach-said")).to_be_focused()
    tabs_to(page.get_by_role("button", name="Change All kinds of messages"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="All kinds of messages")).to_be_focused()
    tabs_to(page.get_by_role("checkbox", name="Letter"))
    page.keyboard.press("Space")
    tabs_to(page.get_by_role("button", name="Save"))
    page.keyboard.press("Enter")
    expect(page.locator("#wish-said")).to_be_focused()
    for kind in ("All kinds of messages", "Your cases", "Calls from us"):
        expect(row(person, kind)).to_contain_text("Inbox, e-mail, and letter")


def tabs_to(place: Locator) -> None:
    for _press in range(60):
        if place.evaluate("here => here === document.activeElement"):
            return
        place.page.keyboard.press("Tab")
    raise AssertionError("it can't be reached by Tab")


def test_nobody_acts_on_somebody_else_s_number(new_person: Callable[..., Person]) -> None:
    owner = new_person()
    owner.signs_in("Amina Karimi", "/account/settings")
    adds_phone(owner, "+12025550164")
    types_code(owner, code_at(owner, "+12025550164"))
    owner.sees("•••-•••-0164")
    [theirs] = contact_ids(owner.portal, "amina")
    stranger = new_person()
    stranger.signs_in("Rosa Delgado")
    socket = Socket(owner.portal, cookies_of(stranger))
    acts: tuple[tuple[str, dict[str, object]], ...] = (
        ("send", {"contact": theirs}),
        ("has_code", {"contact": theirs}),
        ("confirm", {"form": {"one_time_code": "123456"}}),
        ("safe", {"contact": theirs, "checked": True}),
        ("zone", {"contact": theirs, "zone": "Pacific/Guam"}),
        ("ask_to_remove", {"contact": theirs}),
        ("remove", {}),
        ("send", {"contact": "x"}),
    )
    for name, payload in acts:
        said = json.dumps(list(socket.answers(f"{CONTACTS}.{name}", payload)))
        assert "0164" not in said, name
        assert theirs not in said, name
    socket.close()
    owner.page.reload()
    expect(owner.page.get_by_label("Your time zone")).to_have_value("America/Chicago")
    expect(owner.page.get_by_label("Only I read what comes here")).not_to_be_checked()
    assert len(codes_sent_to(owner.portal, "+12025550164")) == 1
