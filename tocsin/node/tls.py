"""The certificate of this node's address, for a node that serves HTTPS by itself.

``<home>/tls/certificate.pem`` is what peers are told to believe, ``key.pem`` beside it is what the
node serves with. Behind a proxy there is no key, and the certificate is the proxy's, or absent
where the web's authorities vouch for it.
"""

import ipaddress
import os
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from django.conf import settings

from tocsin.core.errors import Conflict, InvalidInput

LASTS = timedelta(days=398)


def files() -> tuple[Path, Path]:
    """Return where certificate and key lie."""
    folder = Path(settings.TOCSIN_HOME) / "tls"
    return folder / "certificate.pem", folder / "key.pem"


def own() -> str:
    """Return the certificate of this home as text; "" without one."""
    certificate, _key = files()
    return certificate.read_text() if certificate.exists() else ""


def make(url: str, at: datetime, *, again: bool = False) -> Path:
    """Make a key and a certificate for the host of this address; return the certificate's file.

    Nobody else vouches for it: peers believe it because the bureau's key signed the address with
    it. Raises Conflict where there is one, unless ``again``.
    """
    certificate, private = files()
    if private.exists() and not again:
        raise Conflict("this node has a certificate; say --again to replace it")
    host = urlsplit(url).hostname
    if not url.startswith("https://") or not host:
        raise InvalidInput("must begin with https:// for a certificate", place="TOCSIN_BASE_URL")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host[:64])])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(hours=1))
        .not_valid_after(at + LASTS)
        .add_extension(x509.SubjectAlternativeName([_named(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )
    certificate.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    pem = serialization.Encoding.PEM
    plain = serialization.NoEncryption()
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain)
    _write(private, secret)
    _write(certificate, made.public_bytes(pem))
    return certificate


def _named(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _write(path: Path, data: bytes) -> None:
    part = path.with_suffix(".part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(data)
    part.replace(path)
