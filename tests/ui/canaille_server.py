"""Canaille, an OpenID provider, on a loopback address, with two users; a program that prints its issuer.

It brings a web framework of its own, and switches Authlib's check of TLS off: hence a process apart.
"""

from __future__ import annotations

import os
import secrets
from wsgiref.simple_server import WSGIRequestHandler, make_server

PASSWORD = "correct horse battery staple"
USERS = {"kim": ("김서연", "press"), "park": ("박지훈", "strangers")}
"""(name that is shown, group) by name of the user."""


class Silent(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Write nothing: what stands in an address is nobody's business."""


def main() -> None:
    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"
    from canaille import create_app
    from canaille.app import models
    from canaille.backends import Backend
    from joserfc.jwk import RSAKey

    httpd = make_server("localhost", 0, None, handler_class=Silent)
    key = RSAKey.generate_key(2048)
    key.ensure_kid()
    application = create_app(
        {
            "ENV_FILE": None,
            "SECRET_KEY": secrets.token_hex(16),
            "PREFERRED_URL_SCHEME": "http",
            "SERVER_NAME": f"localhost:{httpd.server_port}",
            "CANAILLE": {
                "DATABASE": "memory",
                "JAVASCRIPT": False,
                "ACL": {"DEFAULT": {"PERMISSIONS": ["use_oidc"]}},
                "LOGGING": {"version": 1, "disable_existing_loggers": True},
            },
            "CANAILLE_OIDC": {"DYNAMIC_CLIENT_REGISTRATION_OPEN": True, "ACTIVE_JWKS": [key.as_dict(private=True)]},
        }
    )
    with application.app_context():
        for name, (shown, group) in USERS.items():
            user = models.User(
                user_name=name,
                formatted_name=shown,
                family_name=shown,
                display_name=shown,
                emails=[f"{name}@example.org"],
                password=PASSWORD,
            )
            Backend.instance.save(user)
            Backend.instance.save(models.Group(display_name=group, members=[user]))
    httpd.set_app(application)
    print(f"http://localhost:{httpd.server_port}", flush=True)  # noqa: T201 - what its caller waits for
    httpd.serve_forever()


if __name__ == "__main__":
    main()
