"""Every page as it is built: one name, one first heading, labels that lead to their fields."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import reflex as rx

from cx_app import pages
from cx_app.components.content import error_summary, step_indicator, summary
from cx_app.components.fields import (
    Choice,
    checkbox,
    date_field,
    radio_group,
    text_area,
    text_field,
)
from cx_app.components.shell import Shell
from cx_app.language import using
from cx_app.pages.page import PAGES, Audience, Page, layout

assert pages
SHELL = Shell(signed_in=rx.Var.create(True), stay=rx.console_log("stay"))
EACH = [(page, lang) for page in PAGES for lang in page.languages]
NAMES = [f"{page.route} {lang}" for page, lang in EACH]


def parts(component: Any) -> Iterator[Any]:
    """A component and everything in it, both branches of each condition included."""
    yield component
    for child in getattr(component, "children", ()):
        yield from parts(child)


def tags(component: Any, name: str) -> list[Any]:
    return [part for part in parts(component) if getattr(part, "tag", None) == name]


def said(value: Any) -> str:
    """The value of a prop that is known when the page is built."""
    return str(value).strip('"')


def attribute(component: Any, name: str) -> str:
    return said(component.custom_attrs.get(name, ""))


def built(page: Page, lang: Any) -> rx.Component:
    with using(lang):
        return layout(page, SHELL)


@pytest.mark.parametrize(("page", "lang"), EACH, ids=NAMES)
class TestEachPage:
    def test_has_a_first_heading_before_any_other(self, page: Page, lang: str) -> None:
        with using(lang):  # type: ignore[arg-type]
            headings = [
                part.tag
                for part in parts(page.content())
                if getattr(part, "tag", None) in {"h1", "h2", "h3"}
            ]
        assert "h1" in headings

    def test_labels_lead_to_fields(self, page: Page, lang: str) -> None:
        whole = built(page, lang)
        fields = {
            said(field.id)
            for name in ("input", "textarea", "select")
            for name in ("input", "select", "textarea")
            for field in tags(whole, name)
        }
        for label in tags(whole, "label"):
            assert said(label.html_for) in fields

    def test_ids_are_unique_within_a_branch(self, page: Page, lang: str) -> None:
        ids = Counter(
            said(field.id) for field in tags(built(page, lang), "input") if field.id is not None
        )
        assert [name for name, times in ids.items() if times > 1] == []

    def test_only_people_get_the_quick_exit(self, page: Page, lang: str) -> None:
        exits = [p for p in tags(built(page, lang), "a") if "data-quick-exit" in p.custom_attrs]
        on_the_page_and_in_its_dialog = 2 if page.audience is Audience.CUSTOMER else 0
        visitor_s = page.route.startswith(("/appointments/", "/help/support", "/sign-form"))
        assert len(exits) == (1 if visitor_s else on_the_page_and_in_its_dialog)


def test_pages_for_people_exist_in_both_languages() -> None:
    for page in PAGES:
        people = page.audience in (Audience.PUBLIC, Audience.CUSTOMER) and page.route != "404"
        assert not people or page.languages == ("en", "es") or page.route.startswith("/staff")


def test_a_field_is_described_by_its_hint_and_its_error() -> None:
    field = text_field("receipt", "Receipt number", hint="13 characters", error="Enter it")
    (entry,) = tags(field, "input")
    assert attribute(entry, "aria-describedby") == "receipt-error receipt-hint"
    assert attribute(entry, "aria-invalid") == "true"
    assert {said(p.id) for p in parts(field) if getattr(p, "id", None)} >= {
        "receipt",
        "receipt-hint",
        "receipt-error",
    }


def test_a_field_without_error_is_not_marked() -> None:
    (entry,) = tags(text_area("why", "Why"), "textarea")
    assert attribute(entry, "aria-invalid") == "false"


def test_a_date_is_three_named_fields() -> None:
    field = date_field("Date of birth")
    assert [said(entry.id) for entry in tags(field, "input")] == ["month", "day", "year"]
    assert [said(label.html_for) for label in tags(field, "label")] == ["month", "day", "year"]


def test_a_group_carries_its_name_and_no_choice_does() -> None:
    group = radio_group("cause", "Why?", [Choice("ill", "I am ill"), Choice("work", "Work")])
    assert said(group.id) == "cause"
    assert [said(entry.id) for entry in tags(group, "input")] == ["cause-ill", "cause-work"]
    assert [said(label.html_for) for label in tags(group, "label")] == ["cause-ill", "cause-work"]


def test_a_checkbox_is_bound_to_its_label() -> None:
    box = checkbox("agree", Choice("yes", "I agree"))
    assert said(tags(box, "label")[0].html_for) == said(tags(box, "input")[0].id) == "agree"


def test_the_current_step_is_marked_once() -> None:
    marked = [
        attribute(segment, "aria-current")
        for segment in tags(step_indicator(["Reason", "Times", "Check"], 2), "li")
    ]
    assert marked == ["", "step", ""]


def test_each_answer_says_what_its_link_changes() -> None:
    shown = str(summary(("Reason", "Stamp", "/there", "the reason")))
    assert "Change" in shown
    assert "the reason" in shown


def test_links_of_an_error_summary_lead_to_fields() -> None:
    errors = rx.Var.create([{"field": "receipt", "message": "Enter it"}])
    (link,) = tags(error_summary("Please check", errors), "a")
    assert "data-focus" in link.custom_attrs
