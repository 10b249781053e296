"""Time zones as people call them."""

from __future__ import annotations

from cx_app.domain.contacts import ZONES
from cx_app.language import _


def zone_choices() -> list[tuple[str, str]]:
    """(time zone, how people call it), from east to west."""
    names = (
        _("Eastern (New York, Miami)"),
        _("Central (Chicago, Houston)"),
        _("Mountain (Denver, El Paso)"),
        _("Arizona"),
        _("Pacific (Los Angeles, Seattle)"),
        _("Alaska"),
        _("Hawaii"),
        _("Puerto Rico and U.S. Virgin Islands"),
        _("Guam and Northern Mariana Islands"),
        _("American Samoa"),
    )
    return list(zip(ZONES, names, strict=True))


def zone_words(zone: str) -> str:
    return dict(zone_choices()).get(zone, zone)
