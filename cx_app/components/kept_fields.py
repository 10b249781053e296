"""Fields of a `KeptForm`: where they start from, what is wrong with them, and who keeps them."""

from __future__ import annotations

from typing import Any

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
from cx_app.domain.ticked import TICKED
from cx_app.language import _


def kept_text(state: Any, name: str, label: Text, **more: Any) -> rx.Component:
    return text_field(name, label, **_typed(state, name), **more)


def kept_area(state: Any, name: str, label: Text, **more: Any) -> rx.Component:
    return text_area(name, label, **_typed(state, name), **more)


def kept_select(state: Any, name: str, label: Text, groups: Any, **more: Any) -> rx.Component:
    """One of (value, label) in named groups."""
    return select_field(name, label, groups, **_typed(state, name), **more)


def kept_options(state: Any, name: str, label: Text, options: Any) -> rx.Component:
    """One of those that are known only in the browser, each with `value` and `label`."""
    return select_one(
        name,
        label,
        rx.el.option(_("Choose"), value=""),
        rx.foreach(options, lambda one: rx.el.option(one.label, value=one.value)),
        **_typed(state, name),
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


def _error(state: Any, name: str) -> Any:
    return state.errors.get(name, "")
