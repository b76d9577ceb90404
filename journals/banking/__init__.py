"""Bank statements: read, kept whole, matched with what they pay, and what the bank returns."""
