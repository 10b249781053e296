"""Whatever the code records has plain words: no officer must read `session.end` on the screen."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pytest

from cx_app.domain.access_codes import Verdict
from cx_app.domain.addresses import Decided, Noted
from cx_app.domain.appointment_requests import RequestMove, RequestRefusal
from cx_app.domain.biometrics import RescheduleRefusal
from cx_app.domain.biometrics_desk import DeskAnswer
from cx_app.domain.callbacks.standing import CallbackRefusal
from cx_app.domain.code_claims import DecisionAnswer, DisputeAnswer
from cx_app.domain.contacts import Refusal
from cx_app.domain.feed_out import Answer
from cx_app.domain.identity import Role
from cx_app.domain.mailroom import Confirmed, Scanned
from cx_app.domain.openings import HoldAnswer
from cx_app.domain.prepared import PreparedRefusal
from cx_app.domain.representation.forms import FormRefusal
from cx_app.domain.slots import SlotRefusal
from cx_app.services.access_codes.decide import Decision
from cx_app.services.access_codes.request import RequestState
from cx_app.services.audit.outcome_words import OUTCOMES, outcome_words
from cx_app.services.audit.words import (
    ACTIONS,
    NOUNS,
    ROLES,
    action_words,
    details_words,
    moment_words,
    role_words,
)
from cx_app.services.biometrics.rehouse import Rehoused
from cx_app.services.callbacks.disputing import DisputeRefusal
from cx_app.services.callbacks.moving import What
from cx_app.services.cases.unlink import Undone
from cx_app.services.decisions.undo import UndoAnswer
from cx_app.services.representation.accounts import ACCOUNT_ACTIONS
from cx_app.services.representation.ending import END_ACTIONS
from cx_app.services.representation.prepare import FORM_ACTIONS
from cx_app.services.representation.safe import Naming
from cx_app.services.visitors.look_up import LookUp
from cx_app.services.visitors.passes import Wrong
from cx_app.settings import PROJECT
from tests.factories import utc

ACTION, OUTCOME = 2, 3
"""Where `record` takes them."""


@cache
def modules() -> list[ast.Module]:
    places = ("cx_app", "tasks", "demo")
    return [ast.parse(p.read_text()) for place in places for p in (PROJECT / place).rglob("*.py")]


@cache
def constants() -> dict[str, str]:
    """Names of module level that stand for a text."""
    found = {}
    for module in modules():
        for node in module.body:
            target = node.target if isinstance(node, ast.AnnAssign) else None
            if isinstance(target, ast.Name) and isinstance(node.value, ast.Constant):
                found[target.id] = node.value.value
    return found


def recorded(position: int, keyword: str) -> tuple[set[str], set[str]]:
    """The texts that reach `record` in one position, also through functions that hand their own
    argument on; and what could not be told."""
    texts: set[str] = set()
    unknown: set[str] = set()
    writers = ("record", "record_at_once")
    ways: list[Way] = [Way(name, position, keyword, tuple(modules())) for name in writers]
    done: set[Way] = set()
    while ways:
        way = ways.pop()
        if way in done:
            continue
        done.add(way)
        for module, function, value in calls(way):
            if isinstance(value, ast.Constant):
                texts.add(value.value)
            elif isinstance(value, ast.Name) and value.id in constants():
                texts.add(constants()[value.id])
            elif isinstance(value, ast.Name) and function and value.id in parameters(function):
                handed = parameters(function).index(value.id)
                private = function.name.startswith("_")
                where = (module,) if private else tuple(modules())
                ways.append(Way(function.name, handed, value.id, where))
            else:
                unknown.add(ast.unparse(value))
    return texts, unknown


@dataclass(frozen=True)
class Way:
    """A function and its argument that ends in `record`, and the modules that may call it."""

    name: str
    position: int
    keyword: str
    modules: tuple[ast.Module, ...]


def calls(way: Way) -> Iterator[tuple[ast.Module, ast.FunctionDef | None, ast.expr]]:
    for module in way.modules:
        inside: dict[ast.AST, ast.FunctionDef] = {}
        for node in ast.walk(module):
            if isinstance(node, ast.FunctionDef):
                inside |= dict.fromkeys(ast.walk(node), node)
        for node in ast.walk(module):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == way.name:
                given = dict(enumerate(node.args)).get(way.position)
                for one in node.keywords:
                    given = one.value if one.arg == way.keyword else given
                if given is not None:
                    yield module, inside.get(node), given


def parameters(function: ast.FunctionDef) -> list[str]:
    return [one.arg for one in function.args.args]


def test_every_action_recorded_has_words() -> None:
    actions, unknown = recorded(ACTION, "action")
    assert len(actions) > 10
    by_move = {
        "FORM_ACTIONS[move]": FORM_ACTIONS,
        "ACCOUNT_ACTIONS[move]": ACCOUNT_ACTIONS,
        "END_ACTIONS[move]": END_ACTIONS,
    }
    assert unknown == {"f'appointment_request.{move}'", "f'callback.{what}'", *by_move}
    actions |= {action for table in by_move.values() for action in table.values()}
    actions |= {f"callback.{what}" for what in What}
    actions |= {f"appointment_request.{move}" for move in RequestMove}
    assert actions - set(ACTIONS) == set()


def test_every_outcome_recorded_has_words() -> None:
    outcomes, unknown = recorded(OUTCOME, "outcome")
    kinds = (Verdict, RequestState, HoldAnswer, Answer, Refusal, Decision)
    kinds += (RescheduleRefusal, SlotRefusal)
    kinds += (Rehoused, DeskAnswer)
    kinds += (DisputeAnswer, DecisionAnswer, Undone, Noted, Decided, Scanned, Confirmed)
    kinds += (RequestRefusal, Wrong, LookUp, UndoAnswer, FormRefusal)
    kinds += (CallbackRefusal, DisputeRefusal, Naming, PreparedRefusal)
    known = {str(one) for kind in kinds for one in kind}
    assert {"signed_out", "many_failures"} <= outcomes
    assert (outcomes | known) - set(OUTCOMES) == set()
    told_by_enums = {
        "Verdict.LOCKED",
        "Verdict.NO_CASE",
        "Verdict.NO_CODE",
        "Verdict.LINKED",
        "verdict",
        *("to", "str(reason)"),  # of prepared requests
    }
    told_by_enums |= {"answer", "outcome", "number", "scan.outcome", "refusal or 'done'"}
    told_by_enums |= {f"Refusal.{one.name}" for one in Refusal}
    told_by_enums |= {f"{kind.__name__}.{one.name}" for kind in (Wrong, LookUp) for one in kind}
    told_by_enums |= {"Rehoused.MOVED", "Rehoused.AWAITING"}
    told_by_enums |= {
        "state.value if answer is DeskAnswer.DONE else answer",
        "'done' if asked is True else asked",
    }
    told_by_enums |= {"answer.reason", "FormRefusal.WRONG_PASSCODE", "refused or 'done'"}
    either = {
        "'matched' if found else 'unmatched'",
        "'done' if done else 'not_dead'",
        "'yes' if safe else 'no'",
    }
    told_by_enums |= {*either, "'refused' if found else 'done'", "'done' if done else 'too_late'"}
    assert unknown <= {*told_by_enums, "request.state", "Reason.NOT_STAFF"}


def test_every_role_and_noun_has_words() -> None:
    assert set(ROLES) == set(Role)
    assert {action.split(".")[0] for action in ACTIONS} == set(NOUNS)


def test_what_has_no_words_is_shown_as_it_is() -> None:
    assert action_words("new.act") == "new.act"
    assert outcome_words("not_yet_known") == "not yet known"
    assert role_words("robot") == "robot"


@pytest.mark.parametrize(
    ("details", "words"),
    [
        ({}, ""),
        ({"by": "receipt", "found": 0}, "by: receipt · found: 0"),
        ({"by": ["who", "case"], "cut": False}, "by: who, case · cut: no"),
        ({"by": [], "none": None}, "by: nothing"),
    ],
)
def test_details_read_as_codes_and_counts(details: dict[str, object], words: str) -> None:
    assert details_words(details) == words


def test_a_moment_has_its_zone() -> None:
    said = moment_words(utc(2026, 7, 4, 16, 30, 5)).replace("\u202f", " ")
    assert said == "Jul 4, 2026, 12:30:05 PM EDT"
