"""A certificate authority of its own, and the browsers that trust it."""

import os
import subprocess
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

_LASTS = timedelta(days=30)


class Authority:
    """Known to nobody but whoever is started with `trusting`."""

    def __init__(self, folder):
        self._folder = folder
        self._home = folder / "home"
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Tests")])
        self._certificate = self._signed(
            self._name, self._key, x509.BasicConstraints(ca=True, path_length=0)
        )

    def certifies(self, *names):
        """A file with a new key, and the certificate of these hosts."""
        key = ec.generate_private_key(ec.SECP256R1())
        hosts = x509.SubjectAlternativeName(map(x509.DNSName, names))
        chain = self._signed(x509.Name([]), key, hosts)
        path = self._folder / "key-and-certificate.pem"
        path.write_bytes(
            key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
            + chain.public_bytes(Encoding.PEM)
        )
        return path

    def trusting(self):
        """The environment of a browser that does: Chromium looks into its home, `firefox.py` into the variable."""
        trusted = self._home / ".pki/nssdb"
        if not trusted.exists():
            trusted.mkdir(parents=True)
            given = self._folder / "authority.pem"
            given.write_bytes(self._certificate.public_bytes(Encoding.PEM))
            self._certutil("-N", "--empty-password")
            self._certutil("-A", "-n", "tests", "-t", "C,,", "-i", given)
        return os.environ | {"HOME": str(self._home), "LIVECHAT_TRUSTED": str(trusted)}

    def _certutil(self, *what):
        program = os.environ["LIVECHAT_CERTUTIL"]
        subprocess.run([program, *what, "-d", f"sql:{self._home}/.pki/nssdb"], check=True)

    def _signed(self, subject, key, extension):
        now = datetime.now(UTC)
        wanted = x509.CertificateBuilder(
            issuer_name=self._name,
            subject_name=subject,
            public_key=key.public_key(),
            serial_number=x509.random_serial_number(),
            not_valid_before=now - _LASTS,
            not_valid_after=now + _LASTS,
        )
        return wanted.add_extension(extension, critical=True).sign(self._key, hashes.SHA256())
