# Every word that a person reads, in English. A message is an id with arguments; the formats decide
# how an argument is shown (in a code span, escaped, as it is), so no message puts marks around one.
# An id that starts with a vocabulary's name (signal-, level-, …) is made from that vocabulary.

## Findings

finding-leak-log = { $subject } ({ $data }) is written to a log
finding-leak-metric = { $subject } ({ $data }) becomes the label of a metric
finding-leak-span = { $subject } ({ $data }) becomes the attribute of a span
finding-leak-error = { $subject } ({ $data }) becomes part of an error
finding-leak-url = { $subject } ({ $data }) becomes part of an address
finding-leak-command = { $subject } ({ $data }) stands on a command line
finding-leak-object = { $subject } is told whole, and holds data that is not for telling ({ $data })
finding-leak-request = { $subject } is told whole: whatever a sender put into the request
finding-leak-input = { $subject } comes from a request, and is written into the text of a log
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
finding-alert-without-receiver = The alert { $name } goes to { $receiver }, which tells nobody
finding-datasource-undefined = The datasource ${ $name } is asked for and no variable of the dashboard
finding-datasource-not-provided = The datasource { $name } is none of those that are provided here
finding-component-unwatched = Nobody watches any of the { $count } metrics of { $name }
finding-errors-unheard = Nobody is told of the { $count } logged errors of { $name }
finding-scrape-without-metrics = { $name } is scraped, and its code measures nothing
finding-metrics-without-scrape = { $name } measures, and nobody scrapes it, while others are scraped
finding-log-text-nowhere = Nothing logs “{ $name }”; “{ $near }” comes nearest
finding-receiver-unused = No route sends alerts to { $name }
finding-collector-part-undefined = { $name } is used and not defined
finding-collector-part-unused = { $name } is defined and used by no pipeline
finding-default = { $name } falls back on a credential that is written here
finding-never-provided = { $name } is asked for, and no place of the repository provides it
finding-never-read = { $name } is asked for in a template, and nothing reads it
finding-same-value = The same credential stands in { $count } places

finding-undeclared =
    { $count ->
        [one] { $name } is asked for and the register does not declare it
       *[other] { $name } is asked for in { $count } places and the register does not declare it
    }
finding-unused = { $name } is declared and nothing asks for it
finding-overdue =
    { $there ->
        [yes] { $name } was to be rotated in { $environment } by { $day }
       *[no] { $name } was to be rotated by { $day }
    }
finding-expired =
    { $there ->
        [yes] { $name } expired in { $environment } on { $day }
       *[no] { $name } expired on { $day }
    }
finding-expires-soon =
    { $there ->
        [yes] { $name } expires in { $environment } on { $day }
       *[no] { $name } expires on { $day }
    }

finding-weak-key = { $subject } has a weak key: { $key } of { $bits } bits
finding-weak-signature = { $subject } is signed with { $signature }
finding-over = { $subject } expired on { $day }
finding-soon = { $subject } expires on { $day }
finding-unsigned = { $subject } without a signature

## The register of secrets

model-tab = a tab indents this line, and YAML takes spaces only
model-no-list = there is no list `secrets`
model-no-list-hint = a register is `secrets:` with entries below it; `vigie template secret` prints one
model-list = `secrets` is not a list
model-list-hint = write each entry as `- name: NAME` below it
model-version = this version of the register is not known; it is 1
model-entry = an entry is not a list of keys
model-entry-hint = write it as `- name: NAME`, with its other keys below `name`
model-unknown-key = there is no key `{ $key }` here
model-keys = the keys are: { $keys }
model-key-meant = did you mean `{ $key }`?
model-twice = `{ $key }` stands here twice
model-missing = `{ $key }` is missing
model-empty = `{ $key }` says nothing
model-text = `{ $key }` takes a text
model-texts = `{ $key }` takes a list of texts
model-day = `{ $key }` is no day; days are written as 2026-03-31
model-interval = `{ $key }` is no stretch of time; it is written as 90d, 12w, 6m, 1y or never
model-word = `{ $key }` is not one of its words
model-words = the words are: { $words }
model-word-meant = did you mean `{ $word }`? the words are: { $words }
model-environments = `{ $key }` takes a list: names, or entries with `name`
model-ownerless = nobody answers for { $name }
model-ownerless-hint = name a team or a person: `owner: team-payments`
model-open = { $name } does not say its { $key }
model-same = { $name } is a name of the entry in line { $line } too
model-value = `{ $key }` holds a value, and a register holds none
model-secret = { $title } stands here, and a register holds no value
model-random = what stands here looks like a value, and a register holds none
model-value-hint = take it out, rotate the secret, and say in `location` where the value is kept

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
source-configuration = configuration
source-encrypted = encrypted file
role-declares = declares it
role-provides = provides it
role-injects = hands it on
role-reads = reads it
because-name = its name
because-store = kept for secrets only
because-key = the key asked for
because-marked = marked as sensitive

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
observer-backend = backends
observer-notification = notifications of jobs
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
counted = { $count } { $what }
counted-severity = { $count } { $what }
note-through = through { $wrapper }
note-history =
    { $head ->
        [yes] since { $commit }
       *[no] since { $commit }, no longer in the commit that is checked out
    }
