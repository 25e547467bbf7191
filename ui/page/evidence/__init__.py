"""Citations and the pane that shows one with the text around it, as several tabs need them."""
