"""The town for a WSGI server: `gunicorn --pythonpath site municipal.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "municipal.settings.production")
application = get_wsgi_application()
