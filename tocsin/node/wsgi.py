"""The node as a WSGI application, for the server that ``tocsin up`` starts."""

import logging
import os
import threading

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocsin.node.settings")
application = get_wsgi_application()


def warm() -> None:
    """Open the screening index before anybody asks: the first traveller waits no longer."""
    from django.db import close_old_connections
    from django.utils import timezone

    from tocsin.rooms.bureaus.reader import Realm
    from tocsin.rooms.hits import index

    try:
        index.of(Realm.LIVE).size(timezone.now())
    except Exception:
        logging.getLogger(__name__).exception("the index was not opened; the first check does it")
    finally:
        close_old_connections()


threading.Thread(target=warm, name="warm", daemon=True).start()
