"""The notice on paper: one or two pages for whoever stands where no screen is.

``gathering`` collects what one reader may take along, in the language of whoever will hold it;
``brief`` cuts it to two pages and says what it left out; the same sheet is drawn as a page
(``notices/_paper.html``) and as a PDF (``paper``).
"""

from tocsin.rooms.notices.printed.gathering import is_printable
from tocsin.rooms.notices.printed.pages import document, file, page
from tocsin.rooms.notices.printed.public import extract_of
from tocsin.rooms.notices.printed.words import LANGUAGES, language_asked

__all__ = ["LANGUAGES", "document", "extract_of", "file", "is_printable", "language_asked", "page"]
