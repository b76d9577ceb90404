"""The EC sales list. Nothing is built yet.

Will own: which tax rows are declared, their periods, corrections and files. Leaves the tax rows to customers.
"""
