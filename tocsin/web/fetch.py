"""The only way out: HTTPS to the nodes of peers, verified, bounded in time and size.

There is no option that lets a certificate pass unverified and none that follows a redirect. A
line believes one certificate, named by the bureau it leads to, or else the system's authorities;
it goes to the one host it was made for and nowhere else.
"""

import http.client
import socket
import ssl
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from tocsin.core.errors import Unavailable

CONNECT = 5.0  # seconds
WAIT = 30.0
LONGEST = 300.0  # of one answer, however slowly it comes
CHUNK = 1 << 16
LARGEST = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: never followed, never longer than the limit."""

    status: int
    headers: dict[str, str]
    body: bytes
    whole: bool = True


class Line:
    """A connection kept open to one node. Not for use by two threads at once."""

    def __init__(self, url: str, certificate: str = "", *, wait: float = WAIT) -> None:
        parts = urlsplit(url)
        if parts.scheme != "https" or not parts.hostname:
            raise Unavailable("only an https address is ever called", place=url)
        self.url, self.host, self.port = url, parts.hostname, parts.port or 443
        self.certificate = certificate
        self.wait = wait
        self.context = context(certificate)
        self._connection: http.client.HTTPSConnection | None = None

    def call(
        self,
        method: str,
        target: str,
        body: bytes = b"",
        headers: dict[str, str] | None = None,
        *,
        most: int = 0,
    ) -> Reply:
        """Return the reply; raises Unavailable. A connection gone stale is opened once more."""
        fresh = self._connection is None
        try:
            return self._call(method, target, body, headers or {}, most)
        except (http.client.HTTPException, ConnectionError) as error:
            self.close()
            if fresh:
                raise self._unavailable(error) from error
        except (OSError, ssl.SSLError) as error:
            self.close()
            raise self._unavailable(error) from error
        return self.call(method, target, body, headers, most=most)

    def fetch(self, target: str, headers: dict[str, str], *, most: int) -> Reply:
        """Return the reply to a GET, cut off after ``most`` bytes; raises Unavailable as ``call``.

        A reply longer than that is not ``whole``, and the line is hung up.
        """
        return self.call("GET", target, headers=headers, most=most)

    def close(self) -> None:
        """Hang up."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _call(
        self, method: str, target: str, body: bytes, headers: dict[str, str], most: int
    ) -> Reply:
        if self._connection is None:
            self._connection = http.client.HTTPSConnection(
                self.host, self.port, timeout=CONNECT, context=self.context
            )
            self._connection.connect()
            assert self._connection.sock is not None
            self._connection.sock.settimeout(self.wait)
            self._connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._connection.request(method, target, body=body or None, headers=headers)
        with self._connection.getresponse() as answer:
            said = {name.lower(): value for name, value in answer.getheaders()}
            data = self._read(answer, most or LARGEST)
            if len(data) <= (most or LARGEST):
                return Reply(answer.status, said, data)
        self.close()
        if not most:
            raise Unavailable("answers with more than {most} bytes", place=self.url, most=LARGEST)
        return Reply(answer.status, said, b"", whole=False)

    def _read(self, answer: http.client.HTTPResponse, most: int) -> bytes:
        """Return the body, or a piece longer than ``most``; an answer that drips is cut off."""
        if answer.length is not None and answer.length > most:
            return bytes(most + 1)
        data, end = bytearray(), time.monotonic() + LONGEST
        while len(data) <= most and (piece := answer.read1(CHUNK)):
            data += piece
            if time.monotonic() > end:
                self.close()
                raise Unavailable("answers too slowly", place=self.url)
        if answer.length and len(data) <= most:
            raise http.client.IncompleteRead(bytes(data), answer.length)
        return bytes(data)

    def _unavailable(self, error: Exception) -> Unavailable:
        reason = getattr(error, "verify_message", "") or str(error) or type(error).__name__
        return Unavailable("does not answer: {reason}", place=self.url, reason=reason)


def context(certificate: str = "") -> ssl.SSLContext:
    """Return a TLS context that believes this certificate alone, or the system's authorities."""
    made = ssl.create_default_context(cadata=certificate or None)
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    assert made.check_hostname
    assert made.verify_mode is ssl.CERT_REQUIRED
    return made
