"""HTTP that is not a page."""

from starlette.routing import Route

from cx_app.api import (
    accuracy,
    audit,
    demo,
    downloads,
    feed,
    feed_out,
    health,
    mailroom,
    sign_in,
    webhooks,
)

ROUTES: list[Route] = [
    *health.routes,
    *sign_in.routes,
    *accuracy.routes,
    *audit.routes,
    *downloads.routes,
    *feed.routes,
    *feed_out.routes,
    *mailroom.routes,
    *webhooks.routes,
    *demo.routes,
]