column-by = By
column-entry = Mark or entry
column-why = Why
note-days =
    { $days ->
        [one] every day
       *[other] every { $days } days
    }
note-until = until { $day }
note-way = by lines { $steps }
note-touches = touches { $controls }
note-copies = the same value stands in { $count } places

## Rotation

title-rotation = Rotation of { $name }
rotation-intro = In this order the new value works before the old one stops, and until the old one is revoked there is a way back. The value itself is not needed for this plan and stands nowhere in it.
rotation-names = Its names:
rotation-undeclared = The register of secrets does not declare it, so that nobody is named who answers for it.
section-places = Places
section-consumers = Consumers
section-steps = Steps
section-back = The way back
rotation-no-places = No file of this repository names it.
rotation-no-consumers = No consumer is declared and none was found: ask its owner before the old value is revoked.
rotation-open = in the open
rotation-same-value = the same value
rotation-mentioned = mentioned
rotation-both = { $name }, declared and found
rotation-declared-only = { $name }, declared; no file of this repository shows how it asks
rotation-seen-only = { $name }, found and not declared
rotation-create = Make a new value beside the old one, with the same rights and no more.
rotation-store = Put the new value where the consumers get it from. Keep the old one at hand there as its earlier version.
rotation-store-here = { $storage }, at { $location }, kept by { $owner }
rotation-store-there = in { $environment }: { $storage }, at { $location }, kept by { $owner }
rotation-roll = Roll the consumers, one after another: restart or deploy each so that it reads the new value.
rotation-consumer = { $name }
rotation-verify = Check that every consumer works, and by the provider's log or its last-used date that nobody uses the old value any more.
rotation-remove = Take the value out of the places where it stands in the open, and let them ask for it by name. It stays in the history: only revoking it makes it worthless.
rotation-revoke = Revoke the old value.
rotation-record = Write the day into last_rotation, and the new expiry, in the register.
rotation-declare = Declare it in the register: `vigie template secret` shows what an entry says.
rotation-back-store = Until the old value is revoked: put it back where the consumers get it from (its earlier version there).
rotation-back-roll = Roll the consumers back in the same order, check them, and revoke the new value.
rotation-back-late = Once the old value is revoked there is no way back: make another new value and go forward by the same steps.
column-usage = Usage
column-scope = Scope

## Diagram

map-sources = where values come from
map-names = secrets asked for
map-handed = handed on as
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
section-declarations = Secrets declared
section-certificates = Certificates
section-lifetimes = Tokens with an end
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
column-subject = Subject
column-issuer = Issuer
column-from = From
column-until = Until
column-key = Key
column-signature = Signature
column-kind = Kind
column-type = Type
column-owner = Owner
column-storage = Storage
column-rotation = Rotation
column-last-rotation = Last rotated
column-expiry = Expiry
column-classification = Classification
column-consumers = Consumers
column-declared = Declared
column-default = Default in code
column-role = What the place does
column-because = A secret because of
column-into = Handed on as
column-consumer = For
column-recognised = Recognised by
column-file = File
column-reason = Reason
column-detail = Detail

