"""What programs call the kinds of files that are published, where systems and servers know them badly."""

# As registered: https://www.iana.org/assignments/media-types.
MEDIA_TYPES = {
    "csv": "text/csv",
    "json": "application/json",
    "md": "text/markdown",
    "parquet": "application/vnd.apache.parquet",
    "sqlite": "application/vnd.sqlite3",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
FEED = "application/atom+xml"  # of what lies below feeds/
