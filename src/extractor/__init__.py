"""English trade news in, checked trade facts out."""
