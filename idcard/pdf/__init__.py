"""Drawing the card: the only package that uses reportlab and pypdfium2."""
