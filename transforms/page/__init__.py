"""The parts of a page: front matter, declared metadata, title, and boilerplate."""
