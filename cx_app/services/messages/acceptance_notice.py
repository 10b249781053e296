"""The Account Acceptance Notice: the letter (or e-mail, OAC-3) that carries a code."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from typing import Any

import segno

from cx_app.domain.access_codes import grouped
from cx_app.domain.business_time import last_day
from cx_app.domain.cases import form_name
from cx_app.domain.mailroom import grouped as number_grouped
from cx_app.gateways.typesetting import Sheet, bars
from cx_app.language import LANGUAGES, Language, _, href, known, say_date, using
from cx_app.models import AccessCode, Case
from cx_app.settings import settings


@dataclass(frozen=True, slots=True)
class Notice:
    """Both languages, the person's own first. `sheet` is what the template gets."""

    subject: str
    text: str
    sheet: Sheet


def compose(
    case: Case, code: AccessCode, secret: str, address: list[str], language: str, number: str
) -> Notice:
    """The letter for one code. The QR leads to the add-case page and never holds the code."""
    first = known(language)
    order = [first, *(lang for lang in LANGUAGES if lang != first)]
    parts = [_part(lang, case, code, secret, number) for lang in order]
    sheet = {
        "template": "acceptance_notice",
        "number": number,
        "number_label": parts[0]["number_label"],
        "bars": bars(number),
        "address": address,
        "parts": parts,
    }
    return Notice(
        subject=parts[0]["title"],
        text="\n\n".join(_as_text(part) for part in parts),
        sheet=sheet,
    )


def compose_email(case: Case, code: AccessCode, secret: str) -> tuple[str, str]:
    """For forms whose beneficiaries get codes by e-mail: the subject names nothing."""
    parts = [_part(lang, case, code, secret) for lang in LANGUAGES]
    subjects = []
    for lang in LANGUAGES:
        with using(lang):
            subjects.append(_("Your online access code"))
    return " / ".join(subjects), "\n\n".join(_as_text(part) for part in parts)


def add_case_link(lang: Language) -> str:
    return settings.public_url.rstrip("/") + href("/account/cases/add", lang)


def _part(
    lang: Language, case: Case, code: AccessCode, secret: str, number: str = ""
) -> dict[str, Any]:
    named = form_name(case.form)
    with using(lang):
        return {
            "lang": lang,
            "title": _("Account Acceptance Notice"),
            "intro": _(
                "We accepted your paper filing. With the code below you can add it to your "
                "{service} account and follow it online.",
                service=settings.service_name,
            ),
            "facts": [
                (_("Date of this notice"), say_date(code.issued_on)),
                (_("Form"), f"{case.form} · {_(named)}" if named else case.form),
                (_("Receipt number"), case.receipt_number),
            ],
            "code_label": _("Online access code"),
            "code": grouped(secret),
            "valid": _(
                "You can use this code until the end of {day}, Eastern time.",
                day=say_date(last_day(code.valid_until)),
            ),
            "steps_label": _("What to do"),
            "steps": [
                _("Open {link}.", link=add_case_link(lang)),
                _("Sign in, or make an account with your own e-mail address."),
                _("Choose “Add a paper-filed case”."),
                _("Type the receipt number, the code and your date of birth."),
                _("Keep this letter. Don’t share the code with anyone."),
            ],
            "help": _("Questions? Call {phone}.", phone=settings.agency_phone),
            "link": add_case_link(lang),
            "qr": _qr(add_case_link(lang)),
            "qr_label": _("Code to scan: opens the page where you add your case"),
            "qr_hint": _("Scan this with a phone to open the page where you add your case."),
            "number_label": _("Letter number {number}", number=number_grouped(number)),
        }


def _as_text(part: dict[str, Any]) -> str:
    steps = "\n".join(f"{n}. {step}" for n, step in enumerate(part["steps"], 1))
    return "\n".join(
        [
            part["title"],
            part["intro"],
            *(f"{label}: {value}" for label, value in part["facts"][1:]),
            f"{part['code_label']}: {part['code']}",
            part["valid"],
            f"{part['steps_label']}:",
            steps,
            part["help"],
        ]
    )


@cache
def _qr(link: str) -> str:
    drawn = io.BytesIO()
    segno.make(link, error="m").save(drawn, kind="svg", xmldecl=False, scale=4, border=0)
    return drawn.getvalue().decode()
