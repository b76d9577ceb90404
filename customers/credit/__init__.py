"""Credit: limits, the rules that block orders, what is used of a limit, and orders on credit hold."""
