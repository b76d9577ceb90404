"""The servers that come with the program: PostgreSQL and Redis from wheels, run below one supervisor.

Owns: where their data, sockets and logs lie; starting them, proving that they answer, stopping them and whatever an
earlier run left behind. Leaves to others: roles, tables and everything the program keeps in them.
Imports nothing of the program.
"""
