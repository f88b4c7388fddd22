"""The questions, one file each, and what they are written with.

A new question is a new file: copy one, change its first line, and it appears in every command. Scenarios
are measured code: they import the standard library, Django and their subject.
"""
