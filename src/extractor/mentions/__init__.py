"""Mentions: what each span of an article names, recognised and normalised, one kind a module."""
