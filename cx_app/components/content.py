"""Pieces of content: alerts, cards, tags, lists, tables, empty states, skeletons."""

from __future__ import annotations

from typing import Any, Literal

import reflex as rx

from cx_app.components.native import native_link
from cx_app.language import _

Text = str | rx.Var[Any]
Kind = Literal["info", "success", "warning", "error"]


def alert(
    kind: Kind, heading: Text, *body: Any, id: str = "", urgent: bool = False
) -> rx.Component:
    """A message with a heading of its own. `urgent` is announced at once; with an `id` the
    alert can receive focus."""
    focus = {"id": id, "tab_index": -1} if id else {}
    return rx.el.div(
        rx.el.div(
            rx.el.h2(heading, class_name="usa-alert__heading"),
            *[
                rx.el.p(part, class_name="usa-alert__text") if _is_text(part) else part
                for part in body
            ],
            class_name="usa-alert__body",
        ),
        class_name=f"usa-alert usa-alert--{kind} cx-alert",
        role="alert" if urgent else "status",
        **focus,
    )


def slim_alert(kind: Kind, text: Text, *, id: str) -> rx.Component:
    """One sentence about what was just done, where it was done; can receive focus."""
    return rx.el.div(
        rx.el.div(rx.el.p(text, class_name="usa-alert__text"), class_name="usa-alert__body"),
        class_name=f"usa-alert usa-alert--{kind} usa-alert--slim cx-alert",
        role="status" if kind == "success" else "alert",
        id=id,
        tab_index=-1,
    )


def error_summary(heading: str, errors: rx.Var[Any], *, id: str = "error-summary") -> rx.Component:
    """The list of what to mend, each a link to its field; takes focus when it appears. A page of
    several forms gives each its own `id`."""
    return rx.cond(
        errors.length() > 0,
        rx.el.div(
            rx.el.div(
                rx.el.h2(heading, class_name="usa-alert__heading"),
                rx.el.ul(
                    rx.foreach(
                        errors,
                        lambda e: rx.el.li(
                            native_link(
                                e["message"],
                                href="#" + e["field"],
                                class_name="usa-link",
                                data_focus="",
                            )
                        ),
                    ),
                    class_name="usa-list",
                ),
                class_name="usa-alert__body",
            ),
            class_name="usa-alert usa-alert--error cx-alert",
            role="alert",
            id=id,
            tab_index=-1,
        ),
    )


def tag(text: Text, tone: Text = "plain") -> rx.Component:
    """A short word on a coloured ground; the word carries the meaning, the colour only helps."""
    return rx.el.span(text, class_name="usa-tag cx-tag", data_tone=tone)


def card(*children: Any, quiet: bool = False, **props: Any) -> rx.Component:
    return rx.el.section(
        *children, class_name="cx-card cx-card--quiet" if quiet else "cx-card", **props
    )


def facts(*pairs: tuple[Text, Any]) -> rx.Component:
    """A summary list: what is known, line by line."""
    return rx.el.dl(*[fact(term, value) for term, value in pairs], class_name="cx-facts")


def fact(term: Text, value: Any) -> rx.Component:
    """A line of `facts`, for lists of which only the browser knows how long they are."""
    return rx.el.div(rx.el.dt(term), rx.el.dd(value), class_name="cx-facts__row")


def summary(*answers: tuple[Text, Any, str, str]) -> rx.Component:
    """Answers to check before sending: (question, answer, path that changes it, what a screen
    reader hears after "Change")."""
    return rx.el.dl(
        *[
            rx.el.div(
                rx.el.dt(question),
                rx.el.dd(answer),
                rx.el.dd(
                    rx.el.a(
                        _("Change"), rx.el.span(" ", what, class_name="usa-sr-only"), href=path
                    ),
                    class_name="cx-facts__change",
                ),
                class_name="cx-facts__row",
            )
            for question, answer, path, what in answers
        ],
        class_name="cx-facts",
    )


def step_indicator(names: list[str], current: int) -> rx.Component:
    """Where one is among the steps of a form; `current` counts from 1."""
    return rx.el.div(
        rx.el.ol(
            *[_segment(name, number, current) for number, name in enumerate(names, 1)],
            class_name="usa-step-indicator__segments",
        ),
        rx.el.div(
            rx.el.p(
                _("Step {n} of {total}", n=current, total=len(names)),
                class_name="usa-step-indicator__heading-counter",
            ),
            rx.el.h2(
                names[current - 1],
                id="step",
                tab_index=-1,
                class_name="usa-step-indicator__heading-text",
            ),
            class_name="usa-step-indicator__header",
        ),
        class_name="usa-step-indicator",
        role="group",
        aria_label=_("Progress"),
    )


def _segment(name: str, number: int, current: int) -> rx.Component:
    done, here = number < current, number == current
    state = " usa-step-indicator__segment--" + ("complete" if done else "current")
    said = _("done") if done else "" if here else _("not done yet")
    return rx.el.li(
        rx.el.span(
            name,
            rx.el.span(" ", said, class_name="usa-sr-only") if said else None,
            class_name="usa-step-indicator__segment-label",
        ),
        class_name="usa-step-indicator__segment" + (state if done or here else ""),
        **({"aria_current": "step"} if here else {}),
    )


def steps(*items: tuple[Text, Text], across: bool = False) -> rx.Component:
    """USWDS process list: what happens, in order; `across` puts them side by side if they fit."""
    return rx.el.ol(
        *[
            rx.el.li(
                rx.el.h3(heading, class_name="usa-process-list__heading"),
                rx.el.p(body),
                class_name="usa-process-list__item",
            )
            for heading, body in items
        ],
        class_name="usa-process-list cx-steps--across" if across else "usa-process-list",
    )


def table(
    caption: Text, columns: list[Text], rows: Any, *, stacked: bool = False, **props: Any
) -> rx.Component:
    """A table that scrolls sideways by itself on a phone; rows are `tr` elements. A `stacked` one
    shows each row as a block there; its cells name their column (`data_label`)."""
    more = " usa-table--stacked cx-table--stacked" if stacked else ""
    return rx.el.div(
        rx.el.table(
            rx.el.caption(caption),
            rx.el.thead(rx.el.tr(*[rx.el.th(name, scope="col") for name in columns])),
            rx.el.tbody(rows),
            class_name=f"usa-table usa-table--borderless cx-table{more}",
        ),
        class_name="usa-table-container--scrollable",
        tab_index=0,
        role="region",
        aria_label=caption,
        **props,
    )


def empty(sentence: Text, *action: Any) -> rx.Component:
    """Nothing here yet: a sentence, and the one action that ends the emptiness."""
    return rx.el.div(rx.el.p(sentence), *action, class_name="cx-empty")


def skeleton(lines: int = 3, *, label: str) -> rx.Component:
    """The outline of what is on its way, announced once as loading."""
    return rx.el.div(
        rx.el.span(label, class_name="usa-sr-only"),
        *[rx.el.span(class_name="cx-skeleton__line", aria_hidden="true") for _line in range(lines)],
        class_name="cx-card cx-skeleton",
        role="status",
    )


def when_loaded(loaded: rx.Var[bool], content: Any, *, label: str, lines: int = 3) -> Any:
    return rx.cond(loaded, content, skeleton(lines, label=label))


def _is_text(part: Any) -> bool:
    return isinstance(part, str | rx.Var)
