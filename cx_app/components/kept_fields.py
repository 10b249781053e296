"""Fields of a `KeptForm`: where they start from, what is wrong with them, and who keeps them."""

from __future__ import annotations

from typing import Any

import reflex as rx

from cx_app.components.content import Text
from cx_app.components.fields import date_field, text_field
from cx_app.language import _


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


def _error(state: Any, name: str) -> Any:
    return state.errors.get(name, "")
