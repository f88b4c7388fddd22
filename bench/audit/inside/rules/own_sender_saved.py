"""A receiver of a save signal that saves its own sender may call itself.

Before:

    @receiver(post_save, sender=Order)
    def number(sender, instance, **kwargs):
        instance.number = f"O-{instance.pk}"
        instance.save()

After:

    @receiver(post_save, sender=Order)
    def number(sender, instance, created, **kwargs):
        if created:
            sender.objects.filter(pk=instance.pk).update(number=f"O-{instance.pk}")

Told from the receiver's source: what it really does depends on what is around the call.
https://docs.djangoproject.com/en/stable/ref/models/querysets/#update
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from typing import Any, Iterator

from django.db.models.signals import post_save, pre_save

from .. import timing
from ..naming import function
from ..project import Cost, Finding, Project, severity
from ..source_flow import SourceFlow

MAKING = {"create", "acreate", "get_or_create", "aget_or_create", "update_or_create", "aupdate_or_create"}


def findings(project: Project) -> Iterator[Finding]:
    """One for each receiver and signal."""
    for line in project.on(pre_save, post_save):
        made = function(line.registration.receiver)
        call = None if made is None or line.origin == "django" else saving_call(made, line.sender_object)
        if call is not None:
            listening = [
                len(project.listening(signal, line.sender_object)) for signal in (pre_save, post_save)
            ]
            yield Finding(
                rule="own-sender-saved",
                severity=severity(line),
                subject=line.receiver.name,
                message=f"Has `{call}` in it, and so may save {line.sender or 'its sender'} again: that "
                f"sends "
                f"{line.signal.rpartition('.')[2]} anew, and without a condition around it, without end.",
                cost=Cost(
                    "one more UPDATE or INSERT, and about {} of dispatch for the 2 sends with it",
                    (timing.sent(*listening),),
                ),
                advice="In pre_save set the value and do not save; in post_save use "
                "sender.objects.filter(pk=instance.pk).update(...), which sends nothing.",
            )


def saving_call(receiver: Any, sender: Any) -> str | None:
    """The first call in the function's source that saves the instance or makes one of the sender, as it is
    written.

    None where there is none, or no source.
    """
    made = _definition(receiver)
    if made is None:
        return None
    flow = SourceFlow(made)
    for call, bindings in flow.calls:
        if isinstance(call.func, ast.Attribute):
            target, method = call.func.value, call.func.attr
            saves = method in {"save", "asave"} and "instance" in flow.meanings(target, bindings)
            makes = (
                method in MAKING
                and isinstance(target, ast.Attribute)
                and isinstance(target.value, ast.Name)
                and (
                    "sender" in flow.meanings(target.value, bindings)
                    or (sender is not None and _global(receiver, target.value.id) is sender)
                )
            )
            if saves or makes:
                return f"{_text(target)}.{method}()"
    return None


def _definition(receiver: Any) -> ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | None:
    """None where there is no source, or a lambda stands in it beside another one."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(receiver)))
    except (
        OSError,
        TypeError,
        SyntaxError,
        ValueError,
    ):  # no source, or cut out of the middle of an expression
        return None
    if receiver.__name__ != "<lambda>":
        first = tree.body[0]
        return first if isinstance(first, (ast.FunctionDef, ast.AsyncFunctionDef)) else None
    lambdas = [node for node in ast.walk(tree) if isinstance(node, ast.Lambda)]
    return lambdas[0] if len(lambdas) == 1 else None


def _global(receiver: Any, name: str) -> Any:
    """None for a name that is the function's own."""
    code = receiver.__code__
    own = name in (*code.co_varnames, *code.co_cellvars, *code.co_freevars)
    return None if own else receiver.__globals__.get(name)


def _text(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return f"{_text(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else 'kwargs["instance"]'
