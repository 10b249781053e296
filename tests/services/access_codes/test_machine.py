"""Issue, reissue, request, redeem, expire and void, in any order, against the plain model."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from hypothesis.stateful import run_state_machine_as_test

from tests.services.access_codes.machine import Codes

pytestmark = pytest.mark.usefixtures("database")


def test_no_order_of_events_leaves_the_model(soak: bool) -> None:
    """The whole campaign takes at least 5,000 steps on each database."""
    run_state_machine_as_test(
        Codes,
        settings=hypothesis_settings(
            max_examples=110 if soak else 3,
            stateful_step_count=50 if soak else 15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
