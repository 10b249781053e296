"""The languages of the portal: catalogues, routes and dates.

The English sentence is the message id. `using("es")` sets the language of everything inside it,
also across `asyncio.to_thread`. Pages are built once per language; handlers use the tab's.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, Literal, get_args
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, get_timezone_name
from babel.messages.pofile import read_po

Language = Literal["en", "es"]
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
NAMES: Final[dict[Language, str]] = {"en": "English", "es": "Español"}
"""Each in its own language."""
CATALOGUES: Final = Path(__file__).parent / "locale"
EASTERN: Final = ZoneInfo("America/New_York")

AGES: Final = (
    (timedelta(days=1), "day"),
    (timedelta(hours=1), "hour"),
    (timedelta(minutes=1), "minute"),
)

_language: ContextVar[Language] = ContextVar("language", default="en")


def language() -> Language:
    return _language.get()


@contextmanager
def using(lang: Language) -> Iterator[None]:
    """Everything inside speaks `lang`."""
    token = _language.set(lang)
    try:
        yield
    finally:
        _language.reset(token)


def known(lang: str | None) -> Language:
    """The supported language nearest to a tag such as `es-MX`; English if there is none."""
    tag = (lang or "").split("-")[0].lower()
    return next((known for known in LANGUAGES if known == tag), "en")


def of_path(path: str) -> Language:
    """The language of a route: `/es/...` is Spanish."""
    first = path.lstrip("/").split("/", 1)[0].split("?", 1)[0]
    return "es" if first == "es" else "en"


def href(path: str, lang: Language | None = None) -> str:
    """`/account` in the current language: `/account` or `/es/account`."""
    lang = lang or language()
    if lang == "en":
        return path
    return f"/{lang}" if path == "/" else f"/{lang}{path}"


def _(message: str, **values: object) -> str:
    """`message` in the current language, with `{name}` fields filled in."""
    text = _catalogue(language()).get(message, message)
    return text.format(**values) if values else text


def plural(one: str, many: str, n: int, **values: object) -> str:
    """The form of a sentence for `n`, which is also the field `{n}`."""
    return _(one if n == 1 else many, n=n, **values)


@cache
def _catalogue(lang: Language) -> dict[str, str]:
    """All catalogues of a language as one; English needs none."""
    messages: dict[str, str] = {}
    for path in sorted((CATALOGUES / lang / "LC_MESSAGES").glob("*.po")):
        with path.open("rb") as file:
            messages |= {str(m.id): str(m.string) for m in read_po(file) if m.id and m.string}
    return messages


def say_date(day: date | datetime, zone: ZoneInfo = EASTERN) -> str:
    """'Tuesday, March 3, 2026'. Instants are shown in `zone`."""
    shown = day.astimezone(zone).date() if isinstance(day, datetime) else day
    return say_day(shown, "full", language())


@lru_cache(maxsize=8_192)
def say_day(day: date, form: str, lang: Language) -> str:
    """A date in one of Babel's forms. Pages say the same few days again and again, and each time
    would cost as much as a query."""
    return format_date(day, format=form, locale="en_US" if lang == "en" else "es_US")


def say_time(at: datetime, zone: ZoneInfo = EASTERN) -> str:
    """'9:30 AM Eastern Time'."""
    locale = "en_US" if language() == "en" else "es_US"
    return str(format_time(at.astimezone(zone), format="h:mm a zzzz", tzinfo=zone, locale=locale))


def say_hour(at: datetime, zone: ZoneInfo = EASTERN) -> str:
    """'9:30 AM', where the zone stands above the list."""
    locale = "en_US" if language() == "en" else "es_US"
    return str(format_time(at.astimezone(zone), format="h:mm a", tzinfo=zone, locale=locale))


def say_zone(zone: ZoneInfo) -> str:
    """'Mountain Time', whatever the season."""
    locale = "en_US" if language() == "en" else "es_US"
    return str(get_timezone_name(zone, width="long", locale=locale, return_zone=False))


def say_clock(at: datetime, zone: ZoneInfo = EASTERN) -> str:
    """'9:30 AM EST': a time of today, for a text."""
    locale = "en_US" if language() == "en" else "es_US"
    said = str(format_time(at.astimezone(zone), "h:mm a z", tzinfo=zone, locale=locale))
    return " ".join(said.split())


def say_second(at: datetime, zone: ZoneInfo = EASTERN) -> str:
    """'9:30:12 AM': for what has just happened on the screen."""
    locale = "en_US" if language() == "en" else "es_US"
    return str(format_time(at.astimezone(zone), format="h:mm:ss a", tzinfo=zone, locale=locale))


def say_moment(at: datetime, zone: ZoneInfo = EASTERN) -> str:
    """'Tuesday, March 3, 2026, 9:30 AM Eastern Time': always with the zone."""
    return f"{say_date(at, zone)}, {say_time(at, zone)}"


def say_short(at: datetime, zone: ZoneInfo = EASTERN) -> str:
    """'Tue, Mar 3, 9:30 AM MST': for a text. In Spanish without the weekday, whose accents would
    double the length of the text."""
    english = language() == "en"
    locale, day = ("en_US", "EEE, MMM d") if english else ("es_US", "d MMM")
    shown = at.astimezone(zone)
    time = format_time(shown, "h:mm a z", tzinfo=zone, locale=locale)
    said = f"{format_date(shown, day, locale=locale)}, {time}"
    return " ".join(said.split())


def say_count(n: int, one: str) -> str:
    """'1 letter', '2,000 letters': in English, for staff. `plural` is for everybody else."""
    return f"{n:,} {one}{'' if n == 1 else 's'}"


def say_age(age: timedelta) -> str:
    """In the largest unit that says enough, and in English, for staff: '3 days', '4 minutes'. The
    clock that never pauses (design 7)."""
    for size, unit in AGES:
        if age >= size:
            return say_count(age // size, unit)
    return "just now"
