"""Where raw files come from (a folder or an object store), and copies of rejected ones."""