rule-weakness = An instance of CWE-{ $cwe }.
rule-why = Why it matters:
rule-fix = What to do:
rule-revoke = To revoke:
rule-rotate = To rotate:
rule-docs = Read more:

limit-holes = Names and messages that are put together when the program runs are shown with holes where the unknown parts stand.
limit-unresolved = Names that another file would have had to explain and none did: { $count }.
limit-syntax = Files with syntax errors, of which only what parsed was used: { $count }.
limit-foreign = Vendored, generated or minified files, which are searched for secrets only unless asked otherwise: { $count }.
limit-not-tried = No secret was tried against its vendor: whether one still works is not known.
limit-now = Only the files as they are were read, not their history: a secret that was deleted may still stand in an earlier commit.

card-kind = kind
card-severity = severity
card-weakness = weakness
card-docs = docs
card-why = why
card-fix = fix
card-revoke = revoke
card-rotate = rotate
card-examples = finds, for example
card-secret = secret
card-telemetry = telemetry
card-reference = reference
card-finding = finding

## HTML

html-skip = Skip to the content
html-contents = Contents
html-search = Search
html-search-hint = a name, a message, a file, a pasted log line
html-search-help = Every word must occur. A whole log line finds the statement that writes it.
html-verdict =
    { $count ->
        [0] Nothing of high or critical severity was found.
        [one] One finding of high or critical severity.
       *[other] { $count } findings of high or critical severity.
    }
html-rows =
    { $count ->
        [one] One row
       *[other] All { $number } rows
    }

html-tells = What it tells
html-listens = Who listens
html-leaks = What it leaks
html-changed = What changed
html-sure = How sure this is
html-unit-points =
    { $count ->
        [one] place that emits telemetry
       *[other] places that emit telemetry
    }
html-unit-observers =
    { $count ->
        [one] observer
       *[other] observers
    }
html-unit-findings =
    { $count ->
        [one] finding
       *[other] findings
    }
html-unit-new =
    { $count ->
        [one] finding that the baseline does not accept
       *[other] findings that the baseline does not accept
    }
html-unit-confirmed = of what is listed is confirmed, not inferred
html-names-nowhere = names that nothing emits
html-metrics-unheard = metrics that nobody here listens to
html-secrets-asked = secrets asked for by name
html-set-aside = findings set aside
html-accepted = accepted by the baseline
html-gone = accepted and no longer there
html-files-read = files read
html-files-skipped = files not fully read
html-files-foreign = vendored or generated files, not parsed
html-unresolved = names that stayed unresolved
html-levels = Log statements by level

html-findings-lede = Worst first. Every line is redacted: what is marked stands where the value was. Nothing was tried against its vendor.
html-no-findings = No findings. No value in these files has the form of a credential, and every configuration that listens fits what the code emits, as far as could be read.
html-column-found = What was found
html-note-owner = { $owner } answers for it

html-components-lede = A component is the folder of a manifest. The numbers lead to the rows they count.
html-components-caption = Components, what each tells and who watches it
html-says-nothing = nothing
html-nobody = nobody
html-somebody = somebody

html-map = How telemetry travels
html-map-lede = From the components to the signals they emit, the systems whose configuration here listens to them, and the observers there. Wide strokes are many points, by orders of magnitude.
html-map-alt = Map of components, signals, systems that listen, and observers; the tables around it hold the same figures.
html-map-systems = systems that listen

html-points = Telemetry catalogue
html-points-lede = Every statement of the code that emits something, at the place where it stands. Parts that are filled in at run time are shown as holes.
html-points-caption = Every place that emits telemetry
html-no-points = Nothing that emits telemetry was found: no log statement, metric, span, event or health answer of a library that Vigie knows. Rules for a library of your own can be added with --rules.
html-no-text = without a text of its own
html-column-tells = What it tells
html-column-watched = Watched by

html-messages = Log messages
html-messages-lede = { $statements } statements write { $messages } different messages. { $repeated } of these stand in more than one place, so that the message alone does not say where it comes from.
html-messages-caption = Messages that stand in several places
html-no-messages = No log statement with a message was found.
html-column-times = Times

html-metrics-caption = Metrics and who listens to them
html-no-metrics = No metric with a name was found in the code.

