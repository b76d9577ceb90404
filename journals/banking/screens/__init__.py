"""The pages of bank statements: read files, list statements and lines, show one of each."""
