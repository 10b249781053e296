"""Fields of a `KeptForm`: where they start from, what is wrong with them, and who keeps them."""

from __future__ import annotations

from typing import Any, Final

import reflex as rx

from cx_app.components.content import Text
from cx_app.components.fields import date_field, select_field, text_field
from cx_app.domain.addresses import LONGEST, STATES
from cx_app.language import _

ROOM: Final = LONGEST + 20
"""A line that is too long is named so, not cut."""


def kept_text(state: Any, name: str, label: Text, **more: Any) -> rx.Component:
    return text_field(
        name,
        label,
        error=_error(state, name),
        value=state.values[name],
        key=state.form_key,
        keep=state.keep,
        **more,
    )


def kept_birth_date(state: Any, hint: Text) -> rx.Component:
    return date_field(
        _("Date of birth"),
        hint=hint,
        error=_error(state, "month"),
        values=state.values,
        key=state.form_key,
        keep=state.keep,
    )


def kept_address(state: Any, *, hint: Text) -> rx.Component:
    """An address in the United States, under the names of `domain.addresses`."""
    return rx.fragment(
        kept_text(
            state,
            "street",
            _("Street address"),
            hint=hint,
            max_length=ROOM,
            auto_complete="address-line1",
        ),
        kept_text(
            state,
            "unit",
            _("Apartment, suite or unit (optional)"),
            max_length=ROOM,
            auto_complete="address-line2",
        ),
        kept_text(state, "city", _("City"), max_length=ROOM, auto_complete="address-level2"),
        kept_state(state, "state", _("State or territory"), sorted(STATES)),
        kept_text(
            state,
            "zip",
            _("ZIP code"),
            hint=_("5 or 9 digits, for example 62704"),
            max_length=20,
            input_mode="numeric",
            auto_complete="postal-code",
        ),
    )


def kept_state(
    state: Any, name: str, label: Text, choices: list[str], *, hint: Text = ""
) -> rx.Component:
    """One of the postal abbreviations of states."""
    return select_field(
        name,
        label,
        [("", [(one, one) for one in choices])],
        any_label=_("Choose"),
        hint=hint,
        value=state.values[name],
        key=state.form_key,
        error=_error(state, name),
        on_change=state.keep(name),
    )


def _error(state: Any, name: str) -> Any:
    return state.errors.get(name, "")
