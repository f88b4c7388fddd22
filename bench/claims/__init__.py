"""Sayings about Django signals, put to the test: each is a small file under ledger/, checked on any results.

    ledger      a claim per file: the saying, its source, the cells that test it, the rule
        |
    evidence    what the results hold of these cells; what is missing is said out loud
        |
    checking    claim + evidence -> verdict, figure, and the command that measures just those cells

Verdicts on times rest on intervals: a point settles a claim only if its whole interval lies on one side of
the claim's own threshold. Intervals of ratios hold jointly over the report: with the report's confidence
(95%) no verdict that rests on them is wrong by chance. A quotient of two such ratios holds at the same level,
as both contain the truth together. Where no ratio was measured, two times are divided, whose intervals hold
one at a time: such a verdict has a confidence of 90%, by itself. Counters have no error.
"""
