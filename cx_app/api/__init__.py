"""HTTP that is not a page."""

from starlette.routing import Route

from cx_app.api import (
    accuracy,
    appointments,
    attachments,
    audit,
    biometrics,
    demo,
    downloads,
    feed,
    feed_out,
    health,
    mailroom,
    processing_times,
    sign_in,
    uploads,
    visit_figures,
    visitors,
    webhooks,
)

ROUTES: list[Route] = [
    *health.routes,
    *sign_in.routes,
    *accuracy.routes,
    *audit.routes,
    *appointments.routes,
    *biometrics.routes,
    *downloads.routes,
    *feed.routes,
    *feed_out.routes,
    *mailroom.routes,
    *processing_times.routes,
    *visit_figures.routes,
    *attachments.routes,
    *uploads.routes,
    *visitors.routes,
    *webhooks.routes,
    *demo.routes,
]
