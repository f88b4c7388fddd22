"""What signals do in a user's own project, seen from inside that project's own interpreter.

    inside       runs in the user's interpreter, beside the user's Django: starts the project, finds every
        |        signal and receiver, applies the rules, and answers in one line of JSON
    interpreter  starts that interpreter and waits for the answer
        |
    records      the answer as frozen records, and as the versioned JSON that users read

A trace goes the same way, beside a command of the project that does as ever:

    inside.tracing  counts what receivers do, from the dispatcher's own loop
    traced_command  starts the command with it, and reads the record that is left
    trace_record    the record as frozen records; trace_report, as text
    pytest_trace    the same as a plugin of pytest

Nothing is installed there, and an audit writes nothing to the project's folder or database.
"""
