"""The close of a period: what is left to do, proved from the data, until it can be put on hold.

    checks.py      the tasks in order of work, each a question to the books and the page that clears it
    tasks.py       how they stand for a company and a period: left, green, signed, broken again
    counting.py    whether the page waits for its counts, or asks for them once it stands
    proving.py     the probes run and remembered: with which posting the proof ended
    closing.py     hold, refused with reasons while a blocking check is red; reopen; permanently close
    scheduling.py  due dates on working days

Owns sign-offs, owners and due dates. May ask every app; what a check counts is defined in the app that owns
the rows (:mod:`customers.readiness`), and the status itself is the ledger's.
"""
