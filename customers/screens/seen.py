"""What a preview showed, under the name by which pages of customers know it."""

from arclose.batch.screens.seen import seen_by, signed

__all__ = ["seen_by", "signed"]
