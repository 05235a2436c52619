"""Which languages a text is in, and how its language is spelled."""
