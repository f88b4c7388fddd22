"""The scenarios as pytest-benchmark tests, and the plugin that adds `pytest --benchmark`."""
