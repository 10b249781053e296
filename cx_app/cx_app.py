"""Composition root: the app, its pages, its HTTP API and its middleware."""

import reflex as rx

app = rx.App(html_lang="en", reset_style=False, toaster=None)


@app.add_page
def index() -> rx.Component:
    return rx.el.main(rx.el.h1("CX Portal"))
