"""When work is due and what it waits for, as pure calculation: no clock and no database in here.

recurrence.py   when does it come again?
windows.py      in which hours may it start?
conditions.py   may a task begin, given how those it waits for have ended?
waits.py        how long until the next try?
"""
