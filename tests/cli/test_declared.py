"""What is read from the scenarios' text is what they declare when they run."""

from __future__ import annotations

import pytest

from bench.cli.declared import declared, require_questions, require_variant
from bench.errors import UsageError
from bench.scenarios.catalogue import catalogue


def test_every_question_and_every_variant_is_found_and_no_other() -> None:
    assert dict(declared()) == {slug: tuple(scenario.names) for slug, scenario in sorted(catalogue().items())}


def test_a_name_that_is_wrong_is_met_with_one_that_is_right() -> None:
    with pytest.raises(UsageError, match=r"no question 'Recievers'\. Did you mean 'receivers'\? See: "):
        require_questions(["senders", "Recievers"])
    with pytest.raises(UsageError, match=r"no question 'quux'\. See: signalbench list"):
        require_questions(["quux"])
    with pytest.raises(UsageError, match=r"receivers has no variant 'sned'\. Did you mean 'send'\?"):
        require_variant("receivers", "sned", declared()["receivers"])
    with pytest.raises(UsageError, match=r"references has no variant 'quux'\. It has: strong function; "):
        require_variant("references", "quux", declared()["references"])
