"""Invoices, credit notes, confirmations and statements by e-mail: the PDF attached and, where wanted, the UBL file.

Owns to whom a document goes, in which words, and the record of what became of each e-mail; what stands on the document
belongs to :mod:`customers.papers`.

    letters.py      documents of a chunk --> who gets them, and why others are left out
    texts.py        subject and text in the customer's language, with placeholders
    outbox.py       a row per document and recipient: entered, claimed, and what became of it
    servers.py      whether there is a server that takes e-mails
    mailing.py      one e-mail to the server, and what its answer means
    jobs.py         the kinds of task that send
    after_posting.py    a job for what a posting made

An e-mail goes out once: it is claimed, and that committed, before the server hears of it. Where the server could not be
reached, or refused by name, nothing went out, and it may be tried again. After anything else nobody knows, and only who
says "send again" sends it again.
"""
