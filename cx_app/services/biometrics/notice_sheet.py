"""What stands on the notice of a biometrics appointment, in both languages (BIO-6, BIO-8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from cx_app.domain.biometrics import Standard
from cx_app.domain.cases import form_name
from cx_app.domain.mailroom import grouped
from cx_app.gateways.typesetting import Sheet, bars
from cx_app.language import LANGUAGES, Language, _, known, say_date, say_moment, using
from cx_app.models import BiometricsNotice, Booking, Case, Office, Person
from cx_app.services.biometrics.say import address_lines
from cx_app.settings import settings

TEMPLATE = "biometrics_notice"


@dataclass(frozen=True, slots=True)
class Noted:
    """All that a notice tells; `before` is the booking that it takes the place of."""

    notice: BiometricsNotice
    replaced: BiometricsNotice | None
    booking: Booking
    before: Booking | None
    before_office: Office | None
    office: Office
    case: Case
    person: Person
    standard: Standard
    online_until: datetime | None
    """None where it is moved by phone only: for its form, or since it moved as often as online
    allows."""


def sheet_of(
    noted: Noted, address: list[str], *, letter_number: str = ""
) -> tuple[str, str, Sheet]:
    """Its title and words in the person's own language, and what the template gets. Without the
    number of a letter it is a notice that somebody prints."""
    first = known(noted.person.language)
    order = [first, *(lang for lang in LANGUAGES if lang != first)]
    parts = [_part(lang, noted) for lang in order]
    with using(first):
        label = _("Letter number {number}", number=grouped(letter_number)) if letter_number else ""
    sheet = {
        "template": TEMPLATE,
        "number": letter_number or noted.notice.number,
        "number_label": label,
        "bars": bars(letter_number) if letter_number else "",
        "notice_bars": bars(noted.notice.number),
        "address": address,
        "parts": parts,
    }
    return parts[0]["title"], "\n\n".join(map(_as_text, parts)), sheet


def _part(lang: Language, noted: Noted) -> dict[str, Any]:
    case, office, zone = noted.case, noted.office, ZoneInfo(noted.office.time_zone)
    named = form_name(case.form)
    with using(lang):
        return {
            "lang": lang,
            "title": _("Biometrics appointment notice"),
            "when": say_moment(noted.booking.starts_at, zone),
            "office": office.name,
            "where": address_lines(office) or [office.name],
            "facts": [
                (_("Name"), noted.person.full_name),
                (_("Receipt number"), case.receipt_number),
                (_("Form"), f"{case.form} · {_(named)}" if named else case.form),
                (_("Date of this notice"), say_date(noted.notice.made_at)),
            ],
            "replaces": _replaces(noted),
            "bring_label": _("What to bring"),
            "bring": what_to_bring(),
            "late_label": _("If you can’t come"),
            "late": _late(noted, zone),
            "number_label": _("Notice number {number}", number=grouped(noted.notice.number)),
        }


def what_to_bring() -> list[str]:
    """BIO-6."""
    return [
        _("The notice, printed. The center does not take it on a phone."),
        _("A photo ID that is valid, such as a passport, a green card or a driver’s license."),
        _("All other biometrics notices that you have."),
    ]


def what_a_no_show_means(standard: Standard) -> str:
    """BIO-8, BIO-15."""
    if standard is Standard.EXTRAORDINARY:
        return _(
            "If you do not come and do not tell us before, we may treat your filing as given up "
            "and deny it, unless something extraordinary kept you away."
        )
    return _(
        "If you do not come and do not tell us before, we may treat your filing as given up and "
        "deny it."
    )


def _replaces(noted: Noted) -> str:
    if noted.before is None or noted.before_office is None:
        return _("Bring this notice together with the one from the agency.")
    zone = ZoneInfo(noted.before_office.time_zone)
    old = {"when": say_moment(noted.before.starts_at, zone), "place": noted.before_office.name}
    if noted.replaced is None:
        return _("This notice replaces the notice for {when}, {place}.", **old)
    return _(
        "This notice replaces the notice {number} for {when}, {place}.",
        number=grouped(noted.replaced.number),
        **old,
    )


def _late(noted: Noted, zone: ZoneInfo) -> str:
    way = (
        _("It can be moved by phone only: call {phone}.", phone=settings.agency_phone)
        if noted.online_until is None
        else _(
            "You may move it online until {limit}. After that call {phone}.",
            limit=say_moment(noted.online_until, zone),
            phone=settings.agency_phone,
        )
    )
    return f"{way} {what_a_no_show_means(noted.standard)}"


def _as_text(part: dict[str, Any]) -> str:
    return "\n".join(
        [
            part["title"],
            part["when"],
            part["office"],
            *part["where"],
            *(f"{label}: {value}" for label, value in part["facts"]),
            part["replaces"],
            f"{part['bring_label']}:",
            *part["bring"],
            part["late"],
            part["number_label"],
        ]
    )
