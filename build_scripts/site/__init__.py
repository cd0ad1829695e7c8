"""The finished site: MkDocs run over the pages that changed, in parts, as one site."""

from build_scripts.site.build import Built, build_site
from build_scripts.site.mkdocs_run import compile_theme
from build_scripts.site.saved import show_files
from build_scripts.site.swap import replaced_folder, turn_files

__all__ = ["Built", "build_site", "compile_theme", "replaced_folder", "show_files", "turn_files"]
