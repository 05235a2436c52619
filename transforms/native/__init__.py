"""Tables of characters, and the compiled kernel that asks them about whole texts at once."""
