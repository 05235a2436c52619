"""Where a story was filed and who filed it: datelines and agency credits."""
