"""What a profiler saw: counted by layer, and written as pages. How it looks: bench/worker/profiled.py."""
