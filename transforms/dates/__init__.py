"""Publication dates: where a date may stand, and how it is written in three calendars."""
