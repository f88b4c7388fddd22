"""What a run found, for readers: the page, its figures, Markdown, CSV and the words that all of them use.

Everything here turns frozen results into text, and decides nothing: a verdict is printed as it was stored.
The same results always give the same bytes.

    wording     a verdict as a mark and a phrase
    findings    the sentences that a report opens with
    table       the rows of the tables
    figures     the drawings
    page        one self-contained HTML file, from templates/
    markdown    a summary for a pull request
    work        what one side does more of than the other: counters
    samples     what every cell took in every round, as CSV
"""
