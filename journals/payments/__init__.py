"""Payments of customers: proposed, entered by file, posted, bridged, and what their method asks for."""
