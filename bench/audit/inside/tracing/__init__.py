"""What receivers do while a command runs: calls, time, SQL queries, exceptions, as a tree of nested sends.

tree       what is counted: one node for each receiver below the receiver that caused it
seam       how Django's dispatcher is watched, at `Signal._live_receivers`
awaiting   the same for asynchronous receivers
queries    SQL queries go to the receiver that sends them
bulk       operations that send no signals for their rows
overhead   what all of that adds, measured on the spot
session    all of it from install to the record
"""
