#!/usr/bin/env python3
"""Fetches the files of commits that stopped telling something sensitive, as they were before and
after, and measures what Vigie says of them.

    measure.py fetch DIR [--from https://github.com/{owner}/{name}]
    measure.py score VIGIE DIR [--lists OUT]

A place is found where a finding of a leak stands within two lines of it before the commit; it is gone
where the file has fewer findings of that rule and expression afterwards. Only the standard library
and git are used. Nothing of what is fetched is written beside the table.
"""

import argparse
import collections
import csv
import json
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
RULES = {
    "secret-in-log", "personal-data-in-log", "sensitive-metric-label", "sensitive-span-attribute",
    "sensitive-error-text", "sensitive-url", "sensitive-command-line", "whole-object-logged",
}
NEAR = 2


def table():
    """The rows beside this file, numbered."""
    with open(HERE / "fixes.tsv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def git(*arguments):
    """Output of git, or None where it fails."""
    done = subprocess.run(["git", *arguments], capture_output=True, check=False)
    return done.stdout if done.returncode == 0 else None


def fetch(root, source):
    """Writes each file as it was before and after its commit."""
    for number, row in enumerate(table()):
        owner, name = row["repository"].split("/")
        url = source.format(owner=owner, name=name)
        if pathlib.Path(url).is_dir():
            bare = url
        else:
            bare = str(root / ".git" / f"{owner}+{name}")
            git("init", "--quiet", "--bare", bare)
            git("--git-dir", bare, "fetch", "--quiet", "--depth", "2", url, row["commit"])
        for side, revision in (("before", row["commit"] + "^"), ("after", row["commit"])):
            target = root / side / f"{number:03}" / row["path"]
            text = git("--git-dir", bare, "show", f"{revision}:{row['path']}")
            if text is None:
                if side == "before":
                    print("absent", row["repository"], row["commit"], row["path"])
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text)


def findings(vigie, root, number):
    """Findings of leaks in the one file of a row; each file is scanned alone."""
    folder = root / f"{number:03}"
    if not folder.exists():
        return []
    done = subprocess.run([vigie, "scan", str(folder), "--format", "json"], capture_output=True, check=False)
    found = json.loads(done.stdout)["findings"]
    return [one for one in found if one["rule"] in RULES]


def key(one):
    return (one["rule"], one["name"])


def score(vigie, root, lists):
    """Counts what was found before and is gone afterwards."""
    counts = collections.Counter()
    languages = collections.defaultdict(collections.Counter)
    rows = []
    for number, row in enumerate(table()):
        line = int(row["line"])
        before = findings(vigie, root / "before", number)
        hits = [one for one in before if abs(one["at"]["start"]["line"] - line) <= NEAR]
        language = row["path"].rsplit(".", 1)[-1]
        counts["places"] += 1
        languages[language]["places"] += 1
        counts[row["says"]] += 1
        if hits:
            after = collections.Counter(map(key, findings(vigie, root / "after", number)))
            had = collections.Counter(map(key, before))
            gone = all(after[key(one)] < had[key(one)] for one in hits)
            counts["found"] += 1
            counts["found-" + row["says"]] += 1
            counts["gone"] += gone
            languages[language]["found"] += 1
            best = max(hits, key=lambda one: ["possible", "likely", "confirmed"].index(one["confidence"]))
            counts[best["confidence"]] += 1
        rows.append((row["repository"], row["commit"][:12], row["path"], line,
                     "found" if hits else "missed", "" if not hits else ("gone" if gone else "still there")))
    for name, value in sorted(counts.items()):
        print(f"{name}\t{value}")
    for language, of in sorted(languages.items()):
        print(f"  {language}\t{of['found']}/{of['places']}")
    if lists:
        with open(lists, "w", encoding="utf-8") as file:
            for row in rows:
                print(*row, sep="\t", file=file)


def main():
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = parser.add_subparsers(dest="verb", required=True)
    one = verbs.add_parser("fetch")
    one.add_argument("dir", type=pathlib.Path)
    one.add_argument("--from", dest="source", default="https://github.com/{owner}/{name}")
    two = verbs.add_parser("score")
    two.add_argument("vigie")
    two.add_argument("dir", type=pathlib.Path)
    two.add_argument("--lists")
    given = parser.parse_args()
    if given.verb == "fetch":
        fetch(given.dir, given.source)
    else:
        score(given.vigie, given.dir, given.lists)


if __name__ == "__main__":
    sys.exit(main())
