"""Errors people may see: a code and an HTTP status."""

from __future__ import annotations


class PortalError(Exception):
    """Base of what the portal refuses with an exception; all else is a returned value."""

    code = "unknown"
    status = 500


class NotFound(PortalError):
    """Not there, or not for this actor: the two look alike on purpose (API-7)."""

    code = "not_found"
    status = 404


class Forbidden(PortalError):
    """The actor may not do this to anything."""

    code = "forbidden"
    status = 403


class LimitsAway(PortalError):
    """Tries can't be counted now, so none is made; the same again in a few minutes may work."""

    code = "limits_away"
    status = 503
