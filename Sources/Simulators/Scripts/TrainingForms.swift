import Foundation

/// The commands of training scripts.
extension TrainingScript {
    static let forms: [Form] = [
        Form("call CALLER queue|extension|menu|room NUMBER", "somebody calls from outside") { .call($0.text(0), to: $0.text(2)) },
        Form("dial EXTENSION NUMBER", "the extension's telephone rings, then NUMBER") { .dial($0.text(0), to: $0.text(1)) },
        Form("hangup CALLER|all", "ends that caller's calls") { .hangUp($0.nameUnlessAll(0)) },
        Form("pause EXTENSION QUEUE", "the agent pauses") { .pause($0.text(0), queue: $0.text(1), true) },
        Form("unpause EXTENSION QUEUE", "the agent is back") { .pause($0.text(0), queue: $0.text(1), false) },
        Form("login EXTENSION QUEUE", "the extension joins the queue") { .member($0.text(0), queue: $0.text(1), true) },
        Form("logout EXTENSION QUEUE", "the extension leaves the queue") { .member($0.text(0), queue: $0.text(1), false) },
        Form("register EXTENSION", "the telephone is plugged in") { .register($0.text(0), true) },
        Form("unregister EXTENSION", "the telephone is unplugged") { .register($0.text(0), false) },
        Form("join EXTENSION ROOM", "the extension dials into the room") { .join($0.text(0), room: $0.text(1)) },
        Form("leave NUMBER ROOM", "somebody leaves the room") { .leave($0.text(0), room: $0.text(1)) },
        Form("lose N", "every N-th event is lost; 0 ends it") { .lose($0.whole(0)) },
        Form("double N", "every N-th event comes twice; 0 ends it") { .double($0.whole(0)) },
        Form("invalid-json", "an event or an answer that is no JSON") { _ in .invalidJSON },
        Form("restart-broker [DURATION]", "the broker dies and comes back (where it is ours)") { .restartBroker($0.whole(0)) },
        Form("stale-messages", "the broker has kept an old ringing and an old record for whoever subscribes") { _ in .staleMessages },
        fault("retain", "the broker keeps the last message of each topic for whoever subscribes"),
        fault("leg-records", "every telephone that rang in vain has a call record of its own"),
        fault("hide-callers", "calls from outside show no number at all"),
        fault("printed-states", "only the states that the document prints are told: nothing rings"),

        Form("incoming CALLER", "somebody calls the operators") { .incoming($0.text(0)) },
        Form("room OPERATOR NUMBER[;NUMBER…]", "the operator opens a room") { .open($0.text(0), members: $0.list(1)) },
        Form("offer OPERATOR NUMBER[;NUMBER…]", "the server makes a room for the operator") { .offer($0.text(0), members: $0.list(1)) },
        Form("end-rooms OPERATOR", "the operator's rooms end") { .endRooms($0.text(0)) },
        Form("fail NUMBER", "who is called into a room cannot be had") { .fail($0.text(0)) },
        Form("slow-list DURATION", "the rooms asked for come late, all else at once; 0s ends it") { .slowList($0.whole(0)) },
        fault("own-events", "operators hear nothing of each other's rooms"),
        fault("stop-named", "stopping a room sends away whom it names, and nobody else"),
        fault("no-answers", "nothing is acknowledged; events go on"),
        fault("half-open", "connections stand, nothing is read or written"),
        fault("tear", "frames come byte by byte"),
        fault("glue", "several frames come in one piece"),
        Form("garbage", "bytes that are no frame") { _ in .garbage },
        Form("absurd-length", "a frame of two gigabytes is announced") { _ in .absurdLength },
        Form("unknown-message", "a message that no document names") { _ in .unknownMessage },
        Form("kick-out OPERATOR|all", "cuts the operator's connection") { .kickOut($0.nameUnlessAll(0)) },
        Form("joining-name", "somebody whose name begins with a mark that joins what stands before it") { _ in .joiningName },
        Form("text \(WireText.allCases.map(\.rawValue).joined(separator: "|"))", "how text is written, until it is set again") {
            .text(WireText(rawValue: $0.text(0)) ?? .utf8)
        },

        Form("expire-tokens", "every application must log in again") { _ in .expireTokens },
        Form("reboot", "the exchange restarts; calls and tokens are gone") { _ in .reboot },

        act("later-login keeps|takes-reports|ends-earlier", "what a log-in does to the earlier ones of its account"),
        act("unmonitor EXTENSION", "the extension's state and ringing are reported no more"),

        act("pause-reason EXTENSION QUEUE CODE", "the agent pauses for a reason: its code, 1 to 99"),
        act("pause-codes on|off", "lists of members show the code of a pause in place of 1"),
        act("answers json|xml|notices|bare", "how pages answer: as asked, always XML, with PHP's notices, with bare digits"),
        act("clock N", "the exchange's own clock is N seconds ahead"),

        fault("no-callbacks", "what the system POSTs reaches nobody"),
        act("wrap-up AGENT", "the agent is in wrap-up"),
        act("event AGENT TYPE CONTENT", "the agent's program is told an event; CONTENT is JSON without blanks"),
        act("unreachable NUMBER", "nobody ever answers there"),
        act("password PASSWORD", "every agent's from now on; “none” is the empty one"),
        act("forget-sessions", "the gateway starts anew, and nobody is signed in any more"),
        act("portal-offline DURATION", "nobody reaches the uPortal; the gateway goes on"),
        act("second-seat", "another console of the uPortal's user registers"),

        act("manual", "people answer, choose, abandon and hang up only when the script says so"),
        act("answer EXTENSION", "what rings at the extension is answered"),
        act("hold EXTENSION", "the call is put on hold, at the telephone"),
        act("unhold EXTENSION", "it is taken back, at the telephone"),
        act("transfer EXTENSION NUMBER", "the extension hands its call on, at the telephone"),
        act("redirect EXTENSION NUMBER", "another application hands the extension's call on"),
        act("choose CALLER NUMBER", "the caller in a menu presses the key that leads to NUMBER"),
        act("listen EXTENSION NUMBER", "another application lets the extension listen to the call of NUMBER"),
        act("spoil PATH N", "the next N answers of PATH end in their middle"),
        act("refuse PATH CODE N", "the next N requests for PATH are refused with the code"),

        Form("rate CALLS", "so many calls a minute from now on") { .rate($0.decimal(0)) },
        fault("silent", "nothing is heard or answered"),
        fault("never-booted", "an account that has logged in never hears that the exchange has started"),
        fault("shutting-down", "every action is answered with the news that the exchange shuts down"),
        fault("no-rights", "the account may do nothing but look"),
        fault("single-session", "a second log-in of the account is refused"),
        Form("delay DURATION", "answers come late; 0s ends it") { .delay($0.whole(0)) },
        Form("invalid-utf8", "an event that is no UTF-8") { _ in .invalidUTF8 },
        Form("payload BYTES", "an event of that size") { .payload($0.whole(0)) },
        Form("hostile-name", "somebody with a name made to fool terminals") { _ in .hostileName },
        Form("offline DURATION", "nobody reaches the system") { .offline($0.whole(0)) },
    ]

