"""HTTP that is not a page."""

from starlette.routing import Route

from cx_app.api import demo, feed_out, health, sign_in

ROUTES: list[Route] = [*health.routes, *sign_in.routes, *demo.routes, *feed_out.routes]
