"""A published study: runs side by side in one folder, and what is made of them without a hand on a number.

publishing   a run's report, environment and checksum into the study's folder, with its version steps
    |
study        what is in the folder: the only source of everything below
    |
findings     what a Django developer should know, each a small file: cells and the sentence they make
steps        what changed from one Django to the next, by time and by counters
explanations what in Django's sources explains a step, each a small file
    |
front_page   the study's README.md;  marked_block  the findings in the repository's own

repeating    whether another run contradicts a verdict of the study
"""
