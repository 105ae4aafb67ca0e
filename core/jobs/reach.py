"""An address in, whether a scheduler speaks there out: in a bounded time, which Dask does not promise to connect in."""

import socket
from urllib.parse import urlsplit

from core.errors import JobError

CONNECT_S = 1.0


def answers(address: str, *, patience_s: float, remedy: str = "stop it, or name another") -> bool:
    """Whether a scheduler speaks at an address like tcp://127.0.0.1:8786; False when nobody listens there.

    Raises JobError, which ends with the ``remedy``, when somebody does, but says nothing within ``patience_s``.
    """
    parts = urlsplit(address if "://" in address else f"tcp://{address}")
    try:
        listener = socket.create_connection((parts.hostname or "", parts.port or 8786), timeout=CONNECT_S)
    except (OSError, ValueError):
        return False
    with listener:
        if parts.scheme != "tcp":  # over TLS the one who calls speaks first
            return True
        listener.settimeout(patience_s)
        try:
            return bool(listener.recv(1))
        except TimeoutError as error:
            raise JobError(f"what listens at {address} does not answer as a scheduler; {remedy}") from error
        except OSError:
            return False
