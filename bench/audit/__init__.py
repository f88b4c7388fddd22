"""What signals do in a user's own project, seen from inside that project's own interpreter.

    inside       runs in the user's interpreter, beside the user's Django: starts the project, finds every
        |        signal and receiver, applies the rules, and answers in one line of JSON
    interpreter  starts that interpreter and waits for the answer
        |
    records      the answer as frozen records, and as the versioned JSON that users read

Nothing is installed there, and nothing is written to the project's folder or database.
"""
