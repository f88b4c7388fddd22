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

MAKING = {"create", "acreate", "get_or_create", "aget_or_create", "update_or_create", "aupdate_or_create"}


def findings(project: Project) -> Iterator[Finding]:
    """One for each receiver and signal."""
    for line in project.on(pre_save, post_save):
        made = function(line.registration.receiver)
        call = None if made is None or line.origin == "django" else saving_call(made, line.sender_object)
        if call is not None:
            yield Finding(
                rule="own-sender-saved",
                severity=severity(line),
                subject=line.receiver.name,
                message=f"Has `{call}` in it, and so may save {line.sender or 'its sender'} again: that "
                f"sends "
                f"{line.signal.rpartition('.')[2]} anew, and without a condition around it, without end.",
                cost=Cost(
                    "one more UPDATE or INSERT, and at least 2 more sends of about {} each",
                    (timing.call_ns(),),
                ),
                advice="In pre_save set the value and do not save; in post_save use "
                "sender.objects.filter(pk=instance.pk).update(...), which sends nothing.",
            )


def saving_call(receiver: Any, sender: Any) -> str | None:
    """The first call in the function's source that saves the instance or makes one of the sender, as it is
    written.

    None where there is none, or no source.
    """
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(receiver)))
    except (
        OSError,
        TypeError,
        SyntaxError,
        ValueError,
    ):  # no source, or a lambda in the middle of an expression
        return None
    instances = _names_of_instance(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            target, method = node.func.value, node.func.attr
            if method in {"save", "asave"} and _is_instance(target, instances):
                return f"{_text(target)}.{method}()"
            if method in MAKING and _is_manager_of(target, sender, receiver):
                return f"{_text(target)}.{method}()"
    return None


def _names_of_instance(tree: ast.AST) -> set[str]:
    """`instance`, and what it is assigned to."""
    names = {"instance"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and _is_instance(node.value, names):
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return names


def _is_instance(node: ast.AST, names: set[str]) -> bool:
    """A name of it, kwargs["instance"] or kwargs.get("instance")."""
    if isinstance(node, ast.Name):
        return node.id in names
    looked_up: list[ast.AST] = []
    if isinstance(node, ast.Subscript):
        looked_up = [node.slice]
    elif (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"get", "pop"}
    ):
        looked_up = list(node.args[:1])
    return any(
        isinstance(part, ast.Constant) and part.value == "instance"
        for key in looked_up
        for part in ast.walk(key)
    )


def _is_manager_of(node: ast.AST, sender: Any, receiver: Any) -> bool:
    """sender.objects, or Model.objects where Model is the sender."""
    if not isinstance(node, ast.Attribute) or not isinstance(node.value, ast.Name):
        return False
    name = node.value.id
    return name == "sender" or (sender is not None and receiver.__globals__.get(name) is sender)


def _text(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return f"{_text(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else 'kwargs["instance"]'
