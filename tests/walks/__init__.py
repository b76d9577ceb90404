"""Ways that pages are made for, from page to page, which need no browser: those that do are in tests/browser."""
