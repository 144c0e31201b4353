"""Checks a signed statement with the reference libraries: attestation.py ENVELOPE PUBLIC-KEY FOLDER."""

import base64
import hashlib
import json
import pathlib
import sys

from google.protobuf.json_format import Parse
from in_toto_attestation.v1.statement import Statement
from in_toto_attestation.v1.statement_pb2 import Statement as Message
from securesystemslib.dsse import Envelope
from securesystemslib.signer import SSlibKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

envelope_path, key_path, folder = sys.argv[1:]
raw = json.loads(pathlib.Path(envelope_path).read_text())
key_id = raw["signatures"][0]["keyid"]

key = SSlibKey.from_crypto(load_pem_public_key(pathlib.Path(key_path).read_bytes()), keyid=key_id)
signed = dict(raw)
signed["signatures"] = [{"keyid": one["keyid"], "sig": one["sig"]} for one in raw["signatures"]]
Envelope.from_dict(signed).verify([key], 1)

payload = base64.b64decode(raw["payload"])
message = Parse(payload, Message())
Statement.copy_from_pb(message).validate()

subjects = {subject["name"]: subject["digest"]["sha256"] for subject in json.loads(payload)["subject"]}
written = [path for path in pathlib.Path(folder).rglob("*") if path.is_file()]
assert len(written) >= 5, written
for path in written:
    assert subjects[path.name] == hashlib.sha256(path.read_bytes()).hexdigest(), path
print(f"{len(subjects)} subjects, signed by {key_id}")
