# What files say that `vigie generate` writes. See en.ftl for the rules.
# $value and $job may hold what Prometheus fills in: they stand in the text as they are.

generated-preface =
    Written by `vigie generate`. A block between `vigie:begin` and `vigie:end` follows the code:
    it is written again when the command runs again. Change a block and it is yours, and stays as it is.
    Empty it and leave its marks to be rid of it. What stands outside of blocks is yours.
generated-dashboard = Made of what the code emits. A panel whose title, kind, queries or unit you change is yours; the others follow the code when `vigie generate` runs again.

priority-P0 = Users are cut off now: wake somebody.
priority-P1 = Users are hurt now, or soon will be: wake somebody.
priority-P2 = Something will hurt unless it is seen to today.
priority-P3 = Worth a look this week.

generated-row-rate = How much is asked for
generated-row-errors = What goes wrong
generated-row-duration = How long it takes
generated-row-saturation = What fills up
generated-row-purpose = What it is there for
generated-row-rest = Everything else

generated-ratio = { $component }: { $value } end badly
generated-ratio-more = Of what { $metric } counts in { $job }, { $value } end badly.
generated-ratio-means = More of what { $metric } counts end badly than anybody would call normal. The limit is a common one: put your own in its place.
generated-ratio-look = Look first at what changed last: a release, a configuration, something this depends on. The logs of the same minutes say which errors they are.

generated-fatal = { $component }: what must not happen has happened
generated-fatal-more = { $metric } went up by { $value } in { $job } within 15 minutes.
generated-fatal-means = { $metric } counts something that never belongs to a normal day. Once is enough.
generated-fatal-look = Find the log of that moment, with its stack trace. Is it one instance, or all?

generated-grows = { $component }: { $metric } goes up
generated-grows-more = { $metric } goes up by { $value } a second in { $job }, and has for half an hour.
generated-grows-means = { $metric } counts errors, and goes on counting. Nothing is known to compare it with: where there is a counter of all attempts, compare with that.
generated-grows-look = Which label has the errors, and since when? If some of them are normal, say how many here, and change the limit.

generated-slower = { $component }: twice as slow as a day ago
generated-slower-more = One in a hundred of what { $metric } times takes longer than { $value } in { $job }: twice as long as at the same time yesterday.
generated-slower-means = The slowest hundredth of what { $metric } times is twice as slow as a day ago. Where people were promised a limit, put it in place of yesterday.
generated-slower-look = Is there more to do than yesterday, or does each take longer? Look at the traffic first, then at what fills up, then at traces of the slow ones.

generated-piles = { $component }: more waits than is worked off
generated-piles-more = { $metric } stands at { $value } in { $job }: for a quarter of an hour more than twice the mean of a day.
generated-piles-means = { $metric } tells how much waits. It has grown to more than twice its mean of a day.
generated-piles-look = Does more come in, or does less go out? Errors and latency of what works it off tell.

generated-full = { $component }: { $value } full
generated-full-more = { $metric } is at { $value } of what there may be in { $job }.
generated-full-means = { $metric } is close to the limit that the code itself reports.
generated-full-look = How fast does it grow? Make room, or raise the limit if there is room for that.

generated-not = { $component }: { $metric } says no
generated-not-more = { $metric } has been 0 for five minutes in { $job }.
generated-not-means = { $metric } is 1 when all is well, and it is 0.
generated-not-look = What does it depend on, and does that answer? Which instance says no, or do all?

generated-expires = { $component }: something expires soon
generated-expires-more = What { $metric } dates in { $job } ends in { $value }.
generated-expires-means = { $metric } holds the moment at which something ends to be valid, and that is less than 14 days away.
generated-expires-look = Who renews it, and did that run? Renew it by hand if it did not.

generated-stale = { $component }: nothing has succeeded for a while
generated-stale-more = { $metric } was last set { $value } ago in { $job }.
generated-stale-means = { $metric } holds the moment of the last success, and that is more than a day ago. Put the true interval in place of a day.
generated-stale-look = Does it run at all? If it does, its log says why it does not succeed.

generated-silent = { $component }: nothing is heard
generated-silent-more = { $metric } is always there when { $component } runs, and nobody has seen it for ten minutes.
generated-silent-means = { $metric } has no label to wait for: it is there as soon as the component runs. Now no instance is scraped.
generated-silent-look = Does it run? Does Prometheus find it, and what does the page of targets say?

generated-runbook = Runbook of { $component }
generated-runbook-empty = No metric of this component calls for an alert by its kind and name.
generated-emitted = Emitted in
generated-help = Its help text:
generated-write-down = Write what you learn below the end of this block: that stays.
