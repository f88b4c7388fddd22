"""The samples of a process, counted: by layer and by function."""

from __future__ import annotations

from collections import Counter

from bench.profiles import BUILT_IN, Function, Layer, Sampled, Tally
from bench.profiling.layers import layers_of


def tally(sampled: Sampled) -> Tally:
    """Counts each stack where it ends, and once in every layer that lies on it.

    The unexplained has what ends there only, as the harness's own loop is on every stack.
    """
    own: Counter[Layer] = Counter()
    within: Counter[Layer] = Counter()
    in_c: Counter[Layer] = Counter()
    functions: Counter[Function] = Counter()
    for stack, number in sampled.stacks:
        layers = layers_of(stack, sampled.receivers)
        last, layer = stack[-1], layers[-1]
        own[layer] += number
        for each in set(layers) - {Layer.UNEXPLAINED} | {layer}:
            within[each] += number
        if last.file == BUILT_IN:
            in_c[layer] += number
        functions[Function(last.function, last.file, last.line, layer)] += number
    return Tally(
        total=sum(own.values()),
        own=dict(own),
        within=dict(within),
        in_c=dict(in_c),
        functions=dict(functions),
        stretch_ns=sampled.stretch_ns,
    )
