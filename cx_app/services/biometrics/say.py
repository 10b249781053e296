"""Places and times of appointments, in words."""

from __future__ import annotations

import json
from datetime import date
from urllib.parse import quote

from cx_app.domain.biometrics_desk import DayPart
from cx_app.language import _, plural, say_date
from cx_app.models import Office
from cx_app.settings import settings


def address_lines(office: Office) -> list[str]:
    return [str(line) for line in json.loads(office.address or "[]")]


def place_of(office: Office) -> str:
    return ", ".join([office.name, *address_lines(office)])


def city_of(office: Office) -> str:
    """As on the last line of its address, or its name where it has none."""
    lines = address_lines(office)
    return lines[-1].split(",")[0] if lines else office.name


def map_link(office: Office) -> str:
    """Empty for an office without an address."""
    lines = address_lines(office)
    return f"{settings.map_url}{quote(', '.join(lines))}" if lines else ""


def say_visit(day: date, part: DayPart) -> str:
    """When somebody comes to a home."""
    if part is DayPart.MORNING:
        return _("{day}, in the morning", day=say_date(day))
    return _("{day}, in the afternoon", day=say_date(day))


def say_left(seconds: float) -> str:
    """'2 days and 3 hours', 'less than a minute': whole units, never more than is left."""
    minutes = max(0, int(seconds // 60))
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    units = [
        (days, plural("1 day", "{n} days", days)),
        (hours, plural("1 hour", "{n} hours", hours)),
        (rest, plural("1 minute", "{n} minutes", rest)),
    ]
    said = [words for count, words in units if count][: 2 if days or hours else 1]
    if not said:
        return _("less than a minute")
    return said[0] if len(said) == 1 else _("{first} and {second}", first=said[0], second=said[1])