html-observers-lede = Configurations in this repository that listen: to what, and from which components that comes. Alerts on a recording rule count for the components behind the rule.
html-observers-caption = Alerts, dashboards and everything else that listens
html-no-observers = Nothing in this repository listens: no rules, dashboards, scrapes or pipelines. If they are kept elsewhere, scan them together with the code.
html-column-watches = Watches
html-nameless = without a name
html-asks = what it asks
html-drift = Does what they listen to exist?
html-drift-lede = How many different names each kind of observer uses, by what is known of them.
html-drift-kinds-caption = Names used, by kind of observer and verdict
html-drift-within = By dashboard, group or job
html-drift-within-caption = Names used, by dashboard, group or job, and verdict
html-column-all = All
html-nowhere-lede = These names look like the repository’s own, and no place in the code emits them. An alert on one of them never fires.
html-nowhere-caption = Names that nothing emits

html-secrets-lede = Each secret that is asked for by name, and its way through the repository: declared, provided, handed on, read. No value is known or shown.
html-secrets-caption = Secrets asked for, by name
html-no-secrets = No place asks for a secret by name.
html-column-declared = Declared
html-column-provided = Provided
html-column-handed = Handed on
html-column-read = Read
html-column-register = In the register
html-column-secret = Secret
html-step-key = key
html-step-into = as
html-step-for = for
html-step-from = is given
html-references = References
html-references-lede = Every place that asks for a secret or a setting by name, or gives one.
html-references-caption = Every reference to a secret or a setting
html-no-references = No place asks for a secret or a setting by name.
html-declarations-caption = What the register of secrets declares
html-lifetimes = Certificates and tokens with an end
html-lifetimes-caption = Certificates and tokens, what ends first at the top
html-limits = Limits and what was skipped

# The script puts numbers where {n}, {m}, {a} and {b} stand.
html-script-rows = {"{n}"} of {"{m}"} rows
html-script-hits = {"{n}"} rows found
html-script-page = {"{a}"}–{"{b}"} of {"{n}"}
html-script-all = all
html-script-back = Back
html-script-next = Next
html-script-reset = Show all
html-script-none = No row matches.
html-script-sort = sort by {"{n}"}

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
terminal-way = way
terminal-touches = touches
terminal-help = help

## Differences

listener-alert = alert
listener-recording-rule = recording rule
listener-dashboard = dashboard
listener-panel = panel
listener-variable = dashboard variable
listener-annotation = dashboard annotation
listener-slo = objective
listener-scrape = scrape
listener-route = alert route
listener-receiver = alert receiver
listener-datasource = datasource
listener-pipeline = pipeline
listener-shipper = log shipper
listener-backend = backend
listener-notification = notification of a job
listener-probe = probe

told-log = log
told-metric = metric
told-trace = span
told-event = event
told-error-report = error report
told-health = health answer
told-audit = audit record
told-profile = profile

change-removed = removed
change-renamed = renamed
change-retyped = retyped
change-relabelled = relabelled
change-level = level
change-added = added

item-removed = removed
item-changed = changed
item-added = added

part-name = name
part-within = group or dashboard
part-expression = expression
part-severity = severity
part-receiver = receiver
part-runbook = runbook
part-summary = summary

reason-same-function = same function
reason-same-place = same neighbours
reason-same-order = same order
reason-same-library = same library
reason-similar-text = similar text
reason-same-help = same help
reason-same-labels = same labels
reason-same-kind = same kind
reason-same-written = written the same

diff-title = What this change does to what is told and who listens
diff-nothing = { $old } → { $new }: nothing changed in what is told, who listens and which secrets are asked for ({ $points } points, { $observers } observers)
diff-compared = { $old } → { $new }: { $points } points, { $observers } observers now
diff-other-rules = The two were made with different rules or settings: a part of the difference may be theirs
diff-hidden =
    { $count ->
        [one] One more entry is not shown: --format markdown or json has it
       *[other] { $count } more entries are not shown: --format markdown or json has them
    }
diff-cut =
    { $count ->
        [one] … and one more, left out to keep this short
       *[other] … and { $count } more, left out to keep this short
    }
diff-more = and { $count } more
diff-root = the root

