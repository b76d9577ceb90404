"""Passwords that cost the tests no time."""

from django.contrib.auth.hashers import PBKDF2PasswordHasher


class QuickHasher(PBKDF2PasswordHasher):
    """The program's own way to keep a password, with one round: every process of the program can check it."""

    iterations = 1
