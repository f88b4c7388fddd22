"""The command line: one file per command, which parses, makes one call and returns an exit code.

Results go to standard output, all else to standard error. Heavy imports wait until a command needs them.
"""
