"""Records as JSON and back: cases, questions, environments and the plan.

The JSON names are the records' field names; axes are objects, in the order that they were declared.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from enum import Enum
from typing import Any

from bench.model import (
    Axis,
    Case,
    ComparisonKind,
    Counters,
    Environment,
    Plan,
    Question,
    Variant,
)

Json = dict[str, Any]


def axis_to_json(axis: Axis) -> Json:
    """(("receivers", 10),) -> {"receivers": 10}."""
    return dict(axis)


def axis_from_json(data: Mapping[str, Any]) -> Axis:
    """The inverse of axis_to_json."""
    return tuple(data.items())


def case_to_json(case: Case) -> Json:
    """Question, variant and axis."""
    return {"question": case.question, "variant": case.variant, "axis": axis_to_json(case.axis)}


def case_from_json(data: Mapping[str, Any]) -> Case:
    """The inverse of case_to_json; further keys are left alone."""
    return Case(data["question"], data["variant"], axis_from_json(data["axis"]))


def question_to_json(question: Question) -> Json:
    """A question with its cases as [variant, axis] pairs, since each repeats the question's slug."""
    return {
        **_fields(question),
        "axes": {name: list(values) for name, values in question.axes},
        "variants": [_fields(variant) for variant in question.variants],
        "cases": [[case.variant, axis_to_json(case.axis)] for case in question.cases],
    }


def question_from_json(data: Mapping[str, Any]) -> Question:
    """The inverse of question_to_json."""
    return Question(
        **{
            **data,
            "axes": tuple((name, tuple(values)) for name, values in data["axes"].items()),
            "variants": tuple(
                Variant(**{**variant, "needs": tuple(variant.get("needs", ()))})
                for variant in data["variants"]
            ),
            "cases": tuple(
                Case(data["slug"], variant, axis_from_json(axis)) for variant, axis in data["cases"]
            ),
        }
    )


def environment_to_json(environment: Environment) -> Json:
    """An environment with its whole fingerprint."""
    return {**_fields(environment), "details": dict(environment.details)}


def environment_from_json(data: Mapping[str, Any]) -> Environment:
    """The inverse of environment_to_json."""
    return Environment(**{**data, "details": tuple(data["details"].items())})


def counters_to_json(counters: Counters) -> Json:
    """Only what was counted."""
    counted = {name: value for name, value in _fields(counters).items() if value is not None}
    statements = dict(counted.pop("statements"))
    return {**counted, "statements": statements} if statements else counted


def counters_from_json(data: Mapping[str, Any]) -> Counters:
    """The inverse of counters_to_json."""
    return Counters(**{**data, "statements": tuple(data.get("statements", {}).items())})


def plan_to_json(plan: Plan) -> Json:
    """The plan, as manifest.json holds it."""
    return {
        **_fields(plan),
        "environments": [environment_to_json(environment) for environment in plan.environments],
        "questions": [question_to_json(question) for question in plan.questions],
        "machine": dict(plan.machine),
    }


def plan_from_json(data: Mapping[str, Any]) -> Plan:
    """The inverse of plan_to_json."""
    return Plan(
        **{
            **data,
            "kind": ComparisonKind(data["kind"]),
            "environments": tuple(environment_from_json(each) for each in data["environments"]),
            "questions": tuple(question_from_json(each) for each in data["questions"]),
            "machine": tuple(data["machine"].items()),
        }
    )


def _fields(record: Any) -> Json:
    values = {field.name: getattr(record, field.name) for field in dataclasses.fields(record)}
    return {name: value.value if isinstance(value, Enum) else value for name, value in values.items()}
