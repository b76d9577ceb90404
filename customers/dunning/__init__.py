"""Interest on what customers owe too long.

Owns the notes that charge it, from their calculation to their reversal; what is disputed or blocked is left out.

    calculating.py  what was open of overdue transactions, day by day --> notes that wait
    posting.py      notes --> vouchers and customer transactions of their own kind
    reversing.py    a note taken back: its days can be charged again
    refusals.py     why a note is not posted or reversed, in words
    previewing.py   what posting would make
    jobs.py         the kinds of task that calculate, post and undo

    created --> printed --> posted --> reversed
       `-----------------------^

A note has its number when it is posted: that of its voucher. Until then it prints as a pro forma. No day of a
transaction is charged twice; one that a note would charge is free again when the note is deleted or reversed.
"""
