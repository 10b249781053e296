"""Where a request comes from, as far as limits and audit need to know."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any, Final

from starlette.requests import Request

from cx_app.settings import settings

UNKNOWN: Final = "unknown"


def network_of(peer: str, headers: Mapping[str, str]) -> str:
    """The IPv4 address or IPv6 /64 of the client.

    X-Forwarded-For counts only when the peer is a proxy named in settings, and then from the
    right: the last address that is not one of ours.
    """
    hops = [peer]
    if _trusted(peer):
        forwarded = headers.get("x-forwarded-for", "")
        hops = [hop.strip() for hop in forwarded.split(",") if hop.strip()] + hops
    for hop in reversed(hops):
        if not _trusted(hop):
            return _normal(hop)
    return _normal(hops[0])


def network_of_request(request: Request) -> str:
    return network_of(request.client.host if request.client else "", request.headers)


def _normal(address: str) -> str:
    parsed = _parsed(address)
    if parsed is None:
        return UNKNOWN
    if isinstance(parsed, IPv6Address):
        return str(ip_network((parsed, 64), strict=False))
    return str(parsed)


def _trusted(address: str) -> bool:
    parsed = _parsed(address)
    return parsed is not None and any(
        parsed in network for network in _proxies(settings.trusted_proxies)
    )


def _parsed(address: str) -> IPv4Address | IPv6Address | None:
    """An IPv4 address that comes as IPv6 counts as what it is."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return None
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped:
        return parsed.ipv4_mapped
    return parsed


@lru_cache(maxsize=2)
def _proxies(text: str) -> tuple[Any, ...]:
    return tuple(ip_network(part.strip()) for part in text.split(",") if part.strip())
