"""The pages of payments: journals, entry, preview, posting and taking back."""
