"""The questions of the public are answered before sign-in, in both languages, without scripts; what
is not answered goes to support and comes back with an answer."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from e2e.made import a_case_with_a_code
from e2e.made_callbacks import minutes_pass
from e2e.person import Person
from e2e.test_visitors import looks_good, proves

QUESTIONS: dict[str, tuple[list[str], list[str], list[str]]] = {
    "technical-support": (
        ["I forgot my password", "The sign-in service", "within 10 business days"],
        ["Olvidé mi contraseña", "Lo puede hacer en línea", "10 días hábiles"],
        ["/help/support"],
    ),
    "text-before-a-call": (
        ["about 60 minutes to answer", "within 30 minutes", "Reply STOP", "We send 2"],
        ["unos 60 minutos", "en 30 minutos", "Responda STOP", "2 mensajes"],
        [],
    ),
    "move-an-appointment": (
        ["Not online.", "Call us before the day", "cancel it online and print the letter"],
        ["En línea, no.", "Llámenos antes del día", "cancelar en línea y volver a imprimir"],
        ["/account/appointments", "/help/good-cause"],
    ),
    "attorney-got-the-code": (
        ["You each have a code", "to your own home, never to your attorney"],
        ["Cada uno tiene su propio código", "a su casa, nunca a su abogado"],
        ["/account/codes/request"],
    ),
    "good-cause": (
        ["Illness, a medical visit", "Travel that was planned", "An officer reads it and decides"],
        ["Enfermedad", "Un viaje planeado antes", "Un oficial lo lee y decide"],
        ["/account/biometrics"],
    ),
    "how-sure-estimates-are": (
        ["not a promise", "how often we were right", "not the same as the general figure"],
        ["no una promesa", "cuántas veces acertamos", "no es igual a la cifra general"],
        ["/accuracy", "/processing-times"],
    ),
    "tell-us": (
        ["Send a complaint", "a reference number", "Immigration Services Advocate"],
        ["Mande una queja", "un número de referencia", "Immigration Services Advocate"],
        ["/help/support", "/feedback", "/help/who-else"],
    ),
}
"""By address: what the answer says in English and in Spanish, and where it leads (domain 11)."""
REFERENCE = re.compile(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}")
REPLY = "Sign in again, please. The page was mended this morning."


@pytest.mark.parametrize("prefix", ["", "/es"])
def test_the_seven_questions_are_answered_without_scripts(
    new_person: Callable[..., Person], prefix: str
) -> None:
    person = new_person(java_script_enabled=False)
    person.opens(f"{prefix}/help")
    for slug, (english, spanish, leads) in QUESTIONS.items():
        person.page.locator(f"main a[href='{prefix}/help/{slug}']").click()
        main = person.page.locator("main")
        for said in spanish if prefix else english:
            expect(main).to_contain_text(said)
        for path in leads:
            expect(main.locator(f"a[href='{prefix}{path}']")).to_be_visible()
        expect(person.page.locator("#phone-hours a")).to_have_attribute("href", "tel:1-555-0100")
        person.page.locator(f"main a[href='{prefix}/help']").last.click()
    person.opens(f"{prefix}/help/support")
    expect(person.page.locator("#phone-hours")).to_be_visible()


@pytest.mark.parametrize("prefix", ["", "/es"])
def test_every_page_of_the_help_has_no_barrier(person: Person, prefix: str) -> None:
    person.opens(f"{prefix}/help")
    pages = person.page.locator(".cx-help__list a").evaluate_all(
        "links => links.map(link => new URL(link.href).pathname)"
    )
    assert len(pages) == 14
    for path in pages:
        person.opens(path)
        looks_good(person)


def test_hours_of_the_phone_stand_on_the_reader_s_own_clock(
    new_person: Callable[..., Person],
) -> None:
    far = new_person(timezone_id="Pacific/Honolulu")
    far.opens("/help/by-phone")
    expect(far.page.locator("#phone-hours")).to_contain_text(
        re.compile(r"On your clock: [23]:00\sAM HST to [23]:00\sPM HST")
    )
    near = new_person(timezone_id="America/New_York")
    near.opens("/help/by-phone")
    expect(near.page.locator("#phone-hours")).to_contain_text("8 a.m. to 8 p.m. Eastern")
    expect(near.page.locator("#phone-hours")).not_to_contain_text("On your clock")


def test_search_forgives_spelling_and_is_used_by_keyboard(person: Person) -> None:
    person.opens("/help")
    field = person.page.get_by_label("Search the help")
    field.focus()
    person.page.keyboard.type("resheduel interveiw")
    person.page.keyboard.press("Enter")
    found = person.page.get_by_role("heading", name="What we found")
    expect(found).to_be_focused()
    looks_good(person)
    person.page.keyboard.press("Tab")
    person.page.keyboard.press("Enter")
    expect(person.page).to_have_url(re.compile("/help/move-an-appointment"))
    person.opens("/es/help")
    person.page.get_by_label("Buscar en la ayuda").fill("abogdo codigo")
    person.page.get_by_role("button", name="Buscar").click()
    expect(person.page.locator("[role=search] .cx-help__list a").first).to_have_text(
        "Mi abogado recibió el código y yo no"
    )
    person.page.get_by_label("Buscar en la ayuda").fill("zzzzqqq")
    person.page.get_by_role("button", name="Buscar").click()
    person.sees("No hay nada con esas palabras")
    looks_good(person)


def test_from_a_question_to_support_by_keyboard_alone(person: Person) -> None:
    person.signs_in("Elena Petrova")
    person.opens("/help/technical-support")
    person.page.get_by_role("main").get_by_role("link", name="Write to support").first.focus()
    person.page.keyboard.press("Enter")
    expect(person.page).to_have_url(re.compile("/help/support$"))
    person.page.get_by_role("radio", name="A question about my account").focus()
    person.page.keyboard.press("Space")
    person.page.keyboard.press("Tab")
    expect(person.page.get_by_label("What is it about?")).to_be_focused()
    person.page.keyboard.type("A page")
    note = person.page.get_by_label("What happened?")
    note.focus()
    person.page.keyboard.type("The list of visits stays empty.")
    person.page.keyboard.press("Tab")
    expect(person.page.get_by_role("button", name="Send", exact=True)).to_be_focused()
    person.page.keyboard.press("Enter")
    expect(person.page.locator("#sent")).to_be_focused()
    expect(person.page.locator("#answers")).to_contain_text("A page does not work")


def test_what_was_typed_to_support_is_there_after_a_reload(person: Person) -> None:
    person.signs_in("Farid Karimi")
    person.opens("/help/support")
    person.chooses("A complaint")
    person.page.get_by_label("What is it about?").select_option("waiting")
    person.types("What happened?", "Nobody called me back.")
    person.page.reload()
    expect(person.page.get_by_label("What happened?")).to_have_value("Nobody called me back.")
    expect(person.page.get_by_label("What is it about?")).to_have_value("waiting")
    expect(person.page.get_by_role("radio", name="A complaint")).to_be_checked()


def test_processing_times_as_chart_table_and_file(person: Person) -> None:
    person.opens("/processing-times")
    rows = person.page.locator("main tbody tr")
    expect(rows.first).to_be_visible()
    looks_good(person)
    person.page.get_by_label("Form", exact=True).select_option("N-400")
    person.page.get_by_role("button", name="Show").click()
    expect(person.page.get_by_role("heading", level=2, name=re.compile("^N-400"))).to_be_visible()
    expect(rows.first).to_contain_text("All offices")
    shown = [
        (cells[0], cells[2].replace(",", ""))
        for row in rows.all()
        if (cells := row.locator("th, td").all_text_contents())
    ]
    words = person.page.get_by_role("img").get_attribute("aria-label") or ""
    assert all(name in words for name, _days in shown)
    with person.page.expect_download() as saved:
        person.page.get_by_role("link", name="Get all of it as a table (CSV)").click()
    written = csv.DictReader(io.StringIO(saved.value.path().read_text()))
    assert shown == [
        (line["office"] or "All offices", line["days_of_80_of_100"])
        for line in written
        if line["form"] == "N-400"
    ]
    looks_good(person)


def answers(officer: Person, reference: str, *, queue: str, changed: str = "") -> None:
    officer.signs_in("Samira Haddad", "/officer/support")
    officer.page.get_by_role("button", name=re.compile(f"^{queue}")).click()
    officer.page.get_by_role("button", name=f"Look at {reference}").click()
    expect(officer.page.get_by_role("heading", name=re.compile(reference))).to_be_focused()
    officer.finds_no_barrier()
    officer.page.get_by_role("button", name="Take it").click()
    officer.sees("It is yours now.")
    officer.page.get_by_role("button", name="Send the answer").click()
    officer.sees("Choose what was behind it.")
    officer.page.get_by_label("What was behind it?").select_option("ours")
    officer.page.get_by_label("Answer", exact=True).fill(REPLY)
    officer.page.get_by_label("What was changed because of it").fill(changed)
    officer.finds_no_barrier()
    officer.page.get_by_role("button", name="Send the answer").click()
    officer.sees("The answer is there for whoever asked.")
    officer.page.get_by_role("button", name="Undo").wait_for()
    minutes_pass(officer.portal, 1)


def test_a_complaint_with_an_account_is_answered(
    person: Person, new_person: Callable[..., Person]
) -> None:
    made = a_case_with_a_code(person.portal)
    person.signs_in("Hana Novak", "/account/cases/add")
    person.types_a_code(made.receipt, made.code, made.born)
    person.sees("The case is in your account")
    person.opens("/help/support")
    person.page.get_by_role("button", name="Send", exact=True).click()
    expect(person.page.locator("#error-summary")).to_be_focused()
    looks_good(person)
    person.chooses("A complaint")
    person.page.get_by_label("What is it about?").select_option("waiting")
    person.page.get_by_label("Which case is it about?").select_option(
        label=f"N-400 · {made.receipt}"
    )
    person.page.get_by_label("What happened?").fill("My page stays empty since Monday.")
    person.page.get_by_role("button", name="Send", exact=True).click()
    expect(person.page.locator("#sent")).to_be_focused()
    found = REFERENCE.search(person.page.locator("#sent .cx-reference").text_content() or "")
    assert found
    looks_good(person)

    officer = new_person()
    answers(officer, found[0], queue="Complaints", changed="The page loads again.")
    officer.page.get_by_role("button", name=re.compile("^Answered")).click()
    row = officer.page.get_by_role("row", name=re.compile(found[0]))
    expect(row).to_contain_text("A fault of the portal")
    expect(row).to_contain_text("The page loads again.")
    officer.finds_no_barrier()

    person.opens("/help/support")
    card = person.page.locator("#answers .cx-card", has_text=found[0])
    expect(card).to_contain_text(REPLY)
    expect(card).to_contain_text("The page loads again.")
    looks_good(person)
    person.opens("/account/messages")
    person.sees("We answered what you asked")


def test_somebody_without_an_account_asks_and_reads_the_answer_in_spanish(
    person: Person, new_person: Callable[..., Person]
) -> None:
    contact, reader = "sin.cuenta.soporte@example.org", new_person()
    person.opens("/help/support")
    proves(person, reader, contact)
    expect(person.page).to_have_url(re.compile("/help/support"))
    person.chooses("A question about my account")
    person.page.get_by_label("What is it about?").select_option("sign_in")
    person.page.get_by_label("What happened?").fill("The code for signing in does not come.")
    person.page.get_by_role("button", name="Send", exact=True).click()
    found = REFERENCE.search(person.page.locator("#sent .cx-reference").text_content() or "")
    assert found
    answers(new_person(), found[0], queue="Questions")
    reader.waits_for_mail(
        reader.page.locator(".cx-mail", has_text="There is news about what you asked us"), contact
    )
    person.opens("/es/help/support")
    card = person.page.locator("#answers .cx-card", has_text=found[0])
    expect(card).to_contain_text("Respondido")
    expect(card).to_contain_text(REPLY)
    looks_good(person)
