"""What the process from which workers are forked does before the first of them."""
