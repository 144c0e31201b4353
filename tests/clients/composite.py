#!/usr/bin/env python3
"""Runs a composite action the way a GitHub runner does, without one, and checks what came of it.

The runner part knows steps, `if`, `env`, `with`, the expression operators an action of ours uses, and the GITHUB_* files.
A step that `uses` another action is not run; what it was given is noted."""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import yaml

TOKEN = re.compile(r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<op>&&|\|\||==|!=|!|\(|\)|,)|(?P<name>[A-Za-z_][\w.-]*))")


class Expression:
    """`||` over `&&` over `==` and `!=` over `!`, parentheses, names and status functions; as GitHub, a value and not a boolean."""

    def __init__(self, text, look_up, cancelled=False, failed=False):
        self.tokens, self.look_up, self.status = [], look_up, {"always": True, "cancelled": cancelled, "failure": failed, "success": not failed}
        at, text = 0, text.strip()
        while at < len(text):
            match = TOKEN.match(text, at)
            if not match:
                raise SyntaxError(f"not understood: {text[at:]!r}")
            self.tokens.append((match.lastgroup, match[match.lastgroup]))
            at = match.end()

    def value(self):
        result = self.either()
        assert not self.tokens, f"left over: {self.tokens}"
        return result

    def take(self, *wanted):
        if self.tokens and self.tokens[0][1] in wanted and self.tokens[0][0] == "op":
            return self.tokens.pop(0)[1]
        return None

    def either(self):
        left = self.both()
        while self.take("||"):
            right = self.both()
            left = left or right
        return left

    def both(self):
        left = self.equal()
        while self.take("&&"):
            right = self.equal()
            left = left and right
        return left

    def equal(self):
        left = self.single()
        while operator := self.take("==", "!="):
            left = (left == self.single()) == (operator == "==")
        return left

    def single(self):
        if self.take("!"):
            return not self.single()
        if self.take("("):
            inner = self.either()
            assert self.take(")"), "a parenthesis is not closed"
            return inner
        kind, text = self.tokens.pop(0)
        if kind == "text":
            return text[1:-1].replace("''", "'")
        if self.take("("):
            assert self.take(")"), f"{text}() takes no argument here"
            return self.status[text]
        return {"true": True, "false": False, "null": None}[text] if text in ("true", "false", "null") else self.look_up(text)


class Run:
    """One run of the action: after it, `code`, `outputs`, `summary`, `log`, `uploads`."""

    def __init__(self, action, workspace, event, inputs, environment):
        self.action, self.definition = action, yaml.safe_load((action / "action.yml").read_text())
        assert self.definition["runs"]["using"] == "composite"
        unknown = set(inputs) - set(self.definition["inputs"])
        assert not unknown, f"no such input: {unknown}"
        self.inputs = {name: inputs.get(name, given.get("default", "")) for name, given in self.definition["inputs"].items()}
        self.event, self.step_outputs, self.uploads, self.log, self.code = event, {}, [], "", 0
        self.files = pathlib.Path(tempfile.mkdtemp(prefix="composite."))
        self.temp = self.files / "not made yet" / "temp"
        summary = self.files / "summary"
        summary.touch()
        for number, step in enumerate(self.definition["runs"]["steps"]):
            condition = str(step.get("if", "success()")).strip()
            condition = condition[3:-2] if condition.startswith("${{") else condition
            if not re.search(r"\b(always|cancelled|failure|success)\(", condition):
                condition = f"success() && ({condition})"
            if not self.evaluate(condition):
                continue
            if "uses" in step:
                assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", step["uses"]), f"not pinned by a full commit: {step['uses']}"
                self.uploads.append({"uses": step["uses"].split("@")[0], "with": {k: self.fill(v) for k, v in step.get("with", {}).items()},
                                     "continue-on-error": step.get("continue-on-error", False)})
                continue
            assert "${{" not in step["run"], "an expression inside run is a way in for whoever writes the input"
            output = self.files / f"output-{number}"
            output.touch()
            env = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), "CI": "true", "GITHUB_ACTIONS": "true",
                   "GITHUB_OUTPUT": str(output), "GITHUB_STEP_SUMMARY": str(summary), "RUNNER_TEMP": str(self.temp),
                   "GITHUB_WORKSPACE": str(workspace), "GITHUB_ACTION_PATH": str(action), **environment,
                   **{k: self.fill(v) for k, v in step.get("env", {}).items()}}
            done = subprocess.run(["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"]], cwd=workspace, env=env,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=1800)
            self.log += done.stdout.decode()
            self.step_outputs[step.get("id")] = dict(line.split("=", 1) for line in output.read_text().splitlines())
            if done.returncode and not step.get("continue-on-error"):
                self.code = self.code or done.returncode
        self.outputs = {name: self.fill(given["value"]) for name, given in self.definition["outputs"].items()}
        self.summary = summary.read_text()

    def look_up(self, name):
        if name.startswith("inputs."):
            return self.inputs[name[7:]]
        if match := re.fullmatch(r"steps\.([\w-]+)\.outputs\.([\w-]+)", name):
            return self.step_outputs.get(match[1], {}).get(match[2], "")
        value = {"github": self.event}
        for part in name.split("."):
            value = (value or {}).get(part)
        return value

    def evaluate(self, text):
        return Expression(text, self.look_up, failed=self.code != 0).value()

    def fill(self, text):
        return re.sub(r"\$\{\{(.*?)\}\}", lambda m: str(self.evaluate(m[1]) or ""), str(text))

    def annotations(self):
        """What the runner would show: commands outside a stop-commands stretch, unescaped."""
        shown, stopped = [], None
        for line in self.log.splitlines():
            if stopped:
                stopped = None if line == f"::{stopped}::" else stopped
            elif match := re.fullmatch(r"::stop-commands::(\S+)", line):
                stopped = match[1]
            elif match := re.fullmatch(r"::(error|warning|notice) ([^:]*)::(.*)", line):
                plain = lambda t: t.replace("%2C", ",").replace("%3A", ":").replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")
                shown.append({"kind": match[1], "text": plain(match[3]), **{k: plain(v) for k, v in (p.split("=", 1) for p in match[2].split(","))}})
        return shown


