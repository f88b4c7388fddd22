from __future__ import annotations

from pathlib import Path

import pytest

from bench.lockstep.uv_command import IndexUnreachable, NoSuchRelease, UvError, failure, run_uv, settings


def test_pips_settings_are_passed_on_under_uvs_names(tmp_path: Path) -> None:
    passed = settings(
        {
            "PIP_INDEX_URL": "https://example.org/simple",
            "PIP_EXTRA_INDEX_URL": "https://example.org/a https://example.org/b",
            "PIP_CERT": "/certificates.pem",
            "PIP_FIND_LINKS": f"{tmp_path} {tmp_path}/missing https://example.org/links",
            "PIP_TRUSTED_HOST": "example.org",
        }
    )

    assert passed["UV_DEFAULT_INDEX"] == "https://example.org/simple"
    assert passed["UV_INDEX"] == "https://example.org/a https://example.org/b"
    assert passed["UV_INDEX_STRATEGY"] == "unsafe-best-match"
    assert passed["SSL_CERT_FILE"] == "/certificates.pem"
    assert passed["UV_FIND_LINKS"] == f"{tmp_path},https://example.org/links"
    assert passed["UV_INSECURE_HOST"] == "example.org"


def test_uvs_own_settings_win_over_pips() -> None:
    own = {
        "UV_INDEX_URL": "https://example.org/uv",
        "UV_EXTRA_INDEX_URL": "https://example.org/uv-extra",
        "SSL_CERT_FILE": "/uv.pem",
        "UV_HTTP_RETRIES": "7",
    }
    pips = {
        "PIP_INDEX_URL": "https://example.org/pip",
        "PIP_EXTRA_INDEX_URL": "https://example.org/pip-extra",
        "PIP_CERT": "/pip.pem",
    }

    passed = settings({**own, **pips})

    assert passed.items() >= own.items()
    assert "UV_DEFAULT_INDEX" not in passed
    assert "UV_INDEX" not in passed


def test_without_settings_no_index_is_named_and_no_python_is_downloaded() -> None:
    passed = settings({})

    assert passed["UV_PYTHON_DOWNLOADS"] == "never"
    assert not [name for name in passed if "INDEX" in name]


REFUSED = """error: Request failed after 3 retries in 10.6s
  cause: Failed to fetch: https://example.org/simple/django/
  cause: tcp connect error
  cause: Connection refused (os error 111)
"""
NO_RELEASE = """  \N{MULTIPLICATION SIGN} No solution found when resolving dependencies:
  ╰─▶ Because there is no version of django==5.2.999, your requirements are unsatisfiable.

hint: look elsewhere
"""
NOT_CACHED = """error: No solution found when resolving dependencies
  cause: Because django was not found in the cache, your requirements are unsatisfiable.

hint: Packages were unavailable because the network was disabled.
"""
DISK_FULL = "error: Failed to write to the cache\n  Caused by: No space left on device (os error 28)\n"


@pytest.mark.parametrize(
    ("exit_code", "stderr", "kind", "reason"),
    [
        (2, REFUSED, IndexUnreachable, "Connection refused (os error 111)"),
        (
            1,
            NO_RELEASE,
            NoSuchRelease,
            "Because there is no version of django==5.2.999, your requirements are unsatisfiable.",
        ),
        (
            1,
            NOT_CACHED,
            IndexUnreachable,
            "Because django was not found in the cache, your requirements are unsatisfiable.",
        ),
        (2, DISK_FULL, UvError, "No space left on device (os error 28)"),
        (101, "", UvError, "uv exited with 101"),
    ],
)
def test_what_uvs_complaints_mean(exit_code: int, stderr: str, kind: type[UvError], reason: str) -> None:
    error = failure(exit_code, stderr)

    assert type(error) is kind
    assert str(error) == reason


def test_uv_itself_runs() -> None:
    assert run_uv("--version").startswith("uv ")


def test_what_uv_complains_of_is_told() -> None:
    with pytest.raises(UvError, match="/no/such/python"):
        run_uv("pip", "install", "--offline", "--python", "/no/such/python", "django")
