"""Free text invoices: invoiced without an order, to ledger accounts.

drafts      enter, change and delete one while it waits
posting     post a set of them, each to an invoice as any other
crediting   take a posted one back
refusals    why one cannot be posted, in words
"""
