"""Tools for those who curate the table: the whole of it for reading (`export`), and what changed (`diff`)."""
