"""Runs on more than one machine; each module needs an extra of its own."""
