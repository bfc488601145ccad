"""The health diary: entries by day, charts, the sheet in which one writes."""
