"""What the names in a receiver's source may stand for where it makes a call: the instance, or the sender.

The source is followed statement by statement: a name that is assigned anew no longer stands for what it did.
Of two branches both may have been taken, a loop may run any number of times, and a `try` may stop anywhere in
it. Functions inside are taken to run where they are defined. Attributes and items are not followed.
"""

from __future__ import annotations

import ast
from typing import Any, FrozenSet, Iterable, Optional, Tuple

FOLLOWED = ("instance", "sender")
"""The arguments of a receiver; Django names them."""

Bindings = FrozenSet[Tuple[str, str]]
"""(name, which of FOLLOWED it may stand for)."""
Reached = Optional[Bindings]
"""None behind a `return` or `raise`, where nothing runs."""

_MATCH: Any = getattr(ast, "Match", ())  # from Python 3.10 on
_TRY = tuple(getattr(ast, name) for name in ("Try", "TryStar") if hasattr(ast, name))
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


class SourceFlow:
    """The calls of one function, in the order of its source, each with what names stand for there."""

    def __init__(self, function: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> None:
        self.calls: list[tuple[ast.Call, Bindings]] = []
        self._keywords = function.args.kwarg.arg if function.args.kwarg else None
        parameters = {one.arg for one in _parameters(function.args)}
        start = frozenset((name, name) for name in FOLLOWED if name in parameters)
        self._function(function, start)

    def meanings(self, node: ast.AST | None, bindings: Bindings) -> set[str]:
        """Which of FOLLOWED the expression may be: by name, kwargs["instance"] or kwargs.get("instance")."""
        if isinstance(node, ast.Name):
            return {meaning for name, meaning in bindings if name == node.id}
        if isinstance(node, ast.IfExp):
            return self.meanings(node.body, bindings) | self.meanings(node.orelse, bindings)
        if isinstance(node, ast.BoolOp):
            return {meaning for value in node.values for meaning in self.meanings(value, bindings)}
        if isinstance(node, ast.NamedExpr):
            return self.meanings(node.value, bindings)
        return {key for key in _looked_up(node, self._keywords) if key in FOLLOWED}

    def _function(self, function: Any, bindings: Bindings) -> None:
        if isinstance(function, ast.Lambda):
            self._expression(function.body, bindings)
        else:
            self._block(function.body, bindings)

    def _block(self, statements: Iterable[ast.stmt], bindings: Reached) -> Reached:
        for statement in statements:
            if bindings is not None:
                bindings = self._statement(statement, bindings)
        return bindings

    def _statement(self, node: Any, bindings: Bindings) -> Reached:
        if isinstance(node, ast.If):
            bindings = self._expression(node.test, bindings)
            return _either(self._block(node.body, bindings), self._block(node.orelse, bindings))
        if isinstance(node, (ast.While, ast.For, ast.AsyncFor)):
            return self._loop(node, bindings)
        if isinstance(node, _TRY):
            return self._try(node, bindings)
        if isinstance(node, (ast.With, ast.AsyncWith)):
            for item in node.items:
                bindings = self._expression(item.context_expr, bindings)
                bindings = self._assign(item.optional_vars, None, bindings)
            return self._block(node.body, bindings)
        if isinstance(node, _MATCH):
            return self._match(node, bindings)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            self._function(node, _without(bindings, (one.arg for one in _parameters(node.args))))
            return _without(bindings, [node.name])
        if isinstance(node, ast.ClassDef):
            self._block(node.body, bindings)
            return _without(bindings, [node.name])
        return self._simple(node, bindings)

    def _simple(self, node: Any, bindings: Bindings) -> Reached:
        bindings = self._expression(node, bindings)
        if isinstance(node, (ast.Return, ast.Raise)):
            return None
        if isinstance(node, ast.Assign):
            for target in node.targets:
                bindings = self._assign(target, node.value, bindings)
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            bindings = self._assign(node.target, node.value, bindings)
        elif isinstance(node, ast.AugAssign):
            bindings = self._assign(node.target, None, bindings)
        elif isinstance(node, ast.Delete):
            bindings = _without(bindings, _names(node))
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            bindings = _without(bindings, ((one.asname or one.name).split(".")[0] for one in node.names))
        return bindings

    def _loop(self, node: Any, bindings: Bindings) -> Reached:
        if isinstance(node, ast.While):
            target, test = None, node.test
        else:
            bindings = self._expression(node.iter, bindings)
            target, test = node.target, None
        for _ in range(2):  # the second time with what the first has assigned
            bindings = bindings if test is None else self._expression(test, bindings)
            bindings |= self._block(node.body, self._assign(target, None, bindings)) or frozenset()
        bindings = bindings if test is None else self._expression(test, bindings)
        return self._block(node.orelse, bindings)

    def _try(self, node: Any, bindings: Bindings) -> Reached:
        stopped: Bindings = bindings
        reached: Reached = bindings
        for statement in node.body:
            reached = self._block([statement], reached)
            stopped = _either(stopped, reached) or stopped
        ends = [self._block(node.orelse, reached)]
        for handler in node.handlers:
            ends.append(self._block(handler.body, _without(stopped, [handler.name])))
        end: Reached = None
        for one in ends:
            end = _either(end, one)
        finished = self._block(node.finalbody, stopped if end is None else end)
        return None if end is None else finished

    def _match(self, node: Any, bindings: Bindings) -> Reached:
        bindings = self._expression(node.subject, bindings)
        end: Reached = bindings
        for case in node.cases:
            captured = (getattr(part, "name", None) for part in ast.walk(case.pattern))
            end = _either(end, self._block(case.body, _without(bindings, captured)))
        return end

    def _expression(self, node: ast.AST, bindings: Bindings) -> Bindings:
        if isinstance(node, ast.Lambda):
            self._function(node, _without(bindings, (one.arg for one in _parameters(node.args))))
            return bindings
        if isinstance(node, _COMPREHENSIONS):
            bound = [name for one in node.generators for name in _names(one.target)]
            self._parts(node, _without(bindings, bound))
            return bindings
        bindings = self._parts(node, bindings)
        if isinstance(node, ast.Call):
            self.calls.append((node, bindings))
        if isinstance(node, ast.NamedExpr):
            bindings = self._assign(node.target, node.value, bindings)
        return bindings

    def _parts(self, node: ast.AST, bindings: Bindings) -> Bindings:
        for part in ast.iter_child_nodes(node):
            bindings = self._expression(part, bindings)
        return bindings

    def _assign(self, target: ast.AST | None, value: ast.AST | None, bindings: Bindings) -> Bindings:
        if isinstance(target, ast.Name):
            meanings = self.meanings(value, bindings)
            return _without(bindings, [target.id]) | {(target.id, one) for one in meanings}
        if isinstance(target, (ast.Tuple, ast.List)):
            values = _pairwise(target.elts, value)
            meant = [
                (name.id, one)
                for name, part in zip(target.elts, values)
                if isinstance(name, ast.Name)
                for one in self.meanings(part, bindings)
            ]
            return _without(bindings, _names(target)) | set(meant)
        return bindings


def _pairwise(targets: list[ast.expr], value: ast.AST | None) -> list[ast.AST | None]:
    """a, b = c, d."""
    fits = isinstance(value, (ast.Tuple, ast.List)) and len(value.elts) == len(targets)
    return list(value.elts) if fits else [None] * len(targets)  # type: ignore[union-attr]  # it is one of them


def _either(one: Reached, other: Reached) -> Reached:
    if one is None or other is None:
        return one if other is None else other
    return one | other


def _without(bindings: Bindings, names: Iterable[str | None]) -> Bindings:
    gone = set(names)
    return frozenset(binding for binding in bindings if binding[0] not in gone)


def _names(node: ast.AST) -> list[str]:
    """Those that are assigned or deleted in it, not those of `a.b = …`."""
    return [
        part.id
        for part in ast.walk(node)
        if isinstance(part, ast.Name) and not isinstance(part.ctx, ast.Load)
    ]


def _parameters(arguments: ast.arguments) -> list[ast.arg]:
    stars = [one for one in (arguments.vararg, arguments.kwarg) if one]
    return [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, *stars]


def _looked_up(node: ast.AST | None, mapping: str | None) -> list[str]:
    """The constant keys of mapping[…], mapping.get(…) or mapping.pop(…)."""
    keys: list[ast.AST] = []
    found: ast.AST | None = None
    if isinstance(node, ast.Subscript):
        found, keys = node.value, [node.slice]
    elif (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("get", "pop")
    ):
        found, keys = node.func.value, list(node.args[:1])
    if mapping is None or not isinstance(found, ast.Name) or found.id != mapping:
        return []
    constants = (part for key in keys for part in ast.walk(key) if isinstance(part, ast.Constant))
    return [one.value for one in constants if isinstance(one.value, str)]
