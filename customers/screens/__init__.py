"""The pages of customers: orders, invoices, customers, transactions, ageing.

filters.py, tables.py, forms.py    what a list is narrowed by and looks like, what is typed
orders.py, order_entry.py          orders: list, page; enter, change, cancel
order_posting.py                   preview, post now, post as job, what came of it
invoices.py                        invoices and credit notes: list, page, credit
accounts.py                        customers: list, page
transactions.py, settling.py       what is open on a day; settle, and take a settlement back
aged.py                            ageing on a day, with the ledger tie-out beside it
aged_chart.py                      the ageing as a chart, on its page and the customer's
sales.py                           sales of a year by month and country
finding.py                         what search finds of all this
registration.py                    what these pages add to navigation

Every page is made for the request's company; an id of another company answers 404.
"""
