#!/usr/bin/env python3
"""Two questions about planted secrets. `found MANIFEST SARIF`: is there a result on each of them?
`silent MANIFEST FILE-OR-DIRECTORY...`: does any output carry one, whole, in part, encoded or hashed?"""

import base64
import hashlib
import json
import pathlib
import sys
import urllib.parse

PIECE = 10  # so many characters in a row, beyond the vendor's public prefix, count as a leak


def found(manifest, sarif):
    places = {}
    for run in json.loads(pathlib.Path(sarif).read_text())["runs"]:
        if run.get("columnKind") != "unicodeCodePoints":
            print("columnKind is not unicodeCodePoints")
            return 1
        for result in run["results"]:
            at = result["locations"][0]["physicalLocation"]
            path = urllib.parse.unquote(at["artifactLocation"]["uri"])
            places.setdefault(path, []).append((result["ruleId"], at["region"]))
    missed = 0
    for secret in manifest["secrets"]:
        line, first = secret["line"], secret["column"]
        last = first + len(secret["value"])
        hits = [r for r, g in places.get(secret["path"], [])
                if g["startLine"] <= line <= g["endLine"]
                and (g["startLine"] < line or g["startColumn"] < last) and (g["endLine"] > line or g["endColumn"] > first)]
        # Columns count code points, neither bytes nor UTF-16 units: here these differ, so the region must fit closely.
        if secret["kind"] == "after non-ASCII":
            hits = [r for r, g in places.get(secret["path"], []) if g["startLine"] == line
                    and first - 1 <= g["startColumn"] <= first and last <= g["endColumn"] <= last + 1]
        # Two of one rule on one line are one result, whose region need not reach the second.
        twin = secret["kind"].startswith("two on a line") and [r for r, g in places.get(secret["path"], []) if g["startLine"] == line]
        if not hits and not twin:
            missed += 1
            print(f"not found: {secret['kind']} at {secret['path']}:{line}:{first}")
    print(f"{len(manifest['secrets']) - missed} of {len(manifest['secrets'])} planted secrets have a result on them")
    return 1 if missed or not manifest["secrets"] else 0


def forbidden(manifest):
    needles = {}
    def add(kind, text):
        needles.setdefault(text.encode(), kind)
    for secret in manifest["secrets"]:
        value, hidden = secret["value"], secret["value"][len(secret["public"]):]
        assert len(hidden) >= PIECE, secret["kind"]
        for i in range(len(hidden) - PIECE + 1):
            add(secret["kind"], hidden[i : i + PIECE])
        add(secret["kind"] + " in base64", base64.b64encode(value.encode()).decode().rstrip("=")[:-1])
        add(secret["kind"] + " in hex", value.encode().hex())
        for name in ("md5", "sha1", "sha256"):
            add(f"{name} of {secret['kind']}", hashlib.new(name, value.encode()).hexdigest())
    for line in manifest["also_secret"]:
        add("private key", line[:20])
    return needles


def silent(manifest, targets):
    needles, files, leaks = forbidden(manifest), [], 0
    for target in map(pathlib.Path, targets):
        files += [f for f in sorted(target.rglob("*")) if f.is_file()] if target.is_dir() else [target]
    size = 0
    for file in files:
        content = file.read_bytes()
        size += len(content)
        kinds = sorted({kind for needle, kind in needles.items() if needle in content})
        if kinds:
            leaks += 1
            print(f"{file.name} carries: {', '.join(kinds)}")
    print(f"{len(files)} files, {size} bytes, {len(needles)} needles, {leaks} files with a leak")
    return 1 if leaks or not size else 0


if __name__ == "__main__":
    verb, manifest = sys.argv[1], json.loads(pathlib.Path(sys.argv[2]).read_text())
    sys.exit(found(manifest, sys.argv[3]) if verb == "found" else silent(manifest, sys.argv[3:]))
