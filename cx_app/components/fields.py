"""Form fields: label, hint and error bound to their input; typed text is never touched.

Inputs are uncontrolled: `value` is only where they start from, and a new `key` starts them anew.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import reflex as rx

from cx_app.components.content import Text
from cx_app.language import _

KEEP_AFTER_MS = 400
Keep = Callable[[str], Any]
"""From a field's name to the event that keeps what stands in it."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a group; `hint` says what choosing it means."""

    value: str
    label: Text
    hint: Text = ""


def text_field(
    name: str,
    label: Text,
    *,
    hint: Text = "",
    error: Text = "",
    value: Text = "",
    key: Any = "",
    max_length: int = 60,
    keep: Keep | None = None,
    class_name: str = "",
    **props: Any,
) -> rx.Component:
    """One line of text. `keep` gets it after a pause in typing, and when the field is left."""
    return _labelled(
        rx.el.input,
        name,
        label,
        hint=hint,
        error=error,
        default_value=value,
        key=key,
        class_name=f"usa-input {class_name}".strip(),
        **({"type": "text", "max_length": max_length, "auto_complete": "off"} | props),
        **_kept(keep, name),
    )


def date_field(
    legend: Text,
    *,
    hint: Text = "",
    error: Text = "",
    values: Any = None,
    key: Any = "",
    keep: Keep | None = None,
    prefix: str = "",
) -> rx.Component:
    """A date: month, day and year as three short inputs, named so after the `prefix`. Without one
    it is the date of birth."""
    parts = (("month", _("Month"), 2), ("day", _("Day"), 2), ("year", _("Year"), 4))
    return rx.el.fieldset(
        rx.el.legend(legend, class_name="usa-legend"),
        rx.el.span(hint, id=f"{prefix or 'birth-'}hint", class_name="usa-hint")
        if _given(hint)
        else None,
        _error(f"{prefix}month", error),
        rx.el.div(
            *[
                rx.el.div(
                    rx.el.label(label, html_for=f"{prefix}{part}", class_name="usa-label"),
                    rx.el.input(
                        id=f"{prefix}{part}",
                        name=f"{prefix}{part}",
                        type="text",
                        input_mode="numeric",
                        max_length=size,
                        default_value=values[f"{prefix}{part}"] if values is not None else "",
                        key=key,
                        auto_complete="off" if prefix else f"bday-{part}",
                        aria_invalid=_is_set(error),
                        aria_describedby=_described(f"{prefix}month", "", error),
                        class_name="usa-input",
                        **_kept(keep, f"{prefix}{part}"),
                    ),
                    class_name=f"usa-form-group usa-form-group--{part}",
                )
                for part, label, size in parts
            ],
            class_name="usa-memorable-date",
        ),
        class_name=_group(error, base="usa-fieldset usa-form-group"),
    )


def text_area(
    name: str,
    label: Text,
    *,
    hint: Text = "",
    error: Text = "",
    value: Text = "",
    key: Any = "",
    max_length: int = 1000,
    keep: Keep | None = None,
    on_change: Any = None,
    **props: Any,
) -> rx.Component:
    """Several lines of text; the hint should say how many characters fit."""
    kept = _kept(keep, name) if on_change is None else {"on_change": on_change}
    return _labelled(
        rx.el.textarea,
        name,
        label,
        hint=hint,
        error=error,
        default_value=value,
        key=key,
        max_length=max_length,
        class_name="usa-textarea",
        **kept,
        **props,
    )


def select_field(
    name: str,
    label: Text,
    groups: list[tuple[str, list[tuple[str, str]]]],
    *,
    any_label: str = "",
    **more: Any,
) -> rx.Component:
    """One of many, in named groups of (value, label); a group without a name stands for itself.
    With `any_label` the first choice is none of them."""
    return select_one(
        name,
        label,
        *([rx.el.option(any_label, value="")] if any_label else []),
        *[
            rx.el.optgroup(*_options(choices), label=group)
            if group
            else rx.fragment(*_options(choices))
            for group, choices in groups
        ],
        **more,
    )


def select_one(
    name: str,
    label: Text,
    *options: Any,
    hint: Text = "",
    error: Text = "",
    value: Text = "",
    key: Any = "",
    keep: Keep | None = None,
    **props: Any,
) -> rx.Component:
    """One of several `option` elements, which may be known only in the browser."""
    return _labelled(
        rx.el.select,
        name,
        label,
        *options,
        hint=hint,
        error=error,
        default_value=value,
        key=key,
        class_name="usa-select",
        **({"on_change": keep(name)} if keep else {}),
        **props,
    )


