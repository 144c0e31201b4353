#!/usr/bin/env python3
"""Fetches the files of the labelled lines, and measures how Vigie's findings agree with the labels.

    measure.py fetch DIR [--from https://github.com/{owner}/{name}]
    measure.py score VIGIE DIR [--lists OUT]

Only the standard library and git are used. Nothing of what is fetched is written beside the labels.
"""

import argparse
import collections
import csv
import json
import pathlib
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

HERE = pathlib.Path(__file__).resolve().parent
SEVERITIES = ["info", "low", "medium", "high", "critical"]
CONFIDENCES = ["possible", "likely", "confirmed"]


def table(name):
    """The rows of one of the two tables beside this file."""
    with open(HERE / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def folder(root, repository):
    """Where the files of a repository lie."""
    return root / repository.replace("/", "+")


def git(*arguments):
    """Output of git, or None where it fails."""
    done = subprocess.run(["git", *arguments], capture_output=True, check=False)
    return done.stdout if done.returncode == 0 else None


def fetch(root, source):
    """Writes the labelled files, and no others, each at the commit that was read."""
    paths = collections.defaultdict(set)
    for row in table("secrets.tsv"):
        paths[row["repository"]].add(row["path"])
    for row in table("repositories.tsv"):
        repository, commit = row["repository"], row["commit"]
        owner, name = repository.split("/")
        bare = str(root / ".git" / repository.replace("/", "+"))
        git("init", "--quiet", "--bare", bare)
        url = source.format(owner=owner, name=name)
        git("--git-dir", bare, "fetch", "--quiet", "--depth", "1", url, commit)
        absent = 0
        for path in sorted(paths[repository]):
            text = git("--git-dir", bare, "show", f"{commit}:{path}")
            if text is None:
                absent += 1
                continue
            target = folder(root, repository) / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text)
        if absent:
            print(f"{repository}: {absent} of {len(paths[repository])} files could not be had", file=sys.stderr)


def findings(vigie, root, repository):
    """What Vigie finds in the labelled files of a repository: only findings that have a value."""
    command = [vigie, "scan", str(folder(root, repository)), "--view", "secrets", "--format", "json"]
    command += ["--quiet", "--no-config", "--no-suppressions", "--threads", "1"]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    try:
        return [f for f in json.loads(done.stdout)["findings"] if f["mask"]]
    except ValueError:
        return []


def covers(finding, row):
    at = finding["at"]
    return at["path"] == row["path"] and at["start"]["line"] <= int(row["line"]) <= at["end"]["line"]


def at_least(severity, confidence):
    """A test for findings of at least this severity and this confidence."""
    return lambda f: (
        SEVERITIES.index(f["severity"]) >= SEVERITIES.index(severity)
        and CONFIDENCES.index(f["confidence"]) >= CONFIDENCES.index(confidence)
    )


def line_of(name, rows, keep):
    """One line of a Markdown table: how many lines, what was found, and the three figures."""
    count = collections.Counter()
    for row in rows:
        count[row["label"], any(keep(f) for f in row["found"])] += 1
    hit, miss = count["true", True], count["true", False]
    wrong, quiet = count["false", True], count["false", False]
    precision = hit / (hit + wrong) if hit + wrong else None
    recall = hit / (hit + miss) if hit + miss else None
    f1 = 2 * hit / (2 * hit + wrong + miss) if hit else None
    shown = " | ".join("–" if x is None else f"{x:.3f}" for x in (precision, recall, f1))
    print(f"| {name} | {hit + miss} | {wrong + quiet} | {hit} | {wrong} | {shown} |")


def head(name):
    print(f"\n| {name} | true | false | found | wrongly found | precision | recall | F1 |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|")


def score(vigie, root, lists):
    halves = {row["repository"]: row["half"] for row in table("repositories.tsv")}
    rows = [r for r in table("secrets.tsv") if (folder(root, r["repository"]) / r["path"]).exists()]
    with ThreadPoolExecutor() as pool:
        there = sorted({r["repository"] for r in rows})
        found = dict(zip(there, pool.map(lambda name: findings(vigie, root, name), there)))
    for row in rows:
        row["half"] = halves[row["repository"]]
        row["found"] = [f for f in found[row["repository"]] if covers(f, row)]
    doubt = [r for r in rows if r["label"] == "doubt"]
    print(f"{len(rows)} lines of {len(there)} repositories; {len(doubt)} of them in doubt, {sum(bool(r['found']) for r in doubt)} of these found.")
    head("findings that count")
    levels = [("any", "info", "possible"), ("`low` and above", "low", "possible"), ("`medium` and above", "medium", "possible"),
              ("`likely` and above", "info", "likely"), ("`medium` and `likely` and above", "medium", "likely")]
    for name, severity, confidence in levels:
        for half in ("both", "dev", "held"):
            line_of(f"{name}, {half}", [r for r in rows if half in ("both", r["half"])], at_least(severity, confidence))
    for column in ("class", "language", "draw", "reason"):
        head(f"any finding, by {column}")
        for value in sorted({r[column] for r in rows}):
            line_of(value, [r for r in rows if r[column] == value], at_least("info", "possible"))
    if lists:
        with open(lists, "w", encoding="utf-8") as file:
            for row in rows:
                place = f"{row['repository']} {row['path']}:{row['line']}"
                if row["half"] == "dev" and row["label"] == "true" and not row["found"]:
                    print("missed", place, row["class"], row["reason"], sep="\t", file=file)
                for f in row["found"] if row["half"] == "dev" and row["label"] == "false" else []:
                    print("wrong", place, f["rule"], f["severity"], f["confidence"], sep="\t", file=file)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("fetch", help="write the files of the labelled lines into a folder")
    one.add_argument("folder", type=pathlib.Path)
    one.add_argument("--from", dest="source", default="https://github.com/{owner}/{name}")
    two = commands.add_parser("score", help="scan these files and compare with the labels")
    two.add_argument("vigie")
    two.add_argument("folder", type=pathlib.Path)
    two.add_argument("--lists", help="where to write what was missed and wrongly found in the dev half")
    given = parser.parse_args()
    if given.command == "fetch":
        fetch(given.folder.resolve(), given.source)
    else:
        score(given.vigie, given.folder.resolve(), given.lists)


if __name__ == "__main__":
    main()
