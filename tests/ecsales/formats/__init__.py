"""Files of EC sales lists: pure functions of a listing, tested without a database."""
