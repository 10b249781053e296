"""HTTP that is not a page."""

from starlette.routing import Route

from cx_app.api import (
    audit,
    demo,
    downloads,
    feed,
    feed_out,
    health,
    mailroom,
    sign_in,
    visit_figures,
    webhooks,
)

ROUTES: list[Route] = [
    *health.routes,
    *sign_in.routes,
    *audit.routes,
    *downloads.routes,
    *feed.routes,
    *feed_out.routes,
    *mailroom.routes,
    *visit_figures.routes,
    *webhooks.routes,
    *demo.routes,
]