def _labelled(
    control: Any, name: str, label: Text, *inside: Any, hint: Text, error: Text, **props: Any
) -> rx.Component:
    """A control of a form with what belongs to it, and bound to that for who hears it."""
    return rx.el.div(
        rx.el.label(label, html_for=name, class_name="usa-label"),
        _hint(name, hint),
        _error(name, error),
        control(
            *inside,
            id=name,
            name=name,
            aria_describedby=_described(name, hint, error),
            aria_invalid=_is_set(error),
            **props,
        ),
        class_name=_group(error),
    )


def _options(choices: list[tuple[str, str]]) -> list[rx.Component]:
    return [rx.el.option(label, value=value) for value, label in choices]


def radio_group(
    name: str,
    legend: Text,
    choices: list[Choice],
    *,
    hint: Text = "",
    error: Text = "",
    value: Text = "",
    key: Any = "",
    on_change: Any = None,
) -> rx.Component:
    """One of a few."""
    return radio_set(
        name,
        legend,
        *[
            radio(
                name,
                choice.value,
                choice.label,
                hint=choice.hint,
                default_checked=value == choice.value,
                key=key,
                **({"on_change": on_change(choice.value)} if on_change else {}),
            )
            for choice in choices
        ],
        hint=hint,
        error=error,
    )


def radio_set(
    name: str, legend: Text, *radios: Any, hint: Text = "", error: Text = ""
) -> rx.Component:
    """One of a few `radio`s, which may be known only in the browser. The group has its name as its
    id, so that a summary can lead to it; no choice has, since Reflex would send the value of that
    one whichever was chosen."""
    return rx.el.fieldset(
        rx.el.legend(legend, class_name="usa-legend"),
        _hint(name, hint),
        _error(name, error),
        *radios,
        id=name,
        tab_index=-1,
        aria_describedby=_described(name, hint, error),
        class_name=_group(error, base="usa-fieldset usa-form-group"),
    )


def radio(
    name: str, value: Text, label: Any, *more: Any, hint: Text = "", **props: Any
) -> rx.Component:
    """One choice of a `radio_set`, with what stands below it."""
    field = f"{name}-" + (value if _given(value) else "none")
    return rx.el.div(
        rx.el.input(
            id=field,
            type="radio",
            name=name,
            value=value,
            class_name="usa-radio__input",
            **props,
        ),
        _choice_label("radio", label, hint, field),
        *more,
        class_name="usa-radio",
    )


def checkbox(
    name: str,
    choice: Choice,
    *,
    checked: Any = False,
    key: Any = "",
    error: Text = "",
    on_change: Any = None,
) -> rx.Component:
    kept = {"on_change": on_change} if on_change is not None else {}
    return rx.el.div(
        _error(name, error),
        rx.el.div(
            rx.el.input(
                id=name,
                type="checkbox",
                name=name,
                value=choice.value,
                default_checked=checked,
                key=key,
                aria_describedby=_described(name, "", error),
                aria_invalid=_is_set(error),
                class_name="usa-checkbox__input",
                **kept,
            ),
            _choice_label("checkbox", choice.label, choice.hint, name),
            class_name="usa-checkbox",
        ),
        class_name=_group(error),
    )


def _choice_label(kind: str, label: Any, hint: Text, field: Any) -> rx.Component:
    meaning = rx.el.span(hint, class_name=f"usa-{kind}__label-description")
    return rx.el.label(
        label, _if(hint, meaning, None), html_for=field, class_name=f"usa-{kind}__label"
    )


def _kept(keep: Keep | None, name: str) -> dict[str, Any]:
    """A pause in one field must not swallow what was typed in the one before: leaving a field
    keeps it at once."""
    if keep is None:
        return {}
    return {"on_change": keep(name).debounce(KEEP_AFTER_MS), "on_blur": keep(name)}


def submit(label: Text, *, outline: bool = False) -> rx.Component:
    style = "usa-button usa-button--outline" if outline else "usa-button"
    return rx.el.button(label, type="submit", class_name=style)


def _hint(name: str, hint: Text) -> rx.Component | None:
    return rx.el.span(hint, id=f"{name}-hint", class_name="usa-hint") if _given(hint) else None


def _error(name: str, error: Text) -> rx.Component | None:
    shown = rx.el.span(error, id=f"{name}-error", class_name="usa-error-message")
    return _if(error, shown, None)


def _group(error: Text, base: str = "usa-form-group") -> Any:
    return _if(error, f"{base} usa-form-group--error", base)


def _described(name: str, hint: Text, error: Text) -> Any:
    hinted = f"{name}-hint" if _given(hint) else ""
    return _if(error, f"{name}-error {hinted}".strip(), hinted)


def _is_set(error: Text) -> Any:
    return _if(error, "true", "false")


def _if(text: Text, then: Any, otherwise: Any) -> Any:
    """Decided in the browser only where the text is known only there."""
    if not isinstance(text, rx.Var):
        return then if text else otherwise
    return rx.cond(text, then) if otherwise is None else rx.cond(text, then, otherwise)


def _given(text: Text) -> bool:
    return isinstance(text, rx.Var) or bool(text)