    /// What goes wrong for a while.
    private static func fault(_ name: String, _ meaning: String) -> Form {
        Form("\(name) DURATION", meaning) { .fault(name, for: $0.whole(0)) }
    }

    /// What people and other applications do; the system reads the words itself.
    private static func act(_ usage: String, _ meaning: String) -> Form {
        Form(usage, meaning) { .act(String(usage.prefix { $0 != " " }), $0.texts) }
    }

    /// A command: its name, and what stands for its arguments.
    struct Form: Sendable {
        /// Each word is an argument: DURATION; N and BYTES, whole numbers; CALLS, any number; `NUMBER[;NUMBER…]`, a list; words in
        /// small letters, one of which is to be said; all else a text. One in brackets may be left out.
        var usage: String
        var meaning: String
        private var make: @Sendable (ScriptArguments) -> ScriptCommand

        init(_ usage: String, _ meaning: String, _ make: @escaping @Sendable (ScriptArguments) -> ScriptCommand) {
            self.usage = usage
            self.meaning = meaning
            self.make = make
        }

        var verb: String { String(usage.prefix { $0 != " " }) }

        func read(_ words: inout Words) throws(ScriptError) -> ScriptCommand {
            var arguments = ScriptArguments()
            for name in usage.split(separator: " ").dropFirst() where !(name.hasPrefix("[") && words.isEmpty) {
                arguments.values.append(try words.argument(name.trimmingCharacters(in: ["[", "]"])))
            }
            return make(arguments)
        }
    }
}

/// The values of a command, in the order of its form; what has been left out is empty or 0.
struct ScriptArguments: Sendable {
    enum Value: Sendable {
        case text(String)
        case whole(Int)
        case decimal(Double)
        case list([String])
    }

    var values: [Value] = []

    /// All of them, numbers as they are said.
    var texts: [String] {
        values.map { value in
            switch value {
            case .text(let text): text
            case .whole(let number): String(number)
            case .decimal(let number): String(number)
            case .list(let texts): texts.joined(separator: ";")
            }
        }
    }

    func text(_ place: Int) -> String { if case .text(let text) = values[place] { text } else { "" } }
    func nameUnlessAll(_ place: Int) -> String? { text(place) == "all" ? nil : text(place) }
    func list(_ place: Int) -> [String] { if case .list(let texts) = values[place] { texts } else { [] } }
    func decimal(_ place: Int) -> Double { if case .decimal(let value) = values[place] { value } else { 0 } }
    /// A number or a duration.
    func whole(_ place: Int) -> Int {
        guard place < values.count, case .whole(let value) = values[place] else { return 0 }
        return value
    }
}

/// Names of commands that several systems know, for `SimulatorDescriptor.commands`.
enum ScriptCommands {
    static let everywhere: Set = ["rate", "silent", "delay", "hostile-name", "offline"]
    /// What is done at a telephone exchange.
    static let exchange = everywhere.union([
        "call", "dial", "hangup", "pause", "unpause", "login", "logout", "register", "unregister", "join", "leave", "invalid-json",
    ])
    /// What people at the telephones do, step by step.
    static let people: Set = ["manual", "answer", "hold", "unhold", "transfer", "redirect", "choose", "listen"]
    /// What is done with events, where a system reports them rather than waits to be asked.
    static let events: Set = ["invalid-utf8", "payload"]
    /// What is done with the octets of events and answers, where no page and no header says what they are.
    static let octets: Set = ["text", "joining-name"]
}
