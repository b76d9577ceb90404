"""What customers are charged, and asked for, when they pay too late.

Owns interest notes and collection letters, from their making to their reversal; what is disputed or blocked is left
out.

    calculating.py  what was open of overdue transactions, day by day --> interest notes that wait
    letters.py      what is overdue, step by step of a sequence --> collection letters that wait
    notes.py        what both kinds have in common; interest_notes.py and collection_letters.py say the rest
    posting.py      documents --> vouchers and customer transactions of their own kind
    reversing.py    a document taken back: what it charged or asked for can be again
    deleting.py     one that is not posted
    refusals.py     why a document is not posted or reversed, in words
    previewing.py   what posting would make
    jobs.py         the kinds of task that make, post and undo

    created --> printed --> posted --> reversed
       `-----------------------^

A document has its number when it is posted: that of its voucher; a letter without a fee has none. Until then it prints
as a pro forma. No day of a transaction is charged twice, and none is asked for twice by letters of one step; what a
document would charge or ask for is free again when it is deleted or reversed.
"""
