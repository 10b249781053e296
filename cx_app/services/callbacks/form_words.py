"""What people choose when they ask for a callback, and why they get no texts, in plain words."""

from __future__ import annotations

from typing import Final

from cx_app.language import _
from cx_app.services.callbacks.consenting import ConsentRefusal

SPAN_NAMES: Final = {
    "08:00-12:00": "Morning, 8 a.m. to noon",
    "12:00-17:00": "Afternoon, noon to 5 p.m.",
    "17:00-20:00": "Evening, 5 p.m. to 8 p.m.",
}
WHY_NO_TEXTS: Final = {
    ConsentRefusal.OLD_WORDING: "Our words have changed. Read them again.",
    ConsentRefusal.NOT_PROVEN: "We can text you once you confirm this number in your settings.",
    ConsentRefusal.STOPPED: "This phone said STOP. Text START to us to get texts again.",
    ConsentRefusal.LANDLINE: "This number can’t get texts.",
    ConsentRefusal.NOT_SAFE: "In your settings, tell us that texts to this phone are safe for you.",
    ConsentRefusal.OVER: "This request is over.",
}


def span_words(span: str) -> str:
    """`08:00-12:00`, as people say it; other spans as they are."""
    return _(SPAN_NAMES[span]) if span in SPAN_NAMES else span


def hours_words(kept: str) -> str:
    """All spans of a callback."""
    return ", ".join(span_words(one) for one in kept.split(",") if one) or _("Any hour")


def why_no_texts(code: str) -> str:
    """Of a `ConsentRefusal`; empty for none."""
    return _(WHY_NO_TEXTS[ConsentRefusal(code)]) if code in set(ConsentRefusal) else ""
