"""The pages of revaluation: runs, one run with its lines, two runs side by side, a transaction, rates, exposure."""
