"""Prepayment invoices: a part of an order asked for in advance, deducted from its later invoices.

parameters   how much is asked, on which day
posting      post them for a set of orders, one each
deducting    what later invoices deduct of them
crediting    take back what is left of one
listing      what an order's prepayments are, and what is left of them
refusals     why none is made of an order, in words
"""
