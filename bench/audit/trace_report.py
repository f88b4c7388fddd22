"""A trace as plain text of at most 100 columns, for a terminal and for pytest's summary."""

from __future__ import annotations

import re
import shlex
import textwrap
from collections.abc import Iterator, Sequence

from bench import units
from bench.audit.trace_record import Branch, Bulk, Cost, Trace, TracedReceiver

WIDTH = 100
MOST_RECEIVERS = 15
MOST_BRANCHES = 12
MOST_BULK = 10
LARGEST_CAUSES = 3


def trace_report(trace: Trace, *, short: bool = False) -> str:
    """What was traced, what it cost, who caused the queries, nested sends, and what tracing itself took.

    short: the sentences only, no tables.
    """
    parts = [_headline(trace), "" if short else _receivers(trace.receivers), _causes(trace)]
    if not short:
        parts += [_nested(trace.tree), _bulk(trace.bulk)]
    parts += [_overhead(trace), *map(_wrapped, trace.notes)]
    return "\n\n".join(filter(None, parts))


def _headline(trace: Trace) -> str:
    code = "no exit code" if trace.exit_code is None else f"exit code {trace.exit_code}"
    command = textwrap.shorten(shlex.join(trace.command), 60, placeholder=" …")
    lines = [
        f"{command}: {units.time(trace.elapsed_ns)}, {code}, Django {trace.django}, Python {trace.python}."
    ]
    if not trace.receivers:
        return _wrapped(f"{lines[0]} No signal reached a receiver; {_all_queries(trace)}.")
    calls = sum(one.calls for one in trace.receivers)
    names = len({one.receiver for one in trace.receivers})
    lines.append(
        f"{units.plural(names, 'receiver')}, {units.plural(calls, 'call')}, in "
        f"{units.plural(trace.sends, 'send')}: {units.time(trace.in_receivers_ns)} of that time. "
        f"{_all_queries(trace)[0].upper()}{_all_queries(trace)[1:]}."
    )
    return _wrapped(" ".join(lines))


def _all_queries(trace: Trace) -> str:
    inside = trace.queries - trace.queries_outside
    if not trace.queries:
        return "no SQL query"
    queries = "1 SQL query" if trace.queries == 1 else f"{units.integer(trace.queries)} SQL queries"
    return f"{queries}, {units.integer(inside)} in receivers"


def _receivers(receivers: Sequence[TracedReceiver]) -> str:
    """A line for each receiver and signal; senders are told apart in the JSON."""
    together: dict[tuple[str, str], list[TracedReceiver]] = {}
    for one in receivers:
        together.setdefault((one.receiver, one.signal), []).append(one)
    longest = sorted(together.items(), key=lambda item: -sum(one.summable_ns for one in item[1]))
    lines = (
        [f"{'Calls':>9} {'Total':>8} {'Self':>8} {'Queries':>8} {'Raised':>7}  Receiver"] if longest else []
    )
    for (receiver, signal), same in longest[:MOST_RECEIVERS]:
        numbers = (
            f"{units.integer(sum(one.calls for one in same)):>9} "
            f"{units.time(sum(one.summable_ns for one in same)):>8} "
            f"{units.time(sum(one.self_ns for one in same)):>8} "
            f"{_count(sum(one.summable_queries for one in same)):>8} "
            f"{_count(sum(one.exceptions for one in same)):>7}  "
        )
        sent = _sent(signal, same[0].sender) if len(same) == 1 else f"{_short(signal)} of {len(same)} senders"
        lines += _hanging(numbers, f"{receiver} ({sent})")
    if len(longest) > MOST_RECEIVERS:
        lines.append(f"and {len(longest) - MOST_RECEIVERS} more: --json has all")
    return "\n".join(lines)


