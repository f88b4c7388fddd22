"""Taking turns: which environments there are, whose turn it is to be timed, and for how long.

Only one worker is ever timed while the others wait on their pipes. In a round, every environment and
variant at one point of a question's axes is timed once. A fork is one life of the workers, and the unit
of the statistics.
"""
