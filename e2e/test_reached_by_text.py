"""From a wish to the phone and back: another language and way, its text, STOP, START."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from e2e.made import a_message, wakes
from e2e.person import Person
from e2e.test_settings import SAVED, adds_phone, code_at, row, types_code

NAME, SUBJECT, NUMBER = "Elena Petrova", "elena", "+12025550171"


def test_by_text_in_spanish_until_stop_and_again_after_start(
    new_person: Callable[..., Person],
) -> None:
    person, phone = new_person(), new_person(phone=True)
    person.signs_in(NAME, "/account/settings")
    page = person.page
    adds_phone(person, NUMBER)
    types_code(person, code_at(person, NUMBER))
    page.get_by_role("button", name="I agree to texts").click()
    person.sees("Texts are on for")
    row(person, "Appointments").get_by_role("button", name="Change").click()
    form = page.locator("form").filter(has=page.get_by_role("heading", name="Appointments"))
    for choice in ("E-mail", "Text", "Español"):
        form.locator("label").filter(has_text=choice).click()
    form.get_by_role("button", name="Save").click()
    person.sees(SAVED)
    wakes(person.portal, NUMBER)

    a_message(person.portal, SUBJECT, "by-text", when="lunes")
    text = phone.page.locator("section", has_text=f"Text to {NUMBER}").first
    phone.waits_for_mail(text, NUMBER)
    text.get_by_role("button", name="Answer it").click()
    talk = phone.page.locator(
        "section", has=phone.page.get_by_role("heading", name=NUMBER, exact=True)
    )
    expect(talk).to_contain_text("Tiene un mensaje nuevo")

    talk.get_by_label(f"Answer as {NUMBER}").fill("STOP please")
    talk.get_by_role("button", name="Send").click()
    expect(talk).to_contain_text("Said STOP")
    expect(page.get_by_role("heading", name="Texts are off")).to_be_visible()
    expect(row(person, "Appointments")).to_contain_text("Not now: STOP was texted")
    a_message(person.portal, SUBJECT, "not-by-text", when="martes")
    person.opens("/account/messages")
    page.locator(".cx-inbox__press").first.click()
    expect(page.locator(".cx-inbox__message").first).to_contain_text("martes")
    expect(page.locator(".cx-inbox__message").first).not_to_contain_text("By text")

    person.opens("/account/settings")
    expect(page.get_by_role("heading", name="Texts are off")).to_be_visible()
    said = talk.locator("li").count()
    talk.get_by_role("button", name="START").click()
    person.sees("Texts are on for")
    expect(talk.locator("li")).to_have_count(said + 2)  # and the answer to it
    a_message(person.portal, SUBJECT, "again-by-text", when="miércoles")
    expect(talk.locator("li")).to_have_count(said + 3)
    person.finds_no_barrier()
    phone.finds_no_barrier()
