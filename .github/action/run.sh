#!/usr/bin/env bash
# The whole of the GitHub action: find or build vigie, scan, write annotations, job summary and outputs,
# and leave with the exit code of the scan. Inputs arrive as VIGIE_ACTION_* variables, never as shell text.
set -euo pipefail

path=${VIGIE_ACTION_PATH:-.}
fail_on=${VIGIE_ACTION_FAIL_ON:-never}
view=${VIGIE_ACTION_VIEW:-all}
config=${VIGIE_ACTION_CONFIG:-}
summary=${VIGIE_ACTION_SUMMARY:-true}

readonly per_kind=10          # GitHub shows about ten annotations of each kind for one step
readonly summary_limit=60000  # characters; GitHub drops a summary over 1,024 KiB altogether
readonly listed_findings=50   # rows of the table at the top of the summary

# The data half of a workflow command.
escape_data() {
  local text=$1
  text=${text//'%'/%25}
  text=${text//$'\r'/%0D}
  text=${text//$'\n'/%0A}
  printf '%s' "$text"
}

# A property of a workflow command, such as file=.
escape_property() {
  local text
  text=$(escape_data "$1")
  text=${text//:/%3A}
  text=${text//,/%2C}
  printf '%s' "$text"
}

stop() {
  printf '::error title=Vigie::%s\n' "$(escape_data "$1")"
  printf 'exit-code=2\n' >>"$GITHUB_OUTPUT"
  exit 2
}

# Sets `vigie`. Not a command substitution, so that stop() can speak and end the step.
find_vigie() {
  if [[ -n ${VIGIE_BIN:-} ]]; then
    vigie=$VIGIE_BIN
    [[ -x $vigie ]] || stop "VIGIE_BIN names $vigie, which is not a program."
  elif command -v vigie >/dev/null; then
    vigie=$(command -v vigie)
  elif command -v cargo >/dev/null; then
    cargo install --path "$GITHUB_ACTION_PATH" --locked --root "$RUNNER_TEMP/vigie-tool" >&2 ||
      stop "vigie could not be built from source; the log above says why."
    vigie=$RUNNER_TEMP/vigie-tool/bin/vigie
  else
    stop "No vigie on PATH, no VIGIE_BIN, and no cargo to build one: add a step that installs one of them."
  fi
}

# Findings as lines of level, encoded URI, first line, last line, first column, last column, rule, message, divided by US
# (0x1f). The message is escaped here, the rest by the caller.
finding_lines() {
  jq -r --argjson limit "$per_kind" '
    def data: gsub("%"; "%25") | gsub("\r"; "%0D") | gsub("\n"; "%0A") | gsub("\u001f"; " ");
    [.runs[].results[] | {level: (.level // "warning"), at: .locations[0].physicalLocation, rule: .ruleId, text: .message.text}]
    | group_by(.level)[] | .[:$limit][]
    | [.level, .at.artifactLocation.uri, .at.region.startLine, .at.region.endLine // .at.region.startLine,
       .at.region.startColumn // 1, .at.region.endColumn // 1, .rule, (.text | data)]
    | map(tostring) | join("\u001f")' "$1"
}

# Percent-decoding. A URI holds no backslash of its own, so %b sees only the escapes made here.
decode_uri() {
  printf '%b' "${1//'%'/\\x}"
}

annotate() {
  local level uri line end_line column end_column rule text kind columns
  while IFS=$'\x1f' read -r level uri line end_line column end_column rule text; do
    case $level in
      error) kind=error ;;
      warning) kind=warning ;;
      *) kind=notice ;;
    esac
    columns=
    [[ $line != "$end_line" ]] || columns=",col=$column,endColumn=$end_column"
    printf '::%s file=%s,line=%s,endLine=%s%s,title=%s::%s\n' "$kind" \
      "$(escape_property "$(decode_uri "$uri")")" "$line" "$end_line" "$columns" "$(escape_property "Vigie $rule")" "$text"
  done < <(finding_lines "$1")
}

# The table at the top. Text of the scanned repository stands only in code spans: one backtick more than its longest run,
# pipes escaped, control characters flattened.
summary_head() {
  jq -r --argjson limit "$listed_findings" --arg fail_on "$fail_on" '
    def code:
      gsub("[\u0000-\u001f\u007f]"; " ")
      | ([match("`+"; "g").length] | max // 0) as $run
      | (if $run > 0 or test("^ .* $") then " " else "" end) as $pad
      | ([range($run + 1)] | map("`") | join("")) as $tick
      | $tick + $pad + gsub("\\|"; "\\|") + $pad + $tick;
    def shown: if length > 160 then .[:159] + "…" else . end;
    [.runs[].results[]] as $all
    | ($all | map(.level // "warning")) as $levels
    | "## Vigie",
      "",
      "\($all | length) findings: \($levels | map(select(. == "error")) | length) errors, \($levels | map(select(. == "warning")) | length) warnings, \($levels | map(select(. == "note")) | length) notes. The step fails on: \($fail_on | code).",
      (if ($all | length) == 0 then empty else
        "",
        "| Level | Rule | Place | Message |",
        "| --- | --- | --- | --- |",
        ($all | sort_by({"error": 0, "warning": 1}[.level // "warning"] // 2)[:$limit][]
          | .locations[0].physicalLocation as $at
          | "| \(.level // "warning") | \(.ruleId | code) | \("\($at.artifactLocation.uri):\($at.region.startLine)" | shown | code) | \(.message.text | shown | code) |"),
        (if ($all | length) > $limit then "", "And \(($all | length) - $limit) more, in the SARIF file of this run." else empty end)
      end),
      ""' "$1"
}

# Cuts at a line so that the whole stays under the limit, and closes a code fence the cut left open.
cut_at_line() {
  awk -v limit="$((summary_limit - 200))" '
    { used += length($0) + 1 }
    used > limit { cut = 1 }
    cut { next } # reads on, so that the writer is not broken off
    { print }
    /^ *(```|~~~)/ { open = !open; match($0, /(`+|~+)/); fence = substr($0, RSTART, RLENGTH) }
    END {
      if (cut && open) print fence
      if (cut) print "\nCut here to fit; the complete reports are in the output directory of this step."
    }'
}

write_summary() {
  local report
  {
    summary_head "$1"
    for report in "$out"/observability_inventory.md "$out"/secrets_inventory.md; do
      [[ ! -s $report ]] || { cat "$report"; printf '\n'; }
    done
  } | cut_at_line >>"$GITHUB_STEP_SUMMARY"
}

mkdir -p "$RUNNER_TEMP"
out=$(mktemp -d "$RUNNER_TEMP/vigie.XXXXXX")
find_vigie

[[ -d $path ]] || stop "There is no directory $path to scan."
arguments=(scan "--out-dir=$out" "--view=$view" "--fail-on=$fail_on" --format=terminal)
[[ -z $config ]] || arguments+=("--config=$config")

# What is said of a scanned subdirectory must name files as the repository does.
prefix=
workspace=$(cd -- "${GITHUB_WORKSPACE:-.}" && pwd -P)
target=$(cd -- "$path" && pwd -P)
[[ $target == "$workspace" || $target != "$workspace"/* ]] || prefix=${target#"$workspace"/}/

code=0
# A line of the scanned code that looks like a workflow command must not become one.
token=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
printf '::stop-commands::%s\n' "$token"
"$vigie" "${arguments[@]}" -- "$path" || code=$?
printf '::%s::\n' "$token"

sarif=$out/vigie.sarif
[[ $code -le 1 ]] || stop "The scan could not run (exit code $code); the log above says why."
[[ -s $sarif ]] || stop "The scan wrote no SARIF file."

if [[ -n $prefix ]]; then
  jq --arg prefix "$(printf '%s' "$prefix" | jq -Rr '@uri | gsub("%2F"; "/")')" '
    walk(if type == "object" and (.artifactLocation?.uri? | type) == "string" then .artifactLocation.uri |= $prefix + . else . end)' \
    "$sarif" >"$sarif.prefixed"
  mv "$sarif.prefixed" "$sarif"
fi

# Code scanning ignores suppressions: what somebody has looked at would be an alert there. It stays in the reports.
suppressed=$(jq '[.runs[].results[] | select((.suppressions // []) != [])] | length' "$sarif")
if [[ $suppressed -gt 0 ]]; then
  jq '.runs[].results |= map(select((.suppressions // []) == []))' "$sarif" >"$out/code-scanning.sarif"
  sarif=$out/code-scanning.sarif
fi

findings=$(jq '[.runs[].results[]] | length' "$sarif")
{
  printf 'sarif=%s\n' "$sarif"
  printf 'findings=%s\n' "$findings"
  printf 'out-dir=%s\n' "$out"
  printf 'exit-code=%s\n' "$code"
} >>"$GITHUB_OUTPUT"

annotate "$sarif"
[[ $summary != true ]] || write_summary "$sarif"
exit "$code"
