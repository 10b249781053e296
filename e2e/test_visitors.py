"""Somebody without an account asks for a visit, sends files, and looks the request up again."""

from __future__ import annotations

import io
import re
import socket
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Locator, expect

from e2e.person import Person

NARROW = {"width": 320, "height": 700}
SIX_DIGITS = re.compile(r"\b\d{6}\b")
REFERENCE = re.compile(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}")


def photo() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (60, 40), "navy").save(made, "JPEG")
    return made.getvalue()


def code_to(reader: Person, contact: str, nth: int = 1) -> str:
    """The newest of `nth` codes that have arrived for this contact."""
    mails = reader.page.locator(".cx-mail", has_text=re.compile("Your code is|Su código es"))
    reader.waits_for_mail(mails.nth(nth - 1), contact)
    found = SIX_DIGITS.search(mails.first.text_content() or "")
    assert found
    return found[0]


def proves(person: Person, reader: Person, contact: str, nth: int = 1) -> None:
    person.page.get_by_label("Your e-mail address, or your US phone number").fill(contact)
    person.page.get_by_role("button", name="Send me a code").click()
    field = person.page.get_by_label("Code", exact=True)
    expect(field).to_be_visible()
    field.fill(code_to(reader, contact, nth))
    person.page.get_by_role("button", name="Continue").click()
    expect(person.page.get_by_role("button", name="Finish now")).to_be_visible()


def continues(person: Person, to: str) -> None:
    person.page.get_by_role("button", name="Continue").click()
    expect(person.page.get_by_role("heading", name=to)).to_be_visible()


def fills_in(person: Person, *, name: str = "Lucía") -> None:
    """Up to the files."""
    person.chooses("ADIT stamp")
    continues(person, "About you")
    person.page.get_by_label("Given name").fill(name)
    person.page.get_by_label("Family name").fill("Sin Cuenta")
    person.types_birth_date(("2", "29", "1980"))
    person.page.get_by_label("Phone", exact=True).fill("202 555 0143")
    continues(person, "Office and times")
    person.page.get_by_label("ZIP code of your home").fill("79901")
    expect(person.page.locator("#your-office")).to_contain_text("El Paso")
    continues(person, "Anything else")


def chooses_files(person: Person, *files: tuple[str, str, bytes]) -> None:
    person.page.locator("#files").set_input_files(
        [{"name": name, "mimeType": kind, "buffer": content} for name, kind, content in files]
    )


def file_rows(person: Person) -> Locator:
    return person.page.locator(".cx-files__file")


def looks_good(person: Person) -> None:
    person.finds_no_barrier()
    size = person.page.viewport_size
    person.page.set_viewport_size(NARROW)
    assert not person.page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    if size:
        person.page.set_viewport_size(size)