def _causes(trace: Trace) -> str:
    """Who sent the most queries by itself."""
    counts: dict[str, int] = {}
    for one in trace.receivers:
        counts[one.receiver] = counts.get(one.receiver, 0) + one.self_queries
    largest = sorted(((count, name) for name, count in counts.items() if count), reverse=True)[
        :LARGEST_CAUSES
    ]
    if not largest:
        return ""
    told = ", ".join(
        f"{name} ({units.integer(count)}, {units.share(count / trace.queries)})" for count, name in largest
    )
    return _wrapped(f"Most queries: {told}.")


def _nested(tree: Sequence[Branch]) -> str:
    """Only where something is nested; what takes longest, and what is below it."""
    nesting = [branch for branch in tree if branch.children or branch.levels > 1]
    if not nesting:
        return ""
    lines = ["Nested sends: calls, time and queries of a receiver, and below it of those that it caused"]
    drawn = list(_drawn(nesting, 1))
    lines += [line for lines_of_one in drawn[:MOST_BRANCHES] for line in lines_of_one]
    if len(drawn) > MOST_BRANCHES:
        lines.append(f"and {len(drawn) - MOST_BRANCHES} more: --json has all")
    return "\n".join(lines)


def _drawn(branches: Sequence[Branch], level: int) -> Iterator[list[str]]:
    for branch in branches:
        told = (
            f"{branch.receiver} ({_sent(branch.signal, branch.sender)}): {units.integer(branch.calls)}×, "
            f"{units.time(branch.total_ns)}"
            + (f", {_count(branch.queries)} SQL" if branch.queries else "")
            + (f", up to {units.integer(branch.levels)} levels within itself" if branch.levels > 1 else "")
        )
        yield _hanging("  " * min(level, 20), told)
        yield from _drawn(branch.children, level + 1)


def _bulk(bulk: Sequence[Bulk]) -> str:
    if not bulk:
        return ""
    lines = ["Bulk operations, which send no signals for their rows"]
    for one in bulk[:MOST_BULK]:
        rows = "? rows" if one.rows is None else units.plural(one.rows, "row")
        who = f": passed over {', '.join(one.passed_over)}" if one.passed_over else ": nobody was listening"
        told = f"{one.operation} of {one.model}: {units.plural(one.calls, 'call')}, {rows}{who}"
        lines += _hanging("  ", told)
    if len(bulk) > MOST_BULK:
        lines.append(f"and {len(bulk) - MOST_BULK} more: --json has all")
    return "\n".join(lines)


def _overhead(trace: Trace) -> str:
    own = trace.overhead
    share = units.share(own.counted_ns / trace.elapsed_ns) if own.counted_ns else ""
    in_all = f": {units.time(own.counted_ns)} here, {share} of all" if share else ""
    return _wrapped(
        f"Tracing added {_cost(own.dispatch_ns)} to a send, {_cost(own.receiver_call_ns)} to a receiver’s "
        f"call and {_cost(own.query_ns)} to a query, where a send to one receiver takes "
        f"{units.time(own.send_ns.value)}{in_all}."
    )


def _cost(cost: Cost) -> str:
    return f"{units.time(cost.value)} ({units.time(cost.low)}–{units.time(cost.high)})"


def _sent(signal: str, sender: str | None) -> str:
    """ "post_save of shop.models.Order"."""
    return f"{_short(signal)}, no sender" if sender is None else f"{_short(signal)} of {sender}"


def _short(signal: str) -> str:
    """A signal of Django’s needs no module."""
    return signal.rpartition(".")[2] if signal.startswith("django.") else signal


def _count(number: int) -> str:
    return units.integer(number) if number else "–"


class _Wrapper(textwrap.TextWrapper):
    """Breaks between words, and after the dots of names."""

    wordsep_simple_re = re.compile(r"(\s+|(?<=\w\.)(?=\w))")


def _hanging(first: str, told: str) -> list[str]:
    """The text beside what stands before it; further lines are indented below its beginning."""
    indent = " " * (len(first) + 2)
    wrapper = _Wrapper(WIDTH, initial_indent=first, subsequent_indent=indent, break_on_hyphens=False)
    return wrapper.wrap(told) or [first]


def _wrapped(text: str) -> str:
    return textwrap.fill(text, WIDTH)
