"""Files of banks, read into plain structures: ISO 20022 camt.052, .053 and .054 of any version, SWIFT MT940 and MT942.

Owns the formats, one module each, and the arithmetic of a statement. Knows no table and no company: whose the account
is, and what becomes of a line, is decided by whoever asked.

    path --> reading.py --+--> camt.py (xml_reading.py, no DTD, no network) --+--> structures.BankFile
                          +--> swift.py (pages joined) --> narratives.py -----+
"""
