#!/usr/bin/env python3
"""Reads cmark-gfm's HTML of our Markdown: nothing but known elements, tables present, hostile text whole and only in code.
usage: markdown.py MANIFEST SOURCE.md RENDERED.html"""

import html.parser
import json
import pathlib
import sys

KNOWN = {"h1", "h2", "h3", "h4", "h5", "h6", "p", "table", "thead", "tbody", "tr", "th", "td", "code", "pre", "ul", "ol", "li",
         "strong", "em", "blockquote", "hr", "br", "a", "del"}


class Reader(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.faults, self.codes, self.code, self.plain, self.tables, self.cells, self.rows = [], [], None, "", 0, 0, []

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag not in KNOWN:
            self.faults.append(f"element <{tag}> at {self.getpos()}")
        for name, value in attributes.items():
            if name not in ("href", "align", "class", "start") or (name == "href" and not value.startswith(("#", "https://", "./", "docs/"))) or \
                    (name == "href" and "evil.example" in value):
                self.faults.append(f'attribute {name}="{value}" on <{tag}>')
        if tag == "code":
            self.code = ""
        if tag == "table":
            self.tables += 1

    def handle_endtag(self, tag):
        if tag == "code":
            self.codes.append(self.code)
            self.code = None

    def handle_data(self, data):
        if self.code is None:
            self.plain += data
        else:
            self.code += data


def main(manifest, source, rendered):
    manifest, source = json.loads(pathlib.Path(manifest).read_text()), pathlib.Path(source)
    reader = Reader()
    reader.feed(pathlib.Path(rendered).read_text())
    faults = reader.faults
    if not reader.tables:
        faults.append("no table")
    if "observability" in source.name:
        codes = [" ".join(c.split()) for c in reader.codes]
        for text in manifest["hostile"]:
            if not any(text in code for code in codes):
                faults.append(f"not whole in a code span: {text!r}")
    for text in manifest["hostile"]:
        if text in reader.plain:
            faults.append(f"outside a code span: {text!r}")
    for fault in faults[:20]:
        print(f"{source.name}: {fault}")
    print(f"{source.name}: {reader.tables} tables, {len(reader.codes)} code spans, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
