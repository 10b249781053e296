"""HTTP that is not a page."""

from starlette.routing import Route

from cx_app.api import audit, demo, feed, health, sign_in

ROUTES: list[Route] = [
    *health.routes,
    *sign_in.routes,
    *audit.routes,
    *feed.routes,
    *demo.routes,
]
