"""The page of an audit: one self-contained file, readable without JavaScript and without a network.

The same audit gives the same bytes. As on the other pages, templates get text only.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.template import Context, Engine
from django.utils.safestring import SafeString, mark_safe

from bench import units
from bench.audit.records import Audit, ModelTraffic, Receiver, Sends
from bench.render import audit_wording as wording
from bench.render.charts import theme
from bench.render.inert import visible

_TEMPLATES = Path(__file__).parent / "templates"
_CLASSES = {"error": "slower", "warning": "slower", "info": "no-data"}
"""Of the style sheet that all pages share."""
_ORIGINS = {"project": "The project’s own", "package": "Installed packages", "django": "Django itself"}


def audit_page(audit: Audit, settings: str) -> str:
    """The text of index.html."""
    engine = Engine(dirs=[str(_TEMPLATES)], autoescape=True)
    busy = [
        model for model in audit.models if any(map(wording.calls, (model.save, model.delete, model.read)))
    ]
    context = {
        "csp": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
        "light": mark_safe(theme.declarations(theme.LIGHT)),
        "dark": mark_safe(theme.declarations(theme.DARK)),
        "title": f"Signals of {settings}",
        "headline": wording.headline(audit, settings),
        "rules": [_rule(key, findings) for key, findings in wording.grouped(audit.findings).items()],
        "groups": [
            {"title": title, "receivers": [_receiver(one) for one in audit.receivers if one.origin == origin]}
            for origin, title in _ORIGINS.items()
        ],
        "models": [_model(model) for model in busy],
        "silent": [model.model for model in audit.models if model not in busy],
        "silent_title": units.plural(len(audit.models) - len(busy), "model") + " that no receiver hears of",
    }
    return engine.get_template("audit.html").render(Context(_inert(context)))


def _inert(value: Any) -> Any:
    """The same with every text made visible, but for what has been marked as safe."""
    if isinstance(value, dict):
        return {key: _inert(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_inert(part) for part in value]
    return visible(value) if isinstance(value, str) and not isinstance(value, SafeString) else value


def _rule(key: tuple[str, str, str], findings: list[wording.Told]) -> dict[str, object]:
    severity, rule, advice = key
    return {
        "class": _CLASSES[severity],
        "severity": severity,
        "rule": rule,
        "advice": advice,
        "findings": [
            {
                "alike": wording.alike(finding),
                "subjects": list(finding.subjects),
                "message": finding.message,
                "cost": finding.cost or "",
            }
            for finding in findings
        ],
    }


def _receiver(receiver: Receiver) -> dict[str, str]:
    return {
        "signal": wording.short_signal(receiver.signal),
        "sender": "any" if receiver.sender is None else receiver.sender,
        "name": receiver.receiver,
        "place": wording.place(receiver),
        "app": receiver.app or "–",
        "notes": ", ".join(wording.notes(receiver)) or "–",
    }


def _model(model: ModelTraffic) -> dict[str, object]:
    return {
        "name": model.model,
        "operations": [_operation(model.save), _operation(model.delete), _operation(model.read)],
        "fast": "a single DELETE" if model.fast_delete else "reads the rows first",
        "reaches": ", ".join(model.delete_reaches),
    }


def _operation(sends: tuple[Sends, ...]) -> dict[str, object]:
    return {
        "total": ", ".join(
            (units.plural(wording.sends(sends), "send"), units.plural(wording.calls(sends), "call"))
        ),
        "heard": [
            f"{wording.short_signal(one.signal)}: {', '.join(wording.counted(one.receivers))}"
            for one in sends
            if one.receivers
        ],
    }
