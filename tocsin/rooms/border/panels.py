"""The menu's entry for border stations."""

from django.utils.translation import gettext_lazy as _

from tocsin.rooms.bureaus.powers import Power
from tocsin.web.panels import MenuItem, Section

MENU = [
    MenuItem(_("Border stations"), "border:stations", Power.STATION_SEE, "map", Section.BORDER, 50)
]
