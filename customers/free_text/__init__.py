"""Free text invoices: invoiced without an order, to ledger accounts.

drafts         enter, change and delete one while it waits
distributions  several ledger accounts instead of one on a line
posting        post a set of them, each to an invoice as any other
previewing     what posting would make: posted, and taken back
crediting      take a posted one back
correcting     take a posted one back, and open what it should have been
recurring      those that come again: which are due, and generating them
refusals       why one cannot be posted, in words
"""
