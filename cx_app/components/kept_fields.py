"""Fields of a `KeptForm`: where they start from, what is wrong with them, and who keeps them."""

from __future__ import annotations

from typing import Any, Final

import reflex as rx

from cx_app.components.content import Text
from cx_app.components.fields import (
    Choice,
    checkbox,
    date_field,
    radio,
    radio_set,
    select_field,
    select_one,
    text_area,
    text_field,
)
from cx_app.domain.addresses import LONGEST, STATES
from cx_app.domain.ticked import TICKED
from cx_app.language import _

ROOM: Final = LONGEST + 20
"""A line that is too long is named so, not cut."""
FEW: Final = 12
"""More than these are a list to open."""


def kept_text(state: Any, name: str, label: Text, **more: Any) -> rx.Component:
    return text_field(name, label, **_typed(state, name), **more)


def kept_area(state: Any, name: str, label: Text, **more: Any) -> rx.Component:
    return text_area(name, label, **_typed(state, name), **more)


def kept_select(state: Any, name: str, label: Text, groups: Any, **more: Any) -> rx.Component:
    """One of (value, label) in named groups."""
    return select_field(name, label, groups, **_typed(state, name), **more)


def kept_options(
    state: Any, name: str, label: Text, options: Any, *, by: str = "value", none: Text = ""
) -> rx.Component:
    """One of those that are known only in the browser, each with a `label` and what it is known
    `by`."""
    return select_one(
        name,
        label,
        rx.el.option(none or _("Choose"), value=""),
        rx.foreach(options, lambda one: rx.el.option(one.label, value=getattr(one, by))),
        **_typed(state, name),
    )


def kept_choice(
    state: Any, name: str, legend: Text, options: Any, *, by: str = "value", none: Text = ""
) -> rx.Component:
    """`kept_options` side by side while they are few; a representative may have a thousand
    clients. `none` is what it says to choose none of them."""
    radios = rx.foreach(options, lambda one: kept_radio(state, name, getattr(one, by), one.label))
    return rx.cond(
        options.length() > FEW,
        kept_options(state, name, legend, options, by=by, none=none),
        kept_radios(
            state, name, legend, radios, *([kept_radio(state, name, "", none)] if none else [])
        ),
    )


def kept_radios(state: Any, name: str, legend: Text, *radios: Any, hint: Text = "") -> rx.Component:
    return radio_set(name, legend, *radios, hint=hint, error=_error(state, name))


def kept_radio(state: Any, name: str, value: Any, label: Any, *more: Any, **props: Any) -> Any:
    """One choice of `kept_radios`; kept at once."""
    return radio(
        name,
        value,
        label,
        *more,
        default_checked=state.values[name] == value,
        key=state.form_key,
        on_change=state.keep(name, value),
        **props,
    )


def kept_box(state: Any, name: str, label: Text) -> rx.Component:
    """A box of a form in steps; kept at once."""
    return checkbox(
        name,
        Choice(TICKED, label),
        checked=state.values[name] == TICKED,
        key=state.form_key,
        error=_error(state, name),
        on_change=state.tick(name),
    )


def kept_date(state: Any, legend: Text, hint: Text, prefix: str = "") -> rx.Component:
    """Without a `prefix` the date of birth."""
    return date_field(
        legend,
        hint=hint,
        error=_error(state, f"{prefix}month"),
        values=state.values,
        key=state.form_key,
        keep=state.keep,
        prefix=prefix,
    )


def kept_birth_date(state: Any, hint: Text) -> rx.Component:
    return kept_date(state, _("Date of birth"), hint)


def _typed(state: Any, name: str) -> dict[str, Any]:
    return {
        "error": _error(state, name),
        "value": state.values[name],
        "key": state.form_key,
        "keep": state.keep,
    }


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
    groups = [("", [(one, one) for one in choices])]
    return kept_select(state, name, label, groups, any_label=_("Choose"), hint=hint)


def _error(state: Any, name: str) -> Any:
    return state.errors.get(name, "")
