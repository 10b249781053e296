"""HTTP that is not a page."""

from starlette.routing import Route

from cx_app.api import (
    appointments,
    attachments,
    audit,
    biometrics,
    case_lists,
    demo,
    downloads,
    feed,
    feed_out,
    feedback,
    health,
    mailroom,
    published,
    sign_in,
    uploads,
    visit_figures,
    visitors,
    webhooks,
)

ROUTES: list[Route] = [
    *health.routes,
    *sign_in.routes,
    *audit.routes,
    *appointments.routes,
    *biometrics.routes,
    *downloads.routes,
    *feed.routes,
    *feed_out.routes,
    *feedback.routes,
    *mailroom.routes,
    *published.routes,
    *visit_figures.routes,
    *attachments.routes,
    *uploads.routes,
    *case_lists.routes,
    *visitors.routes,
    *webhooks.routes,
    *demo.routes,
]
