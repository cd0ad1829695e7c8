"""Sources, the store and the finished site at any address: a folder here, ``s3://…``, whatever fsspec knows."""

from build_scripts.storage.filesystem import is_remote
from build_scripts.storage.keeping import fetch_store, put_back_store
from build_scripts.storage.mirror import Mirrored, mirror_sources
from build_scripts.storage.publishing import Published, publish_folder

__all__ = [
    "Mirrored",
    "Published",
    "fetch_store",
    "is_remote",
    "mirror_sources",
    "publish_folder",
    "put_back_store",
]
