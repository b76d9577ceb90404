"""The pages of customers: orders, free text invoices, invoices, customers, transactions, ageing.

filters.py, tables.py, forms.py    what a list is narrowed by and looks like, what is typed
orders.py, order_entry.py          orders: list, page; enter, change, cancel
update_form.py, order_posting.py   the four updates and their options; preview, post now or as job, what came of it
holds.py, credit_holds.py          orders kept from the warehouse, and for credit
order_documents.py                 confirmations, picking lists and packing slips; correct one
free_text*.py, recurring*.py       free text invoices: list, page, entry, posting; those that come again
invoices.py, einvoices.py          invoices and credit notes: list, page, credit; as UBL
papers.py, printed_runs.py         documents as PDF: one, and those of a run
chosen.py, statements.py           what is chosen on lists: printed, as UBL files, as statements
sending.py, sent_events.py         documents by e-mail: chosen ones, what was sent, and as events of timelines
chain.py, order_changes.py         the timeline that a document stands in; what was changed of an order, in words
invoice_events.py, *_events.py      what timelines show of invoices, vouchers, settlements, letters
accounts.py, statement_form.py     customers: list, page; which statement is asked for
customer_timeline.py               what happened to a customer lately
transactions.py, settling.py       what is open on a day; settle, and take a settlement back
collection_holds.py                dispute or block what is open
aged.py                            ageing on a day, with the ledger tie-out beside it
aged_chart.py                      the ageing as a chart, on its page and the customer's
sales.py                           sales of a year by month and country
finding.py                         what search finds of all this
registration.py                    what these pages add to navigation

Every page is made for the request's company; an id of another company answers 404.
"""
