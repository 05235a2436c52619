"""Inputs that nobody would write, for every public function of transforms/."""
