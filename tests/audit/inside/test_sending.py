"""How a signal is sent, read from sources."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Any

import pytest

from bench.audit.inside.sending import ways_of_sending

SOURCE = '''
"""Listen to paid: paid.send(Order) comes with every payment."""
from django.dispatch import Signal

class Shop:
    opened = Signal()

paid = Signal()
# before: paid.send_robust(Order)

async def pay():
    await paid.asend(None)
    print("never paid.send(None)")

def open_shop():
    Shop.opened.send(
        Shop,
    )
'''


def loaded(file: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    spec = importlib.util.spec_from_file_location("sending_shop", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "sending_shop", module)
    spec.loader.exec_module(module)
    return module


def test_only_code_tells_not_comments_and_texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "shop.py").write_text(SOURCE)
    shop = loaded(tmp_path / "shop.py", monkeypatch)
    assert ways_of_sending(shop.paid) == {"asend"}
    assert ways_of_sending(shop.Shop.opened) == {"send"}


def test_a_source_that_does_not_parse_any_more_tells_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "edited.py").write_text(SOURCE)
    shop = loaded(tmp_path / "edited.py", monkeypatch)
    (tmp_path / "edited.py").write_text("def half_written(")
    assert ways_of_sending(shop.paid) == set()
