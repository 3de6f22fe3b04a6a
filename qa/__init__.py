"""Vaybe: quality assurance for customer service. See ARCHITECTURE.md for the map of the house."""
