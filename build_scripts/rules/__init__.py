"""Knowledge as data, and the code that reads it: marks, dates, numerals, units, furniture, regions, departments."""
