"""What this room shows on pages of others: its place in the menu."""

from django.utils.translation import gettext_lazy as _

from tocsin.rooms.bureaus.powers import Power
from tocsin.web.panels import MenuItem, Section

MENU = [
    MenuItem(
        _("Catalogue"), "catalogue:catalogue", Power.RECORD_EXPORT, "device", Section.REGISTER, 60
    )
]
