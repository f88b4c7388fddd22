"""From slices to ratios, intervals and verdicts. Numbers go in, numbers come out; nothing is drawn."""
