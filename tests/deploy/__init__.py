"""The files of `deploy/`: a copy that was made while runs were at work, units, images."""
