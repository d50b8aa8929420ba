"""The frame's own doors. The style guide is opened for developers alone."""

from django.conf import settings
from django.urls import path

from tocsin.web import views

app_name = "web"
urlpatterns = [
    path("theme", views.set_theme, name="theme"),
    path("language", views.set_language, name="language"),
    path("palette.json", views.palette, name="palette"),
]
styleguide_urlpatterns = [path("styleguide", views.styleguide, name="styleguide")]
if settings.DEBUG:
    urlpatterns += styleguide_urlpatterns
