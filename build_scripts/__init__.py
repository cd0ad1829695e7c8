"""From raw annual reports on law-based government to a searchable public site, stage by stage."""
