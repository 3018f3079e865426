"""Writes botocore-vectors.ndjson: 1,000 requests as botocore makes and signs them, with the first half of each signature.

    python3 -m venv /tmp/venv && /tmp/venv/bin/pip install botocore && /tmp/venv/bin/python botocore_vectors.py > botocore-vectors.ndjson

Each request is one of botocore's own S3 client, caught before it is sent; what it signed is taken out of it again by the
decoding of RFC 3986 alone. Keys and parameters are made from a fixed seed, so the same botocore writes the same file.
"""

import datetime
import functools
import json
import random
import re
from urllib.parse import parse_qsl, unquote, urlsplit

import botocore
import botocore.auth
import botocore.session
from botocore.awsrequest import AWSResponse
from botocore.config import Config

KEYS = {"access": "AKIDEXAMPLE", "secret": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "token": "AQoDYXdzEPT//////////wEXAMPLE=="}
REGIONS = ["us-east-1", "eu-central-1", "garage"]
ENDPOINTS = ["https://s3.example.com", "http://127.0.0.1:7070", "http://localhost:9000"]
COUNT = 1000
PIECES = [" ", "  ", "+", "%", "%20", "%2F", "/", "//", "/../", "..", "./", "~", "'", "(", ")", "*", "!", "&", "=", "?", "#", "@", ":", ",", ";",
          "$", "\\", "|", "<", ">", "\"", "`", "^", "{", "}", "[", "]", "ü", "é", "日本", "😀", "Ω", "\u200b", "a", "b", "Z", "0", "-", "_", "."]
SIGNED = re.compile(r"SignedHeaders=([^,]+)")
chance = random.Random(20260107)
now = datetime.datetime(2026, 1, 7)


def text():
    made = "".join(chance.choice(PIECES) for _ in range(chance.randint(1, 8)))
    # botocore refuses keys that could be mistaken for a bucket's own address.
    return "k" + made


def calls(client):
    bucket, key = chance.choice(["bucket", "my.bucket-1"]), text()
    of = {"Bucket": bucket, "Key": key}
    return chance.choice([
        ("put_object", {**of, "Body": b"x" * chance.randint(0, 9)}),
        ("put_object", {**of, "Body": b"", "Metadata": {"note": " two  spaces "}, "StorageClass": "STANDARD_IA", "Tagging": "a=b%20c"}),
        ("get_object", {**of, "Range": "bytes=0-9"}),
        ("get_object", {**of, "VersionId": text()}),
        ("head_object", of),
        ("delete_object", of),
        ("copy_object", {**of, "CopySource": {"Bucket": bucket, "Key": text()}}),
        ("list_objects_v2", {"Bucket": bucket, "Prefix": text(), "Delimiter": "/", "StartAfter": text()}),
        ("list_objects_v2", {"Bucket": bucket, "Prefix": "", "ContinuationToken": text(), "EncodingType": "url"}),
        ("list_object_versions", {"Bucket": bucket, "KeyMarker": text(), "VersionIdMarker": text()}),
        ("create_multipart_upload", of),
        ("upload_part", {**of, "UploadId": text(), "PartNumber": chance.randint(1, 10000), "Body": b"part"}),
        ("abort_multipart_upload", {**of, "UploadId": text()}),
        ("get_object_tagging", of),
        ("head_bucket", {"Bucket": bucket}),
        ("get_bucket_versioning", {"Bucket": bucket}),
    ])


def caught(client, call):
    seen = []

    def answer(request, **_):
        seen.append(request)
        return AWSResponse(request.url, 200, {}, type("Raw", (), {"stream": lambda *a, **k: iter([b""]), "read": lambda *a: b""})())

    client.meta.events.register_first("before-send.s3", answer)
    name, arguments = call
    try:
        getattr(client, name)(**arguments)
    except Exception:  # the answer is no answer; what was asked is all that counts
        pass
    finally:
        client.meta.events.unregister("before-send.s3", answer)
    return seen[0]


@functools.lru_cache(maxsize=None)
def client_of(session, region, endpoint, style, payload):
    return session.create_client(
        "s3", region_name=REGIONS[region], endpoint_url=endpoint,
        config=Config(signature_version="s3v4", s3={"addressing_style": style, "payload_signing_enabled": payload},
                      request_checksum_calculation="when_required", response_checksum_validation="when_required", retries={"max_attempts": 0}))


def vector(session, with_token):
    global now
    now += datetime.timedelta(seconds=chance.randint(1, 5000))
    region, style = chance.randrange(len(REGIONS)), chance.choice(["path", "virtual"])
    endpoint = ENDPOINTS[0] if style == "virtual" else chance.choice(ENDPOINTS)
    client = client_of(session, region, endpoint, style, chance.random() < 0.5)
    call = calls(client)
    form = "p" if call[0] in ("get_object", "head_object", "list_objects_v2") and chance.random() < 0.4 else "h"
    if form == "p":
        url = urlsplit(client.generate_presigned_url(call[0], call[1], ExpiresIn=3600))
        method = "HEAD" if call[0].startswith("head") else "GET"
        headers = {"range": call[1]["Range"]} if "Range" in call[1] else {}
        payload = None
        query = [(name, value) for name, value in parse_qsl(url.query, keep_blank_values=True, separator="&")]
        signature = dict(query)["X-Amz-Signature"]
        query = [(name, value) for name, value in query if not name.startswith("X-Amz-")]
        with_headers = dict(parse_qsl(url.query))["X-Amz-SignedHeaders"].split(";")
        headers = {name: value for name, value in headers.items() if name in with_headers}
    else:
        request = caught(client, call)
        url, method = urlsplit(request.url), request.method
        got = {name.lower(): value.decode() if isinstance(value, bytes) else value for name, value in request.headers.items()}
        names = SIGNED.search(got["authorization"]).group(1).split(";")
        own = ("host", "x-amz-date", "x-amz-content-sha256", "x-amz-security-token")
        headers = {name: got[name] for name in names if name not in own}
        payload = None if got["x-amz-content-sha256"] == "UNSIGNED-PAYLOAD" else got["x-amz-content-sha256"]
        query = parse_qsl(url.query, keep_blank_values=True, separator="&")
        signature = got["authorization"].split("Signature=")[1]
    # `+` in a query of botocore would be a plus; it writes spaces as %20, so nothing is lost by parse_qsl.
    host, path = url.netloc, unquote(url.path)
    # Of a bucket with a dot no certificate holds, so botocore then takes the path.
    bucket = "" if host.startswith(call[1]["Bucket"] + ".") else call[1]["Bucket"]
    below = path[1 + len(bucket):] if bucket else path
    key = below[1:] if "Key" in call[1] else None
    return [form, region, int(with_token), method, host, bucket, key, dict(query), headers, payload,
            int(now.replace(tzinfo=datetime.timezone.utc).timestamp()), signature[:32]]


def main():
    botocore.auth.get_current_datetime = lambda remove_tzinfo=True: now
    plain, with_token = botocore.session.Session(), botocore.session.Session()
    plain.set_credentials(KEYS["access"], KEYS["secret"])
    with_token.set_credentials(KEYS["access"], KEYS["secret"], KEYS["token"])
    requests = [vector(session, session is with_token) for session in (chance.choice([plain, with_token]) for _ in range(COUNT))]
    about = f"made by botocore_vectors.py with botocore {botocore.__version__}"
    for line in [{"about": about, "keys": KEYS, "regions": REGIONS}, *requests]:
        print(json.dumps(line, ensure_ascii=False, separators=(",", ":")))


main()
