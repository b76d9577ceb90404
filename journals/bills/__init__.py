"""Bills of exchange and promissory notes: drawn, remitted to a bank, settled, protested and drawn again.

A bill is a customer transaction that moves from control account to control account. What is done with it is a step: a
line of a journal until it is posted, then an event of the life of its bill with a voucher of its own.

    draw ----> bill of exchange ----> remit ----> collection or discount ----> settle ----> honored ----> closed
                  ^       |                             |                                      |
                  |       +--------- protest <----------+--------------------------------------+
                  +-- redraw -- protested bill ----> paid, given up
"""
