"""What runs inside a measured environment: it imports the standard library, Django and the scenarios.

The host talks to it over a pipe, a JSON object a line; see protocol.py. Start it with

    python -m bench.worker
"""
