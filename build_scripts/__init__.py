"""From raw annual reports on law-based government to a searchable public site: read, clean, structure, extract, check, render, publish."""
