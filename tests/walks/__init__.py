"""The ways that pages are made for, from page to page, as far as they need no browser: those are in tests/browser."""
