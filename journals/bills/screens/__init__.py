"""The pages of bills of exchange: their journals, the bills themselves, and remittances."""
