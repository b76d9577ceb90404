"""Bills of exchange and promissory notes: drawn, remitted to a bank, settled, protested and drawn again.

A bill is a customer transaction that moves from control account to control account. What is done with it is a step: a
line of a journal until it is posted, then an event of the life of its bill with a voucher of its own.

    draw ----> bill of exchange ----> remit ----> collection or discount ----> settle ----> honored ----> closed
                  ^       |                             |                                      |
                  |       +--------- protest <----------+--------------------------------------+
                  +-- redraw -- protested bill ----> paid, given up

    life          which step is taken in which journal, from which status; guards hold it in the database
    entering      lines of journals; proposing and drawing make them for what is due and what is invoiced
    checking      why a step is not posted; refusals has the words
    entries       what each step posts; fees is what a bank takes, customer_fees what customers are charged beside
    posting       a set of steps at a time; undoing takes the last one of a bill back
    remitting     what a bank is sent
    company_setup what a new company starts with

What is out is in exposure and maturity, what is left to do in readiness, what must hold in proofs.
"""
