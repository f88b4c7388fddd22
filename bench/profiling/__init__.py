"""What a profiler saw: counted by layer, and written as pages. See bench/worker/profiled.py for how it looks."""
