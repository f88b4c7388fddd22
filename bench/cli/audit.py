"""signalbench audit: what signals cost in a user's own project."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from bench.cli.options import add_verbosity

EXAMPLES = """\
examples:
  signalbench audit --settings mysite.settings
  signalbench audit --project ~/shop --python ~/shop/.venv/bin/python
  signalbench audit --settings mysite.settings --json audit.json -o audit
"""


def add_to(commands: Any) -> None:
    parser = commands.add_parser(
        "audit",
        help="a Django project of yours: its receivers, and what they cost",
        description="Start your project in its own Python, list every receiver, and say what is\n"
        "wrong or dear: models that lost their fast delete, receivers that are dead or\n"
        "run twice, what each save() calls. None of your receivers is called; nothing\n"
        "is installed there, and nothing is written to your folder or database.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_project(parser)
    parser.add_argument(
        "--json", nargs="?", const="-", metavar="FILE", help="as JSON, into a file or instead of the tables"
    )
    parser.add_argument(
        "-o", "--output", type=Path, metavar="DIR", help="write a page (index.html) and audit.json there"
    )
    parser.set_defaults(handle=handle)
    add_verbosity(parser)


def add_project(parser: argparse.ArgumentParser) -> None:
    """The options that name a project."""
    parser.add_argument(
        "--settings",
        metavar="MODULE",
        help="such as mysite.settings (default: DJANGO_SETTINGS_MODULE, or what manage.py names)",
    )
    parser.add_argument(
        "--project",
        type=Path,
        default=Path(),
        metavar="DIR",
        help="the folder that holds manage.py (default: this one)",
    )
    parser.add_argument(
        "--python",
        type=Path,
        metavar="PATH",
        help="the project's Python (default: of DIR/.venv or DIR/venv, else the active environment's)",
    )


def handle(arguments: argparse.Namespace) -> int:
    """Raises UsageError for a project that is not there, SignalbenchError for one that does not start."""
    import json
    import os
    import signal

    from bench.audit.interpreter import ask_project
    from bench.audit.project_folder import find_interpreter, find_project, find_settings
    from bench.audit.records import as_json, read_answer
    from bench.cli.audit_tables import print_audit
    from bench.cli.request import check_folder
    from bench.output_file import write
    from bench.render.audit_page import audit_page
    from bench.render.inert import inert_json, visible

    check_folder(arguments.output)
    project = find_project(arguments.project.expanduser())
    settings = arguments.settings or find_settings(project, os.environ)
    named = arguments.python and arguments.python.expanduser().absolute()
    interpreter = named or find_interpreter(project, os.environ)
    # as Ctrl-C does, it also ends the project and deletes the copies of its databases
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        answer = ask_project(interpreter, {"do": "audit"}, project=project, settings=settings)
    finally:
        signal.signal(signal.SIGTERM, before)
    audit = read_answer(answer)
    text = inert_json(json.dumps(as_json(audit), indent=1, ensure_ascii=False)) + "\n"
    if arguments.json == "-":
        print(text, end="")
    else:
        print_audit(audit, settings, quiet=arguments.quiet)
        if arguments.json:
            write(Path(arguments.json), text)
    if arguments.output:
        write(arguments.output / "audit.json", text)
        write(arguments.output / "index.html", audit_page(audit, settings))
        if arguments.json != "-":
            print(visible(f"Page: {arguments.output / 'index.html'}"))
    return 0
