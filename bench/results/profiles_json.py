"""attribution.json: where the time went, as `signalbench profile` found it; and the profiles of a run.

    schema: 1
    created, command, question, axis
    profiles:    [{label, question, variant, axis, environment, django, python, database, processes, samples,
                   lost, operations, period_ns, slowdown, profile_ns, page, speedscope,
                   layers: [{layer, own: {value, low, high, confidence}, within: {...}, in_c}],
                   functions: [{function, file, line, layer, own}]}]
    differences: [{baseline, candidate, whole, layers: [{name, file, points, before, after}], functions}]

Shares are of samples; `points` are of the baseline's profiled operation. profile_ns is time under a profiler
and not to be compared with any that was measured. lost is the part of the time in which others had the
processor: no share counts it, nor does profile_ns; the first files of this schema do not tell it. The file is
written last: a folder without it holds no profile.
"""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

from bench.errors import SignalbenchError
from bench.model import Estimate
from bench.profiles import (
    Change,
    Difference,
    Function,
    FunctionShare,
    Layer,
    LayerShare,
    Profile,
    Side,
    Split,
)
from bench.results.codec import axis_from_json, axis_to_json, case_from_json, case_to_json

SCHEMA = 1
FOLDER = "profiles"
"""Of a run's folder."""
FILE = "attribution.json"


def profile_to_text(profile: Profile) -> str:
    """The text of attribution.json."""
    content = {
        "schema": SCHEMA,
        "created": profile.created,
        "command": profile.command,
        "question": profile.question,
        "axis": axis_to_json(profile.axis),
        "profiles": [_split_to_json(split) for split in profile.splits],
        "differences": [dataclasses.asdict(difference) for difference in profile.differences],
    }
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def read_profile(path: Path) -> Profile:
    """Raises SignalbenchError for a file that is not there or cannot be understood."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["schema"] != SCHEMA:
            raise SignalbenchError(
                f"{path} has schema {content['schema']}, and this signalbench reads schema {SCHEMA}"
            )
        return Profile(
            created=content["created"],
            command=content["command"],
            question=content["question"],
            axis=axis_from_json(content["axis"]),
            splits=tuple(_split(each) for each in content["profiles"]),
            differences=tuple(_difference(each) for each in content["differences"]),
        )
    except OSError as error:
        raise SignalbenchError(f"cannot read {path}: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SignalbenchError(f"{path} is corrupt: {error!r}") from error


def profiles_of(run: Path) -> list[tuple[str, Profile]]:
    """The profiles that lie in a run's folder, each with the folder it is in, for links; by name."""
    return [
        (f"{FOLDER}/{file.parent.name}", read_profile(file))
        for file in sorted((run / FOLDER).glob(f"*/{FILE}"))
    ]


def _split_to_json(split: Split) -> dict[str, Any]:
    fields = dataclasses.asdict(split)
    side = split.side
    del fields["side"], fields["layers"], fields["functions"]
    return {
        "label": side.label,
        **case_to_json(side.case),
        "environment": side.environment,
        "django": side.django,
        "python": side.python,
        "database": side.database,
        **fields,
        "layers": [{**dataclasses.asdict(each), "layer": each.layer.value} for each in split.layers],
        "functions": [
            {
                **each.function._asdict(),
                "layer": each.function.layer.value,
                "own": dataclasses.asdict(each.own),
            }
            for each in split.functions
        ],
    }


def _split(data: dict[str, Any]) -> Split:
    names = ("label", "environment", "django", "python", "database")
    kept = ("processes", "samples", "operations", "period_ns", "slowdown", "profile_ns", "page", "speedscope")
    return Split(
        side=Side(case=case_from_json(data), **{name: data[name] for name in names}),
        layers=tuple(
            LayerShare(
                layer=Layer(each["layer"]),
                own=Estimate(**each["own"]),
                within=Estimate(**each["within"]),
                in_c=each["in_c"],
            )
            for each in data["layers"]
        ),
        functions=tuple(
            FunctionShare(
                function=Function(each["function"], each["file"], each["line"], Layer(each["layer"])),
                own=Estimate(**each["own"]),
            )
            for each in data["functions"]
        ),
        lost=data.get("lost"),
        **{name: data[name] for name in kept},
    )


def _difference(data: dict[str, Any]) -> Difference:
    return Difference(
        baseline=data["baseline"],
        candidate=data["candidate"],
        whole=Estimate(**data["whole"]),
        layers=tuple(_change(each) for each in data["layers"]),
        functions=tuple(_change(each) for each in data["functions"]),
    )


def _change(data: dict[str, Any]) -> Change:
    return Change(**{**data, "points": Estimate(**data["points"])})