def push():
    return {"event_name": "push", "repository": "acme/sample", "event": {}}


def merge_request(head):
    return {"event_name": "pull_request", "repository": "acme/sample", "event": {"pull_request": {"head": {"repo": {"full_name": head}}}}}


def main(action, workspace, manifest, vigie):
    action, workspace = pathlib.Path(action).resolve(), pathlib.Path(workspace).resolve()
    manifest, failures, checks = json.loads(pathlib.Path(manifest).read_text()), 0, 0

    def check(what, truth, detail=""):
        nonlocal failures, checks
        checks += 1
        if not truth:
            failures += 1
            print(f"composite: {what} {detail}")

    def run(event, environment=None, **inputs):
        given = {k.replace("_", "-"): v for k, v in inputs.items()}
        return Run(action, workspace, event, given, {"VIGIE_BIN": vigie} if environment is None else environment)

    first = run(push())
    check("push: exit code", first.code == 0, f"{first.code}\n{first.log}")
    sarif = json.loads(pathlib.Path(first.outputs["sarif"]).read_text())
    results = [r for one in sarif["runs"] for r in one["results"]]
    check("push: the sample has findings", len(results) > 10, len(results))
    check("push: findings output", first.outputs["findings"] == str(len(results)), first.outputs)
    check("push: exit-code output", first.outputs["exit-code"] == "0", first.outputs)
    check("push: out-dir output", pathlib.Path(first.outputs["out-dir"], "secrets_inventory.md").is_file(), first.outputs)
    check("push: one upload, of that file", [u["with"] for u in first.uploads] == [{"sarif_file": first.outputs["sarif"], "category": "vigie"}], first.uploads)
    check("push: upload may fail", all(u["continue-on-error"] is True for u in first.uploads))
    check("push: summary", first.summary.startswith("## Vigie\n") and f"{len(results)} findings" in first.summary, first.summary[:200])
    check("push: summary is short", len(first.summary) <= 60000 and len(first.summary.encode()) < 1024 * 1024, len(first.summary))
    shown = first.annotations()
    for level, kind in (("error", "error"), ("warning", "warning"), ("note", "notice")):
        check(f"push: {kind} annotations", len([a for a in shown if a["kind"] == kind]) == min(10, len([r for r in results if r.get("level", "warning") == level])))
    files = set(manifest["paths"])
    check("push: annotations name files as they are", all(a["file"] in files for a in shown), [a["file"] for a in shown if a["file"] not in files])
    check("push: annotations have whole texts", {a["text"] for a in shown} <= {r["message"]["text"] for r in results})

    fork = run(merge_request("stranger/sample"))
    check("fork: exit code", fork.code == 0, fork.log)
    check("fork: no upload", fork.uploads == [], fork.uploads)
    check("fork: the rest as ever", fork.summary == first.summary and fork.annotations() == shown and fork.outputs["findings"] == first.outputs["findings"])

    own = run(merge_request("acme/sample"), fail_on="high")
    check("own merge request, fail-on high: exit code", own.code == 1 and own.outputs["exit-code"] == "1", own.log)
    check("own merge request, fail-on high: still uploads", len(own.uploads) == 1)
    check("own merge request, fail-on high: still annotates", own.annotations() == shown)

    quiet = run(push(), summary="false", upload_sarif="false", view="secrets")
    check("quiet: exit code", quiet.code == 0, quiet.log)
    check("quiet: no summary, no upload", quiet.summary == "" and quiet.uploads == [])

    part = run(push(), path="services")
    check("subdirectory: exit code", part.code == 0, part.log)
    check("subdirectory: annotations name files from the top", part.annotations() and all(a["file"] in files for a in part.annotations()), part.annotations()[:1])

    reviewed = first.files / "reviewed"
    reviewed.mkdir()
    key = "AKIA" + "QYLPMN5HHHFPZAM2"
    (reviewed / "app.py").write_text(f'KEY_ID = "{key}"  # gitleaks:allow\n')
    aside = Run(action, reviewed, push(), {"fail-on": "low"}, {"VIGIE_BIN": vigie})
    check("set aside: exit code", aside.code == 0, aside.log)
    uploaded = json.loads(pathlib.Path(aside.outputs["sarif"]).read_text())["runs"][0]["results"]
    check("set aside: neither counted, nor annotated, nor uploaded", (aside.outputs["findings"], aside.annotations(), uploaded) == ("0", [], []), aside.log)
    reported = json.loads(pathlib.Path(aside.outputs["out-dir"], "vigie.sarif").read_text())["runs"][0]["results"]
    check("set aside: reported all the same", [r["suppressions"][0]["kind"] for r in reported] == ["inSource"], reported)

    talkative = first.files / "talkative"
    talkative.write_text(f'#!/bin/sh\n"{vigie}" "$@" || exit\nfor given; do case $given in --out-dir=*) out=${{given#*=}} ;; esac; done\n'
                         "{ echo '```text'; yes 'é `tick` and much more of the same' | head -n 5000; } >>\"$out/observability_inventory.md\"\n"
                         "echo '::error file=x::owned'\n")
    talkative.chmod(0o755)
    long = run(push(), environment={"VIGIE_BIN": str(talkative)})
    check("long report: exit code", long.code == 0, long.log[-2000:])
    check("long report: cut to fit, late", 55000 < len(long.summary.encode()) and len(long.summary) <= 60000, len(long.summary))
    check("long report: the cut closes the fence and says so", long.summary.count("\n```") % 2 == 0 and long.summary.rstrip().splitlines()[-1].startswith("Cut here"), long.summary[-200:])
    check("long report: its commands are not obeyed", "owned" in long.log and long.annotations() == shown)

    hostile = run(push(), path="$(touch owned); `touch owned` ${{ x }} ' \" .")
    check("hostile path: could not run", hostile.code == 2 and hostile.outputs["exit-code"] == "2", hostile.log)
    check("hostile path: nothing ran", not (workspace / "owned").exists())
    check("hostile path: one error that says why", len([a for a in hostile.annotations() if a["kind"] == "error"]) == 1, hostile.log)
    wrong = run(push(), fail_on="sometimes")
    check("unknown fail-on: could not run", wrong.code == 2 and wrong.uploads == [], wrong.log)
    none = run(push(), environment={"PATH": "/usr/bin:/bin"})
    check("no vigie, no cargo: says so", none.code == 2 and "No vigie on PATH" in none.log, none.log)

    print(f"composite: {checks - failures} of {checks} assertions hold")
    return 1 if failures else 0


if __name__ == "__main__":
    if sys.argv[1] == "--build":
        # Only that a runner without a vigie builds one: its inputs and outputs are checked with a ready binary.
        built = Run(pathlib.Path(sys.argv[2]).resolve(), pathlib.Path(sys.argv[3]).resolve(), push(), {},
                    {k: v for k, v in os.environ.items() if k.startswith(("CARGO_", "RUSTUP_"))})
        print(built.log[-1500:] if built.code else f"built, scanned, {built.outputs['findings']} findings")
        sys.exit(built.code)
    sys.exit(main(*sys.argv[1:5]))
