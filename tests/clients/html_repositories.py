#!/usr/bin/env python3
"""Writes three small worlds for the checks of the HTML report: one whose every name is hostile, one
large enough to be slow, and one about which people have questions."""

import json
import pathlib
import random
import sys

# Text that has broken out of an element, an attribute, a script, a link or a line somewhere.
HOSTILE = [
    "<script>owned()</script>", "</script><script>owned()</script>", "<img src=x onerror=owned()>", "<svg onload=owned()>",
    "\"><script>owned()</script>", "'><img src=x onerror=owned()>", "\" onmouseover=owned() x=\"", "' autofocus onfocus=owned() x='",
    " onclick=owned() ", "`onload=owned()`", "<!--", "-->", "<!-- --!><script>owned()</script>", "<![CDATA[x]]>", "</td></tr></table><h1>out</h1>",
    "</style><style>*{display:none}</style>", "</title><title>other</title>", "<base href=https://evil.example/>", "<meta http-equiv=refresh content=0>",
    "<iframe srcdoc='<script>owned()</script>'>", "<a href=javascript:owned()>x</a>", "javascript:owned()", "data:text/html,<script>owned()</script>",
    "https://evil.example/?a=1&b=2", "&lt;script&gt;", "&amp;amp;", "&#60;b&#62;", "&nbsp;&copy", "<", ">", "&", "\"", "'", "`", "=", "#points", "#t-points?1=x",
    "?q=<b>", "%3Cscript%3E", "<%= x %>", "[x](javascript:owned())", "日本語 ☃ café 😀", "right \u202eto left\u202c", "zero\u200bwidth\ufeff", "a  b   c",
    "constructor", "__proto__",
]


def write(root, path, text):
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def hostile(root):
    assert len(HOSTILE) == 47 == len(set(HOSTILE)), len(HOSTILE)
    register = ["secrets:"]
    rules = ["groups:", "  - name: hostile", "    rules:"]
    for at, text in enumerate(HOSTILE):
        quoted = json.dumps(text, ensure_ascii=False)  # a string of JSON is one of Python, of TOML and of YAML
        folder = f"services/{at:02} {text.replace('/', '∕')}"
        write(root, f"{folder}/package.json", json.dumps({"name": text, "version": "1.0.0"}))
        write(root, f"{folder}/{text.replace('/', '∕')}.py", f"import logging\nimport os\nfrom prometheus_client import Counter\nlog = logging.getLogger(__name__)\n"
              f"SEEN = Counter({quoted}, {quoted}, [{quoted}])\nTOKEN = os.environ[{quoted}]\n\n\ndef run():\n    log.warning({quoted})\n    SEEN.inc()\n")
        register += [f"  - name: TOKEN_{at}", f"    owner: {quoted}", f"    usage: {quoted}"]
        rules += [f"      - alert: {quoted}", "        expr: up == 0", "        annotations:", f"          summary: {quoted}"]
    write(root, "secrets.yaml", "\n".join(register) + "\n")
    write(root, "rules.yaml", "\n".join(rules) + "\n")


def large(root, rows=20_000):
    chance = random.Random(7)
    nouns = ["order", "customer", "payment", "basket", "invoice", "shipment", "refund", "voucher", "session", "account"]
    verbs = ["was refused", "was accepted", "timed out", "is missing", "was sent", "was retried", "could not be read", "has no owner"]
    levels = ["debug", "info", "warning", "error"]
    for at in range(rows // 100):
        service = f"services/service{at % 40:02}"
        write(root, f"{service}/package.json", json.dumps({"name": f"service{at % 40:02}"}))
        lines = ["import logging", "log = logging.getLogger(__name__)"]
        for function in range(10):
            lines += ["", "", f"def step_{function}(one, other):"]
            for statement in range(10):
                level, noun, verb = chance.choice(levels), chance.choice(nouns), chance.choice(verbs)
                lines.append(f'    log.{level}("{noun} %s of file {at} {verb} in step {function}.{statement}: %s", one, other)')
        write(root, f"{service}/handlers/module{at:03}.py", "\n".join(lines) + "\n")


def questions(root):
    write(root, "services/orders/package.json", json.dumps({"name": "orders"}))
    write(root, "services/orders/app.py", "import logging\nimport os\nfrom prometheus_client import Counter\nlog = logging.getLogger(__name__)\n"
          'REFUSED = Counter("orders_refused_total", "Orders refused", ["reason"])\n\n\ndef refuse(order, customer, reason):\n'
          '    log.warning("order %s of customer %s was refused: %s", order, customer, reason)\n    REFUSED.labels(reason).inc()\n')
    write(root, "services/mail/package.json", json.dumps({"name": "mail"}))
    write(root, "services/mail/app.py", "import logging\nfrom prometheus_client import Counter\nlog = logging.getLogger(__name__)\n"
          'SENT = Counter("mails_sent_total", "Mails sent")\n\n\ndef send(order):\n    log.info("mail for order %s was sent", order)\n    SENT.inc()\n')
    write(root, "deploy/rules.yaml", "groups:\n  - name: orders\n    rules:\n"
          "      - record: job:orders_refused:rate5m\n        expr: sum(rate(orders_refused_total[5m]))\n"
          "      - alert: OrdersRefused\n        expr: rate(orders_refused_total[5m]) > 1\n        labels:\n          severity: page\n        annotations:\n          summary: Orders are refused\n          runbook_url: https://runbooks.example/orders\n"
          "      - alert: OrdersRefusedForLong\n        expr: job:orders_refused:rate5m > 1\n        labels:\n          severity: page\n        annotations:\n          summary: Orders are refused\n          runbook_url: https://runbooks.example/orders\n"
          "      - alert: NoMails\n        expr: rate(mails_sent_total[1h]) == 0\n        labels:\n          severity: ticket\n        annotations:\n          summary: No mails\n          runbook_url: https://runbooks.example/mail\n")
    write(root, ".github/workflows/release.yml", "name: release\non: push\njobs:\n  release:\n    runs-on: ubuntu-latest\n    steps:\n      - run: make release\n        env:\n"
          "          DEPLOY_TOKEN: ${{ secrets.DEPLOY_TOKEN }}\n          REGISTRY_PASSWORD: ${{ secrets.REGISTRY_PASSWORD }}\n")
    write(root, "services/orders/db.py", 'import os\nPASSWORD = os.environ["ORDERS_DB_PASSWORD"]\n')


if __name__ == "__main__":
    {"hostile": hostile, "large": large, "questions": questions}[sys.argv[1]](pathlib.Path(sys.argv[2]))
