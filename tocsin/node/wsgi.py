"""The node as a WSGI application, for the server that ``tocsin up`` starts."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocsin.node.settings")
application = get_wsgi_application()
