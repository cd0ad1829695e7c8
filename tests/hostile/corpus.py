"""All hostile files by their labels."""

from tests.hostile.office_files import OFFICE
from tests.hostile.other_files import OTHER
from tests.hostile.packed_files import PACKED
from tests.hostile.pdf_files import PDF
from tests.hostile.text_files import TEXTS
from tests.hostile.web_files import WEB

CORPUS = PACKED | PDF | WEB | TEXTS | OTHER
ALL = CORPUS | OFFICE
