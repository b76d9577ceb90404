"""The EC sales list: what was supplied to whom in other member states, proved from the books and declared as a file.

    tax rows (customers)
        |  collecting       one grouped query; what becomes of each group by reporting_rules
        v
    a list's page           lines, what is left out and why, totals that tie to ledger and receivables
        |  declaring        the list as it stands becomes a declaration that never changes
        v
    declaration  ---------  listings -> formats: the file of the state
        |  corrections      what was declared, beside what is collected now
        v
    the next declaration

    vat_numbers, vies       whether a number can be listed, and what the authorities say of it
    periods, readiness      which lists are to be made; what the close asks

Leaves tax rows, and what a document means for tax, to :mod:`customers`.
"""
