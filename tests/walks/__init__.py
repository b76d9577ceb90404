"""Ways that pages are made for, from page to page: in a browser, or without one where its scripts are not needed."""