diff-section-broken = No longer heard
diff-section-secrets = Secrets in the open
diff-section-anomalies = Out of the ordinary
diff-section-points = What is told
diff-section-observers = Who listens
diff-section-references = Secrets asked for
diff-section-mended = Heard again
diff-column-priority = Priority
diff-column-what = What
diff-column-place = Place
diff-column-notes = Notes

diff-count-broken =
    { $count ->
        [one] 1 observer broken
       *[other] { $count } observers broken
    }
diff-count-mended =
    { $count ->
        [one] 1 observer mended
       *[other] { $count } observers mended
    }
diff-count-removed = { $count } removed
diff-count-renamed = { $count } renamed
diff-count-retyped = { $count } retyped
diff-count-relabelled = { $count } relabelled
diff-count-level = { $count } of another level
diff-count-added = { $count } added
diff-count-moved = { $count } moved
diff-count-ported = { $count } made with another library
diff-count-secrets-added =
    { $count ->
        [one] 1 new secret in the open
       *[other] { $count } new secrets in the open
    }
diff-count-secrets-removed =
    { $count ->
        [one] 1 secret gone
       *[other] { $count } secrets gone
    }
diff-count-references-added =
    { $count ->
        [one] 1 secret newly asked for
       *[other] { $count } secrets newly asked for
    }
diff-count-references-removed =
    { $count ->
        [one] 1 secret no longer asked for
       *[other] { $count } secrets no longer asked for
    }

diff-tag-broken = broken
diff-tag-mended = mended
diff-tag-anomaly = unusual
diff-lost-name = { $observer } asks for { $name }, which nothing emits any more
diff-lost-perhaps = { $observer } asks for { $name }, and what emitted it is gone; what is left may be it or not
diff-lost-label = { $observer } asks { $name } for the label { $label }, which it no longer has
diff-lost-edit = { $observer } was edited to ask for { $name }, which nothing emits
diff-found-name = { $observer } hears { $name } again
diff-found-label = { $observer } finds the label { $label } of { $name } again
diff-found-edit = { $observer } was edited: it asked for { $name }, which nothing emits, and hears { $likely } now
diff-stood = { $name } stood at { $place }
diff-likely = { $name } is probably called { $likely } now
diff-point-removed = the { $signal } { $name } is gone
diff-point-renamed = the { $signal } { $name } is called { $after } now
diff-point-retyped = the { $signal } { $name } was a { $before } and is a { $after }
diff-point-relabelled = the { $signal } { $name } has { $after } in place of { $before }
diff-point-labels-added = the { $signal } { $name } has { $after } besides
diff-point-labels-removed = the { $signal } { $name } no longer has { $before }
diff-point-level = the { $signal } { $name } was of level { $before } and is of level { $after }
diff-point-added = the { $signal } { $name } is new
diff-observer-removed = the { $observer } is gone
diff-observer-changed = the { $observer } has another { $parts }
diff-observer-added = the { $observer } is new
diff-secret-removed = { $title } is no longer in the open here
diff-secret-added = { $title } in the open
diff-secret-added-named = { $title } in the open, as { $name }
diff-reference-removed = { $name } ({ $source }) is no longer asked for
diff-reference-added =
    { $count ->
        [one] { $name } ({ $source }) is newly asked for: it has to be provided where this runs
       *[other] { $name } ({ $source }) is newly asked for in { $count } places: it has to be provided where this runs
    }
diff-anomaly-lost = { $component } lost far more of what it tells than the rest: { $after } of { $before } points are left
diff-anomaly-errors = { $component } has { $after } logs of level error or fatal, and had { $before }
diff-anomaly-labels = { $name } has { $after } labels, and had { $before }: each multiplies its series

diff-note = note
diff-help = help
diff-and = and
diff-why = why
diff-was = was
diff-within = within
diff-rule = rule
diff-listeners = listeners
diff-listener-broken = { $name } (breaks)
diff-labels-added = labels added
diff-labels-removed = labels removed
diff-believed = taken for the same ({ $score } of 100): { $reasons }
diff-remaining =
    { $count ->
        [one] one other point still bears the old name
       *[other] { $count } other points still bear the old name
    }
diff-also =
    { $count ->
        [one] the same in one more place
       *[other] the same in { $count } more places
    }
