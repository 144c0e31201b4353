#!/usr/bin/env python3
"""Writes a git repository full of telemetry, observers, references and secrets, with hostile names,
and beside it a list of what was planted. Every secret is made up at run time; none is written in this file."""

import base64
import json
import pathlib
import secrets
import string
import subprocess
import sys
import zlib

ALNUM = string.ascii_letters + string.digits
BASE62 = string.digits + string.ascii_uppercase + string.ascii_lowercase

# Text that has broken a table, a diagram, an annotation or a link somewhere.
HOSTILE = [
    "pipe | in a cell",
    "one ` tick and ``two`` ticks",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[click](javascript:alert(1))",
    "double \" and single ' quotes",
    "日本語 ☃ café 😀",
    "#hash; 100% &amp; #quot;",
    "--> end; subgraph x",
    "**bold** _it_ | --- |",
    "someone@example.com https://evil.example/?a=1&b=2",
    "%%{init: {'theme':'dark'}}%%",
    "click A href x",
    "::error file=x::owned",
]


def random(length, alphabet=ALNUM):
    """A string no rule calls a placeholder: no character three times in a row."""
    while True:
        text = "".join(secrets.choice(alphabet) for _ in range(length))
        if not any(text[i] == text[i + 1] == text[i + 2] for i in range(length - 2)):
            return text


def with_checksum(prefix):
    """GitHub's and npm's form: thirty random characters and their CRC-32 in base 62."""
    body = random(30)
    number, check = zlib.crc32(body.encode()), ""
    while number:
        number, digit = divmod(number, 62)
        check = BASE62[digit] + check
    return prefix + body + check.rjust(6, "0")


class Repository:
    def __init__(self, root):
        self.root = pathlib.Path(root)
        self.planted = []

    def write(self, path, text, encoding="utf-8", newline="\n"):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.replace("\n", newline).encode(encoding))
        for secret in self.pending(text):
            secret["path"] = path

    def secret(self, kind, value, public=""):
        """Notes a secret; `public` is the vendor's prefix, which a mask may show."""
        self.planted.append({"kind": kind, "value": value, "public": public, "path": None, "line": 0, "column": 0})
        return value

    def pending(self, text):
        for secret in self.planted:
            if secret["path"] is None and secret["value"] in text:
                before = text[: text.index(secret["value"])]
                secret["line"] = before.count("\n") + 1
                secret["column"] = len(before) - (before.rfind("\n") + 1) + 1
                yield secret


