# Every word that a person reads, in English. A message is an id with arguments; the formats decide
# how an argument is shown (in a code span, escaped, as it is), so no message puts marks around one.
# An id that starts with a vocabulary's name (signal-, level-, …) is made from that vocabulary.

## Findings

finding-secret = { $title } in the open
finding-secret-named = { $title } in the open, as { $name }
finding-metric-nowhere = Nothing emits { $name }
finding-metric-nowhere-near = Nothing emits { $name }; { $near } comes nearest
finding-label-missing = { $name } has no label { $label }, only { $labels }
finding-rate-on-gauge = { $name } is a gauge, of which a rate means nothing
finding-quantile-without-histogram = { $name } is no histogram, and has no buckets to take a quantile of
finding-counter-without-rate = { $name } is a counter, and compared as it stands
finding-alert-without-severity = The alert { $name } has no severity
finding-alert-without-summary = The alert { $name } does not say what it means
finding-alert-without-runbook = The alert { $name } has no runbook
finding-duplicate-alert = The alert { $name } stands twice in its group
finding-panel-without-query = The panel { $name } asks nothing
finding-recording-rule-unused = Nothing here asks for { $name }
finding-receiver-undefined = The receiver { $name } is not defined
finding-receiver-unused = No route sends alerts to { $name }
finding-collector-part-undefined = { $name } is used and not defined
finding-collector-part-unused = { $name } is defined and used by no pipeline

## Vocabularies

signal-log = logs
signal-metric = metrics
signal-trace = spans
signal-event = events
signal-error-report = error reports
signal-health = health
signal-audit = audit
signal-profile = profiles

level-trace = trace
level-debug = debug
level-info = info
level-warn = warn
level-error = error
level-fatal = fatal
level-open = decided at run time

instrument-counter = counter
instrument-updowncounter = up-down counter
instrument-gauge = gauge
instrument-histogram = histogram
instrument-summary = summary
instrument-timer = timer
instrument-meter = meter
instrument-set = set
instrument-info = info
instrument-unknown = unknown

severity-info = info
severity-low = low
severity-medium = medium
severity-high = high
severity-critical = critical

confidence-possible = possible
confidence-likely = likely
confidence-confirmed = confirmed

source-environment = environment
source-ci = CI secret
source-kubernetes = Kubernetes Secret
source-vault = vault
source-env-file = environment file

observer-alert = alerts
observer-recording-rule = recording rules
observer-dashboard = dashboards
observer-panel = panels
observer-variable = variables of dashboards
observer-annotation = annotations of dashboards
observer-slo = objectives
observer-scrape = scrapes
observer-route = routes of alerts
observer-receiver = receivers of alerts
observer-datasource = datasources
observer-pipeline = pipelines
observer-shipper = log shippers
observer-probe = probes

verdict-emitted = emitted here
verdict-matches-composed = may be a name that is put together at run time
verdict-recorded-here = recorded by a rule here
verdict-platform = brought by the platform or a runtime
verdict-third-party = brought by another product
verdict-unknown = unknown
verdict-nowhere = nowhere

context-product = ships
context-test = in tests
context-documentation = in documentation
context-foreign = vendored or generated

skip-binary = binary
skip-too-large = too large, not read
skip-too-large-to-parse = too large to parse, searched for secrets only
skip-unreadable = could not be read
skip-syntax-errors = syntax errors, what parsed was used
skip-timed-out = parsing took too long, searched for secrets only
skip-panicked = the scan of this file failed
skip-archive = not everything packed in it was read

suppressed-by-mark = by a mark in the source
suppressed-by-allow-list = by the allow list
suppressed-by-baseline = by the baseline
unused-nothing-found = nothing is found there
unused-no-rule = names no rule
unused-no-reason = gives no reason
unused-expired = its last day is over
unused-gone = no longer there

component-none = no component
yes = yes
no = no
and-more = … and { $count } more
note-through = through { $wrapper }
note-history =
    { $head ->
        [yes] since { $commit }
       *[no] since { $commit }, no longer in the commit that is checked out
    }
column-by = By
column-entry = Mark or entry
column-why = Why
note-copies = the same value stands in { $count } places

## Diagram

map-sources = where values come from
map-names = secrets asked for
map-exposed = secrets in the open
map-components = components
map-signals = signals
map-libraries = libraries
map-more = +{ $count } more
map-nothing = nothing found

## Markdown

title-all = Inventory of { $name }
title-observability = Observability inventory of { $name }
title-secrets = Secrets inventory of { $name }
inventory-intro = What this software tells when it runs, which secrets it holds and which it asks for, read from its files alone. Places are path, line and column.
scanned =
    { $files ->
        [one] One file read, { $bytes }.
       *[other] { $files } files read, { $bytes }.
    }
scanned-skipped =
    { $count ->
        [one] One was not fully read.
       *[other] { $count } were not fully read.
    }

section-overview = Overview
section-components = Components
section-signals = Signals
section-map-points = Map of what is emitted
section-logs = Log statements: { $level }
section-metrics = Metrics
section-spans = Spans
section-others = Events, error reports and other signals
section-observers = Who listens
section-nowhere = Listened to, and nowhere to be found
section-of-observers = Observers: { $kind }
section-map-secrets = Map of secrets
section-findings = Findings
section-suppressed = Findings that do not count
section-unused = Marks and entries that suppress nothing
section-references-secrets = Secrets asked for
section-references-settings = Settings asked for
section-skips = Files not fully read
section-limits = Limits

