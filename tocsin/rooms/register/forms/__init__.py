"""What people type in this room: bodies, searches, links, files; no rule is decided here."""

from tocsin.rooms.register.forms.amending import AmendForm
from tocsin.rooms.register.forms.drafts import DraftForm, EditForm
from tocsin.rooms.register.forms.imports import ImportForm
from tocsin.rooms.register.forms.links import LinkForm
from tocsin.rooms.register.forms.search import SearchForm

FORMS = {
    "import.start": ImportForm,
    "link.add": LinkForm,
    "record.amend": AmendForm,
    "record.draft": DraftForm,
    "record.edit": EditForm,
}

__all__ = ["FORMS", "AmendForm", "DraftForm", "EditForm", "ImportForm", "LinkForm", "SearchForm"]
