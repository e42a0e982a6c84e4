// How an adapter is made of these parts
// =====================================
//
// An adapter is an actor that is a `Site`. What is its own: how its system is spoken to (messages, rows), and what follows
// from what was told (a picture). Everything else is a part of this module; each part has its own file and docstring.
//
// The site
//   var reporter = SiteReporter(site:environment:)
//       `begin(sink)` when a run begins, `end()` when it ends. `online()` as soon as the log-in is answered: from then on actions
//       can be tried. `synchronised(listings)` after the first snapshot and after each silence: from then on the board is
//       complete. `degraded(reason)`, `online()` when it is heard again, `heard(latency:)` with every answer. `reportNews(changes)` for what events
//       told: before the first snapshot only its messages pass. `tell(trouble, once: key)`, and `forget(key)` once it is over.
//   let polls = PollLoop([.init(.moving, every: …), .init(.everything, every: …)], gathering:environment:)
//       A scope is an option set (`PollScope`) in which the wider holds the narrower. `polls.run(synchronise:look:recover:)` is
//       one of the run's tasks; `polls.want(scope)` from anywhere asks for an earlier look; `polls.fail(error)` ends the loop
//       with what came to light elsewhere; `polls.reset()` when a run begins. `recover` reports `degraded`, waits until the
//       exchange is heard (pauses: `RetryPause`, or the poll's interval) and returns, or throws what ends the run.
//   WakeSignal
//       Where a task sleeps and another wakes it, outside of a poll loop.
//
// Requests
//   HTTP: let http = HTTPExchange(HTTPClient(…), environment:); `send(request, named:, within:)` gives answer and latency and
//       throws `RequestFailure` alone (or `CancellationError`); `download(…, to: IncomingFile, …)` for files.
//       `[("name", "value")].asQuery` and `percentEncoded` make addresses.
//   Answers in a stream of their own (MQTT, frames): `PendingRequests<Request, Answer>` matches them and gives late ones up.
//   `RequestTurns` where requests must go one after the other, people's before polls.
//   A failure becomes the end of a run with `LinkFailure(error, at: stage)`, an action's end with `Outcome(error)`, a file's
//       with `Outcome(ofDownload: error)`. No adapter has failures or mappings of its own.
//   What the exchange posts to us: `PostedReports` (secret path, whom to believe, overflow, the address it is told).
//
// The picture, a value
//   var published = PublishedEntities(site:)
//       The only memory of what the board shows. `put(entity)`, `remove(Agent.self, id)`, `keep(Agent.self, only:)`,
//       `replace([id: entity])` for a whole kind, `tell(message)` for messages in their place; `takeChanges()` at the end of
//       each `apply`. Read `published.agents[id]` for what was shown. `listings(kinds)` for the snapshot.
//   var sequence = SequenceCounter()
//       `sequence.next()` when a question is sent and when an event is heard. An answer travels as `Asked<Value>`; it does not
//       undo what was heard after `asked.at`.
//   var ended = RecentlyEnded<String, Note>()
//       What must not come back to life. The site calls `ended.advance(to: environment.uptime())` before it hands in news.
//
// Text and figures of the wire
//   Octets become text in one place: `WireDecoder(configuration.encoding)`, which knows NULs, byte order marks and GBK; bodies of
//       `HTTPExchange` and `PostedReports` have passed it. `reporter.tellOfText(reading.trouble)` says what was special.
//   `split(atOctet:)`, `fields(atOctet:)`, `cut(atOctet:)`, `octetTrimmed`: never cut wire text by Characters.
//   `WireFigure` for counts and times that are reckoned with; `Duration(clockText:)` for `HH:MM:SS`.
//
// Time
//   `environment.uptime()` for intervals, deadlines and ages; `environment.now()` only for times that are shown or compared
//   with a time of the exchange's.
//
// Tests
//   `SiteHarness` (Tests/SiteHarness) runs a site against a peer and keeps its board; `SteppedClock` is its environment's time.
