"""Django's own `send` and `send_robust` before 5.0, with what counting needs, at their own lines.

They are compiled from Django's source under its file's name, so tracebacks read as without tracing.
"""

from __future__ import annotations

import ast
import functools
import inspect
from typing import Any, Callable

from ..starting import ProjectError

FAILED = "_signalbench_failed"


def looping_send(send: Callable[..., Any]) -> Any:
    """With its list comprehension as a function of that name, whose frame does not keep the iterator."""
    definition, file = _definition(send)
    _Comprehension().visit(definition)
    return _compiled(send, definition, file, None)


def noting_send_robust(send_robust: Callable[..., Any], failed: Callable[[Any], None]) -> Any:
    """With a call of failed(signal) where a receiver has raised."""
    definition, file = _definition(send_robust)
    for node in ast.walk(definition):
        if isinstance(node, ast.ExceptHandler):
            call = ast.Expr(ast.Call(ast.Name(FAILED, ast.Load()), [ast.Name("self", ast.Load())], []))
            node.body.insert(0, _at(call, node.body[0]))
    return _compiled(send_robust, definition, file, failed)


class _Comprehension(ast.NodeTransformer):
    def visit_Return(self, node: ast.Return) -> Any:
        value = node.value
        if not isinstance(value, ast.ListComp):
            return node
        (loop,) = value.generators
        function = ast.parse(
            "def listcomp(receivers):\n"
            "    responses = []\n"
            "    for receiver in receivers:\n"
            "        responses.append(0)\n"
            "    return responses\n"
            "return listcomp(0)"
        )
        definition, answer = function.body
        for part in function.body:
            _at(part, value)
        definition.name = "<listcomp>"  # type: ignore[attr-defined]  # it is a FunctionDef
        append = definition.body[1].body[0].value  # type: ignore[attr-defined]  # as above
        append.args[0] = value.elt
        ast.copy_location(append, value.elt)
        answer.value.func.id = "<listcomp>"  # type: ignore[attr-defined]  # it is a Return
        answer.value.args[0] = loop.iter  # type: ignore[attr-defined]  # as above
        return [definition, answer]


def _at(node: Any, place: Any) -> Any:
    for part in ast.walk(node):
        ast.copy_location(part, place)
    return node


def _definition(method: Callable[..., Any]) -> tuple[Any, str]:
    """The syntax tree of the method, with the file's own line numbers.

    Raises ProjectError: Django's source is not there, or not what is running.
    """
    code = method.__code__
    try:
        module = ast.parse("".join(inspect.findsource(code)[0]))
    except (OSError, SyntaxError) as error:
        raise ProjectError(
            f"no source of {code.co_filename}, which tracing needs before Django 5.0"
        ) from error
    found = [
        node
        for node in ast.walk(module)
        if isinstance(node, ast.FunctionDef)
        and node.name == code.co_name
        and node.lineno == code.co_firstlineno
    ]
    if not found:
        raise ProjectError(f"{code.co_filename} is not the source of the Django that is running")
    return found[0], code.co_filename


def _compiled(method: Any, definition: Any, file: str, failed: Callable[[Any], None] | None) -> Any:
    outer: Any = ast.parse(f"def make({FAILED}):\n    return 0")
    outer.body[0].body = [
        definition,
        _at(ast.parse(f"return {definition.name}").body[0], definition),
    ]
    made: dict[str, Any] = {}
    exec(compile(ast.fix_missing_locations(outer), file, "exec", dont_inherit=True), method.__globals__, made)
    return functools.wraps(method)(made["make"](failed))
