"""The pages of payments: journals, entry, preview, posting and taking back; and posting general vouchers."""
