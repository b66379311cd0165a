"""Queries of the ORM that are put into SQL once: to build and compile one anew takes longer than to ask it.

PAGE = Prepared(lambda key, now: Edition.objects.live(now).filter(url_key=key), key=str, now=datetime)
edition = PAGE.first(key=..., now=timezone.now())
"""

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

_FIRST_MOMENT = datetime(1234, 5, 6, 7, 8, 9, 101112, tzinfo=UTC)
_FIRST_NUMBER = 710_293_847_561_000


class Prepared:
    """A query with places for values: `make` builds it of keyword arguments, `places` are their types by name.

    A number may also be where a slice begins. The statement is the same whatever the values are: what has None, or
    another number of values, is another query.
    """

    def __init__(self, make: Callable[..., QuerySet[Any, Any]], **places: type) -> None:
        self.make = make
        self.marks = {name: _mark(kind, number) for number, (name, kind) in enumerate(places.items())}
        self.compiled: dict[str, _Compiled] = {}

    def rows(self, **values: Any) -> list[Any]:
        """What the query finds with these values: instances, or tuples where it asks for values."""
        compiled = self.compiled.get(connection.vendor)
        if compiled is None:
            compiled = self.compiled[connection.vendor] = _Compiled(self.make(**self.marks), self.marks)
        return list(compiled.run(values))

    def first(self, **values: Any) -> Any:
        """The first of the rows, or None."""
        return next(iter(self.rows(**values)), None)


@dataclass
class _Asked:
    """What Django's own iterables of rows need of a query set: the compiler, which knows its statement already."""

    model: type[Any]
    compiler: Any
    db: str
    _fields: Any
    _known_related_objects: dict[Any, Any] = field(default_factory=dict)

    @property
    def query(self) -> "_Asked":
        return self

    def get_compiler(self, *args: Any, **kwargs: Any) -> Any:
        return self.compiler


class _Compiled:
    """The statement for one kind of database, and where in it the values stand."""

    def __init__(self, rows: QuerySet[Any, Any], marks: dict[str, Any]) -> None:
        self.rows: Any = rows
        self.compiler = rows.query.get_compiler(connection=connection)
        self.sql, given = self.compiler.as_sql()
        names = {bound(mark): name for name, mark in marks.items()}
        self.params = [(_name(names, value), value) for value in given]
        self.written = {name: str(mark) for name, mark in marks.items() if str(mark) in self.sql}
        self.converters: dict[int, Any] | None = None  # of the rows' columns; what they ask of the connection is alike
        unused = set(marks) - {name for name, _value in self.params} - set(self.written)
        assert not unused, f"values that the query has no place for: {unused}"

    def run(self, values: dict[str, Any]) -> Iterator[Any]:
        """Ask the database."""
        taken = {name: bound(value) for name, value in values.items()}
        params = tuple([value if name is None else taken[name] for name, value in self.params])
        sql = self.sql
        for name, mark in self.written.items():
            sql = sql.replace(mark, str(int(values[name])))
        compiler = copy.copy(self.compiler)
        compiler.connection = connection
        compiler.as_sql = lambda *args, **kwargs: (sql, params)
        compiler.get_converters = self._converters
        asked = _Asked(self.rows.model, compiler, connection.alias, self.rows._fields)
        return iter(self.rows._iterable_class(asked))

    def _converters(self, expressions: Any) -> dict[int, Any]:
        if self.converters is None:
            self.converters = self.compiler.get_converters(expressions)
        return self.converters


def among(ids: Any) -> RawSQL:
    """The numbers of a list as a prepared query takes them: as the JSON of the list, one value."""
    if connection.vendor == "postgresql":
        return RawSQL("SELECT value::bigint FROM json_array_elements_text(%s::json)", [ids])
    return RawSQL("SELECT value FROM json_each(%s)", [ids])


def _name(names: dict[Any, str], value: Any) -> str | None:
    return names.get(value) if isinstance(value, str | int | datetime) else None


def _mark(kind: type, number: int) -> Any:
    """A value that stands in no query by itself."""
    marks = {
        str: f"\ue000{number}\ue001",
        int: _FIRST_NUMBER + number,
        datetime: _FIRST_MOMENT + timedelta(microseconds=number),
    }
    return marks[kind]


def bound(value: Any) -> Any:
    """The value as the driver takes it, for SQL that is written by hand."""
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value
