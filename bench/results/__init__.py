"""The run folder: what a run meant to do, what it measured as it measured it, and what came of it.

manifest.json    the plan; written first
journal.ndjson   every slice as it was taken; only ever added to
results.json     rebuilt from the two above at any time
"""
