"""signalbench: what Django signals cost, measured in lockstep.

Data flows one way, and each step can be read on its own:

    scenarios   one question per file, written like an example in the Django documentation
        |       bench_project holds the Django project that they measure
    worker      runs inside a measured environment: checks the oracle, times slices, counts
        |       JSON over a pipe
    lockstep    makes the environments, and decides whose turn it is to be timed
        |
    results     the run folder: manifest, journal, results.json
        |
    analysis    ratios, intervals and verdicts, from the forks
        |
    render      page, figures, terminal tables, Markdown

    study       runs published in one folder: findings, steps between versions, and what explains them

    audit       apart from these: starts a user's own project in its own interpreter, and judges its receivers

`model` holds the frozen records that travel between the steps, `units` turns numbers into text,
`suite` runs the scenarios under pytest-benchmark, and `cli` puts the steps behind commands.

Measured code (scenarios, worker) never meets host code (all the rest) but over the pipe, so this
package imports nothing: the Django that the host has installed stays out of the measured process.
"""
