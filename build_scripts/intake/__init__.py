"""Take files, folders and pages of the web into source_reports/. What is proposed and answered is in ``adding``."""