count-statements =
    { $count ->
        [one] One statement.
       *[other] { $count } statements.
    }
no-points = Nothing that emits telemetry was found.
no-findings = No findings.
no-observers = Nothing that listens was found: no rules, dashboards, scrapes or pipelines.
watched =
    { $watched ->
        [one] One metric of { $all } is listened to
       *[other] { $watched } metrics of { $all } are listened to
    } by what stands in this repository.
note-watched =
    { $count ->
        [one] watched by one
       *[other] watched by { $count }
    }
note-partial = not all of it could be read
no-references = No place asks for a secret by name.
no-skips = Every file was read in full.

overview-target = Name
overview-revision = Commit
overview-tool = Tool
overview-rules = Rules digest
overview-settings = Settings digest
overview-files = Files read
overview-bytes = Size
overview-parsed = Files parsed
overview-skipped = Files not fully read
overview-languages = Files by language
overview-points = Points
overview-test-points = Points in tests
overview-findings = Findings
overview-references = References

column-observers = Observers
column-verdict = Names used
column-names = Names
column-nearest = Nearest name
column-used-by = Used by
column-within = Part of
column-uses = Listens to
column-what = What
column-value = Value
column-component = Component
column-folder = Folder
column-points = Points
column-signals = By signal
column-findings = Findings
column-references = References
column-signal = Signal
column-level = Level
column-statements = Statements
column-library = Library
column-message = Message
column-fields = Fields
column-place = Place
column-places = Places
column-function = Function
column-notes = Notes
column-name = Name
column-instrument = Type
column-unit = Unit
column-labels = Labels
column-help = Help
column-attributes = Attributes
column-severity = Severity
column-confidence = Confidence
column-rule = Rule
column-mask = Mask
column-source = Source
column-default = Default in code
column-recognised = Recognised by
column-file = File
column-reason = Reason
column-detail = Detail

rule-weakness = An instance of CWE-{ $cwe }.
rule-why = Why it matters:
rule-fix = To mend it:
rule-revoke = To revoke:
rule-rotate = To rotate:
rule-docs = Read more:

limit-holes = Names and messages that are put together when the program runs are shown with holes where the unknown parts stand.
limit-unresolved = Names that another file would have had to explain and none did: { $count }.
limit-syntax = Files with syntax errors, of which only what parsed was used: { $count }.
limit-foreign = Vendored, generated or minified files, which are searched for secrets only unless asked otherwise: { $count }.
limit-not-tried = No secret was tried against its vendor: whether one still works is not known.
limit-now = Only the files as they are were read, not their history: a secret that was deleted may still stand in an earlier commit.

## SARIF, always in English

sarif-left-out =
    { $count ->
        [one] One result was left out: only the worst { $kept } are kept by readers of this format.
       *[other] { $count } results were left out: only the worst { $kept } are kept by readers of this format.
    }
sarif-same-line =
    { $count ->
        [one] One more of this rule stands on this line.
       *[other] { $count } more of this rule stand on this line.
    }
sarif-more-skips =
    { $count ->
        [one] One more file was not fully read.
       *[other] { $count } more files were not fully read.
    }
sarif-binary =
    { $count ->
        [one] One binary file was not read.
       *[other] { $count } binary files were not read.
    }

## Terminal

terminal-scanned =
    { $files ->
        [one] Scanned { $name }: one file, { $bytes }
       *[other] Scanned { $name }: { $files } files, { $bytes }
    }
terminal-scanned-at =
    { $files ->
        [one] Scanned { $name } at { $revision }: one file, { $bytes }
       *[other] Scanned { $name } at { $revision }: { $files } files, { $bytes }
    }
terminal-base = What was added since { $commit }
terminal-shallow = This clone is shallow: older commits were not in it
terminal-skipped =
    { $count ->
        [one] One file not fully read: { $reasons }
       *[other] { $count } files not fully read: { $reasons }
    }
terminal-points =
    { $count ->
        [one] One point
       *[other] { $count } points
    } in { $components ->
        [one] one component
       *[other] { $components } components
    }{ $tests ->
        [0] { "" }
       *[other] , { $tests } in tests
    }
terminal-libraries = Libraries
terminal-components = Components
terminal-metrics =
    { $count ->
        [one] One metric
       *[other] { $count } metrics
    }
terminal-errors =
    { $count ->
        [one] One error log
       *[other] { $count } error logs
    }
terminal-observers =
    { $count ->
        [one] One observer
       *[other] { $count } observers
    }: { $kinds }
terminal-verdicts = They use { $names } names: { $verdicts }
terminal-nowhere =
    { $count ->
        [one] Listened to, and nowhere to be found: one name
       *[other] Listened to, and nowhere to be found: { $count } names
    }
terminal-names =
    { $count ->
        [one] Asks for one secret
       *[other] Asks for { $count } secrets
    }
terminal-findings =
    { $count ->
        [one] One finding: { $severities }
       *[other] { $count } findings: { $severities }
    }
terminal-suppressed =
    { $count ->
        [one] One more finding does not count: { $kinds }
       *[other] { $count } more findings do not count: { $kinds }
    }
terminal-unused =
    { $count ->
        [one] One mark or entry suppresses nothing
       *[other] { $count } marks and entries suppress nothing
    }
terminal-more = … and { $count } more: vigie scan --format markdown --view secrets
terminal-note = note
terminal-help = help
