"""What is true for every company: currencies, countries, memberships of unions, published exchange rates.

    currencies.csv   ISO 4217 with decimals, and the currencies that ended after the ECB had quoted them
    countries.csv    ISO 3166, Northern Ireland (XI), and Eurostat's codes for a country not specified (QU, QV, QW)
    memberships.csv  European Union and euro area by date, both days inclusive
    ecb.py           the ECB's own history file: shipped with the program, or fetched
    loading.py       all of it into the database

Loading again changes nothing that is there and adds what is missing.
"""
