"""Files that people send with a request: the field that takes them, and how staff save them.

A chosen file goes up by itself (`assets/portal.js` sends it to `/uploads`); what has arrived is
listed by the page's own state, which hears of it through a button that is not shown.
"""

from __future__ import annotations

from typing import Any

import reflex as rx

from cx_app.components.native import native_form
from cx_app.language import _, language

FIELD = "files"
KINDS = ".pdf,.jpg,.jpeg,.png,application/pdf,image/jpeg,image/png"


def attachment_field(
    files: Any,
    *,
    csrf: Any,
    changed: Any,
    remove: Any,
    limits: Any,
    request: Any = "",
) -> rx.Component:
    """`files` is a list of `FileLine`; `changed` reads it again; `remove` is called with an id, and
    None where files that were sent stay; `limits` are `FileLimits`. `csrf` belongs to the session, or to the visitor's pass;
    `request` is the id of a request that was sent."""
    return upload_field(
        FIELD,
        _("Files (you don’t have to send any)"),
        limits.hint,
        rx.cond(files.length() > 0, _list(files, remove)),
        to="/uploads",
        accept=KINDS,
        csrf=csrf,
        changed=changed,
        max_bytes=limits.max_bytes,
        too_large=limits.too_large,
        request=request,
        multiple=True,
    )


def upload_field(
    name: str,
    label: str,
    hint: Any,
    arrived: Any = None,
    *,
    to: str,
    accept: str,
    csrf: Any,
    changed: Any,
    max_bytes: Any,
    too_large: Any,
    request: Any = "",
    multiple: bool = False,
) -> rx.Component:
    """A file that is chosen goes `to` an endpoint of ours as it is; `arrived` shows what did."""
    return rx.el.div(
        rx.el.label(label, html_for=name, class_name="usa-label"),
        rx.el.span(hint, id=f"{name}-hint", class_name="usa-hint"),
        rx.el.p(
            data_upload_problem="", role="alert", class_name="usa-error-message cx-files__said"
        ),
        rx.el.input(
            id=name,
            type="file",
            multiple=multiple,
            accept=accept,
            aria_describedby=f"{name}-hint",
            class_name="cx-files__input",
            data_upload="",
            data_to=to,
            data_csrf=csrf,
            data_request=request,
            data_lang=language(),
            data_max_bytes=max_bytes,
            data_too_large=too_large,
            data_failed=_("{name} did not arrive. Check your connection and choose it again."),
            data_sending=_("Sending {name}"),
            data_sent=_("{name} has arrived"),
        ),
        rx.el.p(data_upload_said="", role="status", class_name="cx-files__said"),
        rx.el.progress(
            data_upload_bar="", max="100", hidden=True, aria_label=_("How much has arrived")
        ),
        arrived,
        rx.el.button(
            type="button",
            hidden=True,
            data_upload_done="",
            on_click=changed,
            aria_label=_("Show what has arrived"),
        ),
        class_name="usa-form-group cx-files",
        data_upload_place="",
    )


def file_list(files: Any) -> rx.Component:
    """What was sent, to read only."""
    return rx.cond(files.length() > 0, _list(files, None), rx.el.p(_("No files were sent.")))


def files_for_staff(files: Any, *, csrf: Any) -> rx.Component:
    """Each with a button that saves it; opening one is recorded (ATT-5)."""
    return rx.cond(
        files.length() > 0,
        rx.el.ul(
            rx.foreach(
                files,
                lambda file: rx.el.li(
                    _name(file),
                    native_form(
                        rx.el.input(type="hidden", name="csrf", value=csrf, read_only=True),
                        rx.el.input(type="hidden", name="file", value=file.id, read_only=True),
                        rx.el.button(
                            "Save",
                            rx.el.span(" ", file.name, class_name="usa-sr-only"),
                            type="submit",
                            class_name="usa-button usa-button--outline cx-files__button",
                        ),
                        action="/downloads/attachments",
                        method="post",
                    ),
                    class_name="cx-files__file",
                ),
            ),
            class_name="cx-files__list",
        ),
        rx.el.p("No files came with it."),
    )


def _list(files: Any, remove: Any) -> rx.Component:
    return rx.el.ul(
        rx.foreach(files, lambda file: _file(file, remove)),
        id=f"{FIELD}-list",
        tab_index=-1,
        aria_label=_("Files that have arrived"),
        class_name="cx-files__list",
    )


def _file(file: Any, remove: Any) -> rx.Component:
    return rx.el.li(
        _name(file),
        None
        if remove is None
        else rx.el.button(
            _("Remove"),
            rx.el.span(" ", file.name, class_name="usa-sr-only"),
            type="button",
            on_click=remove(file.id),
            class_name="usa-button usa-button--unstyled cx-files__button",
        ),
        class_name="cx-files__file",
    )


def _name(file: Any) -> rx.Component:
    return rx.el.span(rx.el.strong(file.name), rx.el.span(file.about, class_name="cx-files__about"))
