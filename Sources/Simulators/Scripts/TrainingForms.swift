/// The commands of training scripts.
extension TrainingScript {
    static let smartPBXForms: [Form] = [
        Form(usage: "call CALLER queue|extension|menu|room NUMBER", meaning: "somebody calls from outside") {
            words throws(ScriptError) in
            let caller = try words.next("CALLER").text
            try words.keyword(["queue", "extension", "menu", "room"])
            return .call(caller, to: try words.next("NUMBER").text)
        },
        Form(usage: "dial EXTENSION NUMBER", meaning: "the extension's telephone rings, then NUMBER") {
            words throws(ScriptError) in
            .dial(try words.next("EXTENSION").text, to: try words.next("NUMBER").text)
        },
        Form(usage: "hangup CALLER|all", meaning: "ends that caller's calls") { words throws(ScriptError) in
            let caller = try words.next("CALLER").text
            return .hangUp(caller == "all" ? nil : caller)
        },
        Form(usage: "pause EXTENSION QUEUE", meaning: "the agent pauses") { words throws(ScriptError) in
            .pause(try words.next("EXTENSION").text, queue: try words.next("QUEUE").text, true)
        },
        Form(usage: "unpause EXTENSION QUEUE", meaning: "the agent is back") { words throws(ScriptError) in
            .pause(try words.next("EXTENSION").text, queue: try words.next("QUEUE").text, false)
        },
        Form(usage: "login EXTENSION QUEUE", meaning: "the extension joins the queue") {
            words throws(ScriptError) in
            .member(try words.next("EXTENSION").text, queue: try words.next("QUEUE").text, true)
        },
        Form(usage: "logout EXTENSION QUEUE", meaning: "the extension leaves the queue") {
            words throws(ScriptError) in
            .member(try words.next("EXTENSION").text, queue: try words.next("QUEUE").text, false)
        },
        Form(usage: "register EXTENSION", meaning: "the telephone is plugged in") {
            words throws(ScriptError) in
            .register(try words.next("EXTENSION").text, true)
        },
        Form(usage: "unregister EXTENSION", meaning: "the telephone is unplugged") {
            words throws(ScriptError) in
            .register(try words.next("EXTENSION").text, false)
        },
        Form(usage: "join EXTENSION ROOM", meaning: "the extension dials into the room") {
            words throws(ScriptError) in
            .join(try words.next("EXTENSION").text, room: try words.next("ROOM").text)
        },
        Form(usage: "leave NUMBER ROOM", meaning: "somebody leaves the room") { words throws(ScriptError) in
            .leave(try words.next("NUMBER").text, room: try words.next("ROOM").text)
        },
        Form(usage: "lose N", meaning: "every N-th event is lost; 0 ends it") {
            words throws(ScriptError) in .lose(try words.count("N"))
        },
        Form(usage: "double N", meaning: "every N-th event comes twice; 0 ends it") {
            words throws(ScriptError) in
            .double(try words.count("N"))
        },
        Form(usage: "invalid-json", meaning: "an event or an answer that is no JSON") {
            _ throws(ScriptError) in .invalidJSON
        },
        Form(usage: "restart-broker [DURATION]", meaning: "the broker dies and comes back (where it is ours)") {
            words throws(ScriptError) in .restartBroker(words.isEmpty ? 0 : try words.duration("DURATION"))
        },
    ]

    static let conferenceForms: [Form] = [
        Form(usage: "incoming CALLER", meaning: "somebody calls the operators") {
            words throws(ScriptError) in .incoming(try words.next("CALLER").text)
        },
        Form(usage: "room OPERATOR NUMBER[;NUMBER…]", meaning: "the operator opens a room") {
            words throws(ScriptError) in
            .open(try words.next("OPERATOR").text, members: try words.numbers())
        },
        Form(usage: "offer OPERATOR NUMBER[;NUMBER…]", meaning: "the server makes a room for the operator") {
            words throws(ScriptError) in
            .offer(try words.next("OPERATOR").text, members: try words.numbers())
        },
        Form(usage: "no-answers DURATION", meaning: "nothing is acknowledged; events go on") {
            words throws(ScriptError) in .noAnswers(try words.duration("DURATION"))
        },
        Form(usage: "half-open DURATION", meaning: "connections stand, nothing is read or written") {
            words throws(ScriptError) in .halfOpen(try words.duration("DURATION"))
        },
        Form(usage: "tear DURATION", meaning: "frames come byte by byte") { words throws(ScriptError) in
            .tear(try words.duration("DURATION"))
        },
        Form(usage: "glue DURATION", meaning: "several frames come in one piece") {
            words throws(ScriptError) in .glue(try words.duration("DURATION"))
        },
        Form(usage: "garbage", meaning: "bytes that are no frame") { _ throws(ScriptError) in .garbage },
        Form(usage: "absurd-length", meaning: "a frame of two gigabytes is announced") {
            _ throws(ScriptError) in .absurdLength
        },
        Form(usage: "unknown-message", meaning: "a message that no document names") {
            _ throws(ScriptError) in .unknownMessage
        },
        Form(usage: "kick-out OPERATOR|all", meaning: "cuts the operator's connection") {
            words throws(ScriptError) in
            let name = try words.next("OPERATOR").text
            return .kickOut(name == "all" ? nil : name)
        },
    ]

    static let yeastarForms: [Form] = [
        Form(usage: "expire-tokens", meaning: "every application must log in again") {
            _ throws(ScriptError) in .expireTokens
        },
        Form(usage: "reboot", meaning: "the exchange restarts; calls and tokens are gone") {
            _ throws(ScriptError) in .reboot
        },
    ]

    /// What most kinds of system can be made to do.
    static let sharedForms: [Form] = [
        Form(usage: "rate CALLS", meaning: "so many calls a minute from now on") {
            words throws(ScriptError) in
            let word = try words.next("CALLS")
            guard let rate = Double(word.text), rate >= 0, rate.isFinite else {
                throw words.error("CALLS is a number of calls a minute", at: word.column)
            }
            return .rate(rate)
        },
        Form(usage: "silent DURATION", meaning: "nothing is heard or answered") { words throws(ScriptError) in
            .silent(try words.duration("DURATION"))
        },
        Form(usage: "delay DURATION", meaning: "answers come late; 0s ends it") { words throws(ScriptError) in
            .delay(try words.duration("DURATION"))
        },
        Form(usage: "invalid-utf8", meaning: "an event that is no UTF-8") { _ throws(ScriptError) in
            .invalidUTF8
        },
        Form(usage: "payload BYTES", meaning: "an event of that size") { words throws(ScriptError) in
            .payload(try words.count("BYTES"))
        },
        Form(usage: "hostile-name", meaning: "somebody with a name made to fool terminals") {
            _ throws(ScriptError) in .hostileName
        },
        Form(usage: "offline DURATION", meaning: "nobody reaches the system") { words throws(ScriptError) in
            .offline(try words.duration("DURATION"))
        },
    ]
}

/// Names of commands that several systems know, for `SimulatorDescriptor.commands`.
enum ScriptCommands {
    static let everywhere: Set = ["rate", "silent", "delay", "hostile-name", "offline"]
    /// What is done at a telephone exchange.
    static let exchange = everywhere.union([
        "call", "dial", "hangup", "pause", "unpause", "login", "logout", "register", "unregister", "join", "leave", "invalid-json",
    ])
    /// What is done with events, where a system reports them rather than waits to be asked.
    static let events: Set = ["invalid-utf8", "payload"]
}
