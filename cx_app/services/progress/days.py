"""Eastern days in queries, as whole numbers since 1970-01-01, and lines of such numbers, on both
databases."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Integer, Text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class eastern_day(FunctionElement[int]):
    """The Eastern day of an instant. On SQLite it is `domain.business_time.stored_day`."""

    type = Integer()
    inherit_cache = True


class day_number(FunctionElement[int]):
    """The number of a date."""

    type = Integer()
    inherit_cache = True


class in_a_line(FunctionElement[str]):
    """Whole numbers, one after the other, as a text."""

    type = Text()
    inherit_cache = True


@compiles(eastern_day, "postgresql")
def _eastern_on_postgresql(element: Any, compiler: Any, **how: Any) -> str:
    at = compiler.process(element.clauses, **how)
    return f"(CAST(timezone('America/New_York', {at}) AS DATE) - DATE '1970-01-01')"


@compiles(eastern_day, "sqlite")
def _eastern_on_sqlite(element: Any, compiler: Any, **how: Any) -> str:
    return f"eastern_day({compiler.process(element.clauses, **how)})"


@compiles(day_number, "postgresql")
def _number_on_postgresql(element: Any, compiler: Any, **how: Any) -> str:
    return f"({compiler.process(element.clauses, **how)} - DATE '1970-01-01')"


@compiles(day_number, "sqlite")
def _number_on_sqlite(element: Any, compiler: Any, **how: Any) -> str:
    return f"CAST(julianday({compiler.process(element.clauses, **how)}) - 2440587.5 AS INTEGER)"


@compiles(in_a_line, "postgresql")
def _line_on_postgresql(element: Any, compiler: Any, **how: Any) -> str:
    return f"concat_ws(' ', {compiler.process(element.clauses, **how)})"


@compiles(in_a_line, "sqlite")
def _line_on_sqlite(element: Any, compiler: Any, **how: Any) -> str:
    form = " ".join(["%d"] * len(element.clauses))
    return f"printf('{form}', {compiler.process(element.clauses, **how)})"