def test_asking_and_looking_up_without_an_account(
    person: Person, new_person: Callable[..., Person]
) -> None:
    contact, reader = "lucia.sin.cuenta@example.org", new_person()
    person.opens("/appointments/request")
    expect(person.page.get_by_role("button", name="Send me a code")).to_be_visible()
    looks_good(person)
    proves(person, reader, contact)
    looks_good(person)
    fills_in(person)

    chooses_files(person, ("notes.txt", "text/plain", b"hello"))
    person.sees("notes.txt: This is not a PDF, JPEG or PNG file.")
    chooses_files(
        person,
        ("big.pdf", "application/pdf", bytes(7_000_000)),
        ("notice.jpg", "image/jpeg", photo()),
        ("second.jpg", "image/jpeg", photo()),
    )
    person.sees("big.pdf is larger than 6 MB.")
    expect(file_rows(person)).to_have_count(2)
    person.page.get_by_role("button", name="Remove second.jpg").click()
    expect(file_rows(person)).to_have_count(1)
    looks_good(person)

    person.page.reload()
    expect(file_rows(person)).to_have_count(1)
    continues(person, "Check and send")
    person.sees("notice.jpg")
    person.chooses("What I say here is true")
    looks_good(person)
    person.page.get_by_role("button", name="Send request").click()
    person.sees("We have your request")
    reference = REFERENCE.search(person.page.locator(".cx-reference").text_content() or "")
    assert reference
    person.sees("notice.jpg")
    looks_good(person)
    reader.waits_for_mail(
        reader.page.locator(".cx-mail", has_text="There is news about what you asked us"), contact
    )

    officer = new_person()
    where = f"/officer/appointments/{reference[0].replace('-', '')}"
    officer.signs_in("Olivia Reyes", where)
    with officer.page.expect_download() as saved:
        officer.page.get_by_role("button", name="Save notice.jpg").click()
    assert saved.value.suggested_filename == "notice.jpg"
    officer.finds_no_barrier()

    person.page.get_by_role("button", name="Finish now").click()
    expect(person.page).to_have_url(f"{person.portal.url}/")
    person.page.goto(f"{person.portal.url}/appointments/{reference[0].replace('-', '')}")
    expect(person.page.get_by_role("button", name="Send me a code")).to_be_visible()

    again = new_person()
    again.opens("/appointments/look-up")
    proves(again, reader, contact, nth=2)
    field = again.page.get_by_label("Reference number")
    field.fill("4K7M-2QXR-9TBC")
    again.page.get_by_role("button", name="Look it up").click()
    again.sees("We find no request with this number")
    looks_good(again)
    again.page.get_by_label("Reference number").fill(reference[0].lower())
    again.page.get_by_role("button", name="Look it up").click()
    expect(again.page.locator(".cx-reference")).to_have_text(reference[0])
    again.page.get_by_role("button", name="Take this request back").click()
    again.page.get_by_role("button", name="Take it back").click()
    again.sees("You took the request back.")
    looks_good(again)


def test_a_wrong_code_is_said_and_the_next_try_opens(
    person: Person, new_person: Callable[..., Person]
) -> None:
    contact, reader = "wrong.code@example.org", new_person()
    person.opens("/es/appointments/request")
    person.page.get_by_label("Su correo electrónico o su teléfono").fill("ni correo ni teléfono")
    person.page.locator("main form button[type=submit]").first.click()
    person.sees("Escriba un correo electrónico como")
    looks_good(person)
    person.page.get_by_label("Su correo electrónico o su teléfono").fill(contact)
    person.page.locator("main form button[type=submit]").first.click()
    field = person.page.get_by_label("Código", exact=True)
    field.fill("12")
    person.page.locator("main form button[type=submit]").first.click()
    person.sees("Este no es el código que enviamos")
    looks_good(person)
    person.page.get_by_label("Código", exact=True).fill(code_to(reader, contact))
    person.page.locator("main form button[type=submit]").first.click()
    expect(person.page.get_by_role("button", name="Terminar ahora")).to_be_visible()
    looks_good(person)


def test_whoever_is_signed_in_asks_there(person: Person) -> None:
    person.signs_in("Tomás Albuquerque")
    person.page.goto(f"{person.portal.url}/appointments/request")
    expect(person.page).to_have_url(re.compile("/account/appointments/request"))


@pytest.mark.parametrize("announced", [True, False])
def test_a_hundred_megabytes_are_refused_early(person: Person, announced: bool) -> None:
    """Over the wire: of somebody without a session not a byte is waited for."""
    where = urlsplit(person.portal.url)
    length = "Content-Length: 104857600" if announced else "Transfer-Encoding: chunked"
    head = f"POST /uploads HTTP/1.1\r\nHost: {where.netloc}\r\n{length}\r\n\r\n"
    with socket.create_connection((where.hostname or "", where.port or 80), timeout=15) as wire:
        wire.sendall(head.encode())
        answer = wire.recv(4096).decode()
    assert answer.startswith("HTTP/1.1 403")


def test_the_server_stops_reading_what_is_too_large(person: Person) -> None:
    person.signs_in("Tomás Albuquerque", "/account/appointments/request")
    person.page.wait_for_selector("main form")
    said = person.page.evaluate(
        """async () => {
          const csrf = document.querySelector("form[action='/sign-out'] input[name=csrf]").value
          const answer = await fetch("/uploads", {method: "POST", body: new Uint8Array(30000000),
            headers: {"CX-Csrf": csrf, "CX-File-Name": "big.pdf"}}).catch(() => null)
          return answer ? answer.status : "cut"
        }"""
    )
    assert said in (413, "cut")
