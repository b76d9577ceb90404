"""Ways that pages are made for, from page to page, which need no script: those that do are in tests/browser."""
