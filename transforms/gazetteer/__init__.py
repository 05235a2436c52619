"""The tables of places, news agencies and newsroom phrases, and how they are looked up."""