def literal(text):
    """A string literal that Python, JavaScript, Go and Java all read the same way, for text without control characters."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def fill(repository):
    write, secret = repository.write, repository.secret
    github = lambda kind: secret(kind, with_checksum("ghp" + "_"), "ghp" + "_")
    gitlab = lambda kind: secret(kind, "glpat" + "-" + random(20), "glpat" + "-")

    # --- points, in six languages, with hostile messages and names
    lines = ["import logging", "import structlog", "from prometheus_client import Counter, Histogram", "",
             "log = logging.getLogger(__name__)", "slog = structlog.get_logger()",
             'ORDERS = Counter("orders_total", "Orders accepted", ["region"])',
             'LATENCY = Histogram("order_latency_seconds", "Time to accept an order")', "",
             "def accept(order, user):"]
    lines += [f"    log.info({literal(text)})" for text in HOSTILE]
    lines += ['    log.info("line\\nbreak\\ttab")', '    log.warning("order %s refused", order.id)',
              '    slog.info("order accepted", email=user.email, region=order.region)',
              "    ORDERS.labels(order.region).inc()", "    try:", "        order.save()", "    except Exception:", "        pass", ""]
    write("services/orders/pyproject.toml", '[project]\nname = "orders"\nversion = "1.0.0"\n')
    write("services/orders/app.py", "\n".join(lines))
    write("services/orders/we ird 'q\" | `tick` <b>#%41;é/日本 % #1.py",
          'import logging\nlog = logging.getLogger("x")\nlog.error("from a hostile place")\nTOKEN = "' + github("hostile path") + '"\n')

    write("services/gate/go.mod", "module example.org/gate\n\ngo 1.22\n")
    write("services/gate/main.go", 'package main\n\nimport (\n\t"log/slog"\n\n\t"github.com/prometheus/client_golang/prometheus"\n)\n\n'
          'var requests = prometheus.NewCounterVec(prometheus.CounterOpts{\n\tNamespace: "gate", Name: "requests_total", Help: "Requests seen.",\n}, []string{"code"})\n\n'
          'func main() {\n\tslog.Info("gate started", "port", 8080)\n\tslog.Info("token is ' + gitlab("in a log message") + '")\n\trequests.WithLabelValues("200").Inc()\n}\n')

    write("services/shop/package.json", json.dumps({"name": "@acme/<b>shop</b>|`x`", "version": "1.0.0",
          "dependencies": {"pino": "9", "@opentelemetry/api": "1"}}, indent=2) + "\n")
    write("services/shop/index.js", 'const pino = require("pino");\nconst { trace } = require("@opentelemetry/api");\nconst logger = pino();\n'
          'const tracer = trace.getTracer("shop");\n'
          'const key = process.env.PAYMENT_KEY;\nconst slack = "' + secret("slack bot", "xoxb" + "-" + random(12, string.digits[1:]) + "-" + random(12, string.digits[1:]) + "-" + random(24), "xoxb" + "-") + '";\n'
          'logger.info({ region: "eu" }, "checkout started");\n'
          'tracer.startActiveSpan("checkout", (span) => { span.setAttribute("cart.size", 3); span.end(); });\n'
          'logger.warn({ token: "' + github("log attribute") + '" }, "attribute holds a token");\n'
          'console.error("checkout failed", key);\n')
    write("services/shop/pay.ts", 'import pino from "pino";\nconst logger = pino();\n'
          'export const stripe = "' + secret("stripe", "sk" + "_live_" + random(24), "sk" + "_live_") + '";\nlogger.info("pay ready");\n')

    write("services/bill/pom.xml", "<project><modelVersion>4.0.0</modelVersion><groupId>org.example</groupId><artifactId>bill</artifactId><version>1</version></project>\n")
    write("services/bill/src/main/java/org/example/Bill.java", "package org.example;\n\nimport org.slf4j.Logger;\nimport org.slf4j.LoggerFactory;\n\n"
          "class Bill {\n    private static final Logger LOG = LoggerFactory.getLogger(Bill.class);\n"
          '    void run(String id) {\n        LOG.info("bill {} sent", id);\n        LOG.error("bill refused: " + id);\n    }\n}\n')
    write("services/edge/Cargo.toml", '[package]\nname = "edge"\nversion = "0.1.0"\nedition = "2021"\n\n[dependencies]\ntracing = "0.1"\n')
    write("services/edge/src/main.rs", 'use tracing::{error, info};\n\nfn main() {\n    info!(port = 80, "edge started");\n    error!("edge failed");\n}\n')

    # --- observers
    write("ops/rules.yml", json.dumps({"groups": [{"name": "orders", "rules": [
        {"alert": 'Orders | "down" <b>now</b>', "expr": "rate(orders_total[5m]) == 0", "for": "5m", "labels": {"severity": "page"}},
        {"alert": "Ghost", "expr": "rate(metric_nobody_emits_total[5m]) > 1", "for": "5m"},
        {"record": "orders:rate5m", "expr": "rate(orders_total[5m])"}]}]}, indent=1) + "\n")
    write("ops/prometheus.yml", "global:\n  scrape_interval: 15s\nscrape_configs:\n  - job_name: orders\n    static_configs:\n      - targets: ['orders:8000']\nrule_files: [rules.yml]\n")
    write("ops/dashboards/orders.json", json.dumps({"title": 'Orders | `p99` <i>ms</i>', "schemaVersion": 39, "uid": "orders", "panels": [
        {"id": 1, "type": "timeseries", "title": "Rate <script>x</script> | per second", "targets": [{"expr": "rate(orders_total[$__rate_interval])", "refId": "A"}]}]}, indent=1) + "\n")
    write("ops/otel-collector.yaml", "receivers:\n  otlp:\n    protocols:\n      grpc: {}\nexporters:\n  debug: {}\nservice:\n  pipelines:\n    traces:\n      receivers: [otlp]\n      exporters: [debug]\n")
    write("ops/alertmanager.yml", "route:\n  receiver: chat\nreceivers:\n  - name: chat\n    slack_configs:\n      - channel: '#ops'\n        api_url: "
          + secret("slack webhook", "https://hooks.slack.com/" + "services/T" + random(9, string.ascii_uppercase + "23456789") + "/B" + random(9, string.ascii_uppercase + "23456789") + "/" + random(24), "https://hooks.slack.com/" + "services/") + "\n")

    # --- references
    write("deploy/orders.yaml", "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: orders\nspec:\n  template:\n    spec:\n      containers:\n        - name: orders\n"
          "          image: orders:1\n          env:\n            - name: DB_PASSWORD\n              valueFrom:\n                secretKeyRef:\n                  name: orders-db\n                  key: password\n")
    write(".github/workflows/release.yml", "name: release\non: push\njobs:\n  release:\n    runs-on: ubuntu-latest\n    steps:\n      - run: make release\n        env:\n          DEPLOY_TOKEN: ${{ secrets.DEPLOY_TOKEN }}\n")
    write("CODEOWNERS", "/services/orders/ @acme/orders\n* @acme/platform\n")

    # --- secrets elsewhere: vendors, encodings, line ends, and the corners where an excerpt or a name could carry them out
    write("services/orders/settings.py", 'import os\nDB = os.environ.get("DB_PASSWORD", "' + gitlab("default of a reference") + '")\n'
          "# an old one, kept in a comment: " + github("comment") + "\n"
          'ÉTÉ = ("naïve ☃ 😀", "' + github("after non-ASCII") + '")\n'
          'PAIR = ["' + github("two on a line, first") + '", "' + github("two on a line, second") + '"]\n')
    write("deploy/.env", "AWS_ACCESS_KEY_ID=" + secret("aws id", "AK" + "IA" + random(16, string.ascii_uppercase + "234567"), "AK" + "IA") + "\nAWS_SECRET_ACCESS_KEY="
          + secret("aws secret", random(40)) + "\nDATABASE_URL=postgres://orders:" + secret("password in a URL", random(22)) + "@db.acme.example:5432/orders\n")
    write("deploy/application.properties", "spring.datasource.url=jdbc:postgresql://db.acme.example/orders\nspring.datasource.password="
          + secret("generic password", random(24)) + "\n", newline="\r\n")
    write("deploy/windows.ini", "[publish]\nname = größe\ntoken = " + github("UTF-16") + "\n", encoding="utf-16", newline="\r\n")
    write(".npmrc", "//registry.example.org/:_authToken=" + secret("npm", with_checksum("npm" + "_"), "npm" + "_") + "\n")
    write("web/map.html", '<script src="https://maps.example.org/js?key=' + secret("google", "AI" + "za" + random(35, ALNUM + "_-"), "AI" + "za") + '"></script>\n')
    body = base64.b64encode(bytes([0x30, 0x82, 0x04, 0xA4, 0x02, 0x01, 0x00, 0x02, 0x82, 0x01, 0x01]) + secrets.token_bytes(1180)).decode()
    dashes = "-----"
    pem = [body[i : i + 64] for i in range(0, len(body), 64)]
    write("deploy/tls.key", f"{dashes}BEGIN RSA PRIVATE KEY{dashes}\n" + "\n".join([secret("private key", pem[0], "MII")] + pem[1:]) + f"\n{dashes}END RSA PRIVATE KEY{dashes}\n")
    repository.planted[-1].update(line=1, column=1)  # the finding is the block, which starts at its header
    return [line for line in pem[1:] if len(line) >= 20]


def main(root, manifest):
    repository = Repository(root)
    repository.root.mkdir(parents=True)
    git = lambda *args: subprocess.run(["git", "-C", root, "-c", "user.name=sample", "-c", "user.email=sample@example.org", *args], check=True, capture_output=True)
    git("init", "-q", "-b", "main")
    pem = fill(repository)
    lost = [s["kind"] for s in repository.planted if s["path"] is None]
    assert not lost, f"noted but not written: {lost}"
    git("add", "-A")
    git("commit", "-q", "-m", "sample")
    paths = [p for p in git("ls-files", "-z").stdout.decode().split("\0") if p]
    manifest_text = json.dumps({"secrets": repository.planted, "also_secret": pem, "hostile": HOSTILE, "paths": paths}, indent=1)
    pathlib.Path(manifest).write_text(manifest_text)
    print(f"{len(repository.planted)} secrets in {len(paths)} files")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
