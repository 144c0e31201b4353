"""Rules, routes and receivers as Vigie reads them, against promtool and amtool.
   listeners.py PROMTOOL AMTOOL VIGIE DIRECTORY
Repositories are made up at random, and the same on every run: what promtool counts, what amtool counts, and where
amtool says that an alert ends must be what Vigie says."""
import json, pathlib, random, subprocess, sys

promtool, amtool, vigie, directory = sys.argv[1:]
LABELS = {"severity": ["critical", "warning"], "team": ["db", "web", "mail"], "stage": ["prod", "canary"]}
SILENT, HEARD = ["nobody", "void"], ["pager", "chat", "mail"]


def matcher(choose):
    """As Alertmanager writes it."""
    label = choose.choice(sorted(LABELS))
    value = choose.choice(LABELS[label])
    other = choose.choice(LABELS[label])
    return choose.choice([f'{label}="{value}"', f'{label}!="{value}"', f'{label}=~"{value}|{other}"', f'{label}!~"{value[:2]}.*"', f"{label}={value}"])


def route(choose, depth, used):
    lines = []
    receiver = choose.choice(SILENT + HEARD)
    if depth == 0 or choose.random() < 0.8:
        used.add(receiver)
        lines.append(f"receiver: {receiver}")
    if depth > 0:
        if choose.random() < 0.3:
            label = choose.choice(sorted(LABELS))
            lines.append(f"match: {{{label}: {choose.choice(LABELS[label])}}}")
        else:
            lines.append("matchers:")
            lines += [f"  - '{matcher(choose)}'" for _ in range(choose.randint(1, 2))]
        if choose.random() < 0.3:
            lines.append("continue: true")
    below = choose.randint(1, 3) if depth == 0 else choose.randint(0, 2) if depth < 3 else 0
    if below:
        lines.append("routes:")
        for _ in range(below):
            inner = route(choose, depth + 1, used)
            lines += ["  - " + inner[0]] + ["    " + line for line in inner[1:]]
    return lines


def ran(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, (command, done.stdout, done.stderr)
    return done.stdout


ends = alerts = 0
for seed in range(30):
    choose = random.Random(seed)
    root = pathlib.Path(directory) / f"listeners-{seed}"
    root.mkdir(parents=True)
    used = set()
    lines = ["route:"] + ["  " + line for line in route(choose, 0, used)] + ["receivers:"]
    used.add(HEARD[0])  # where all are silent, nothing is said
    for name in sorted(used):
        lines.append(f"  - name: {name}")
        if name in HEARD:
            lines += ["    webhook_configs:", "      - url: http://hooks.example/" + name]
    (root / "alertmanager.yml").write_text("\n".join(lines) + "\n")
    rules, labels = ["groups:"], {}
    for group in range(2):
        rules += [f"  - name: group{group}", "    rules:"]
        for at in range(4):
            name = f"Alert{group}{at}"
            labels[name] = {label: choose.choice(LABELS[label]) for label in sorted(LABELS)}
            rules += [f"      - alert: {name}", f"        expr: rate(shop_{group}_{at}_total[5m]) > {at}", "        labels:"]
            rules += [f"          {label}: {value}" for label, value in labels[name].items()]
            rules += ["        annotations: {summary: Look}"]
        rules += [f"      - record: group{group}:up:sum", "        expr: sum(up)"]
    (root / "rules.yml").write_text("\n".join(rules) + "\n")

    inventory = json.loads(ran(vigie, "scan", str(root), "--format", "json"))
    kinds = [observer["kind"] for observer in inventory["observers"]]
    read = {observer["name"] for observer in inventory["observers"] if observer["kind"] == "alert"}
    assert read == set(labels), (seed, read)
    counted = ran(promtool, "check", "rules", str(root / "rules.yml"))
    assert f"{kinds.count('alert') + kinds.count('recording-rule')} rules found" in counted, (seed, counted)
    counted = ran(amtool, "check-config", str(root / "alertmanager.yml"))
    assert f"{kinds.count('receiver')} receivers" in counted, (seed, counted)

    unheard = {finding["name"] for finding in inventory["findings"] if finding["rule"] == "alert-without-receiver"}
    for name, own in labels.items():
        asked = [f"{label}={value}" for label, value in own.items()] + [f"alertname={name}"]
        told = ran(amtool, "config", "routes", "test", f"--config.file={root / 'alertmanager.yml'}", *asked)
        told = told.strip().splitlines()[-1].split(",")
        alerts += 1
        ends += all(receiver in SILENT for receiver in told)
        assert (name in unheard) == all(receiver in SILENT for receiver in told), (seed, name, own, told)
assert 20 < ends < alerts - 20, (ends, alerts)
print(f"{alerts} alerts end where amtool says, {ends} of them with nobody")
