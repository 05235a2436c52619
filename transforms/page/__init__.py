"""The parts of a page: front matter, declared metadata, title, boilerplate and text."""
