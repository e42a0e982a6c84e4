import Testing

@testable import Exchange

@Suite struct ActionRequestTests {
    static let read: [(Action, [String], [String: [String]])] = [
        (.dial, ["2001", "0800"], ["FROM": ["2001"], "TO": ["0800"]]),
        (.dial, ["0800"], ["FROM": ["2008"], "TO": ["0800"]]),
        (.hangup, ["1673081585.0187"], ["CALL": ["1673081585.0187"]]),
        (.transfer, ["2001", "2002"], ["CALL": ["2001"], "TO": ["2002"]]),
        (.consultComplete, ["2001"], ["CALL": ["2001"]]),
        (.superviseStop, [], [:]),
        (.superviseStop, ["2001"], ["EXTENSION": ["2001"]]),
        (.pause, ["2001"], ["EXTENSION": ["2001"]]),
        (.pause, ["2001", "6500", "lunch"], ["EXTENSION": ["2001"], "QUEUE": ["6500"], "REASON": ["lunch"]]),
        (.queueLogin, ["6500", "2001"], ["QUEUE": ["6500"], "EXTENSION": ["2001"]]),
        (.roomCreate, [], [:]),
        (.roomCreate, ["2001", "2002"], ["NUMBER": ["2001", "2002"]]),
        (.roomKick, ["8000", "PJSIP/2001-01", "PJSIP/2002-01"], ["ROOM": ["8000"], "MEMBER": ["PJSIP/2001-01", "PJSIP/2002-01"]]),
        (.groupCreate, ["fire"], ["NAME": ["fire"]]),
        (.note, ["2001", "call", "me"], ["AGENT": ["2001"], "TEXT": ["call", "me"]]),
    ]

    @Test(arguments: read) func argumentsFindTheirPlaces(_ action: Action, _ words: [String], _ values: [String: [String]]) throws {
        let request = try ActionRequest(action, words, fallbackExtension: "2008")
        for parameter in action.definition.parameters {
            #expect(request.all(parameter.name) == values[parameter.name] ?? [], "\(parameter.name)")
            #expect(request[parameter.name] == values[parameter.name]?.first)
        }
    }

    @Test func argumentsComeBackInTheOrderOfTyping() throws {
        #expect(try ActionRequest(.dial, ["0800"], fallbackExtension: "2008").arguments == ["2008", "0800"])
        #expect(try ActionRequest(.pause, ["2001", "6500"]).arguments == ["2001", "6500"])
        #expect(try ActionRequest(.roomInvite, ["8000", "1", "2", "3"]).arguments == ["8000", "1", "2", "3"])
    }

    static let refused: [(Action, [String], UsageError)] = [
        (.dial, [], .missing("TO", of: .dial)),
        (.dial, ["0800"], .noOwnExtension(.dial)),
        (.dial, ["1", "2", "3"], .leftOver("3", of: .dial)),
        (.hangup, [], .missing("CALL", of: .hangup)),
        (.hangup, [""], .empty("CALL", of: .hangup)),
        (.transfer, ["2001"], .missing("TO", of: .transfer)),
        (.roomInvite, ["8000"], .missing("MEMBER", of: .roomInvite)),
        (.roomKick, ["8000", "a", ""], .empty("MEMBER", of: .roomKick)),
        (.pause, ["1", "2", "3", "4"], .leftOver("4", of: .pause)),
        (.note, ["2001"], .missing("TEXT", of: .note)),
    ]

    @Test(arguments: refused) func whatMakesNoSenseIsRefused(_ action: Action, _ words: [String], _ error: UsageError) {
        #expect(throws: error) { try ActionRequest(action, words) }
        #expect(error.description.hasPrefix(action.rawValue + ": "))
    }

    @Test func usageSaysWhatToType() {
        #expect(Action.dial.usage == "dial [FROM] TO")
        #expect(Action.pause.usage == "pause EXTENSION [QUEUE] [REASON]")
        #expect(Action.roomCreate.usage == "room-create [NUMBER…]")
        #expect(Action.roomInvite.usage == "room-invite ROOM MEMBER…")
    }

    @Test func aHostileWordIsHarmlessInTheMessage() {
        let error = UsageError.leftOver("\u{1B}[2J", of: .hangup)
        #expect(!error.description.contains("\u{1B}"))
    }
}

@Suite struct ActionRegistryTests {
    @Test func everyActionHasItsRowOnce() {
        #expect(Action.definitions.map(\.action) == Action.allCases)
    }

    /// The list of CONTRACT sections 5 and 7, word for word, and what dispatchers of some systems need besides.
    @Test func theWordsAreThoseOfTheContract() {
        let besides = ["merge", "dtmf", "room-hand-over", "group-call", "group-call-end", "emergency-answer", "emergency-leave"]
        let words = """
            dial hangup answer hold unhold mute unmute transfer consult consult-complete consult-cancel park unpark pickup listen \
            whisper barge intercept supervise-stop queue-login queue-logout pause unpause take force-idle force-busy force-logout \
            room-create room-invite room-kick room-mute room-unmute room-end group-subscribe group-unsubscribe group-monitor \
            group-unmonitor group-select group-unselect ptt-take ptt-release group-create group-delete group-add group-remove note \
            sign-in-here
            """
        let all = Action.allCases.map(\.rawValue)
        #expect(all.filter { !besides.contains($0) } == words.split(separator: " ").map(String.init))
        #expect(all.filter { besides.contains($0) } == besides)
    }

    @Test func onlyTheLastParameterRepeatsAndNothingOptionalIsAmbiguous() {
        for row in Action.definitions {
            #expect(!row.parameters.dropLast().contains { $0.repeats }, "\(row.action)")
            #expect(Set(row.parameters.map(\.name)).count == row.parameters.count, "\(row.action)")
            #expect(!row.title.isEmpty)
        }
        #expect(Set(Action.definitions.map(\.title)).count == Action.definitions.count)
    }
}

/// Requests whose arguments come by name, as the console has them.
@Suite struct NamedArgumentsTests {
    @Test func whatWasLeftOutLeavesNoGap() throws {
        let request = try ActionRequest(.pause, values: ["EXTENSION": ["2001"], "QUEUE": [], "REASON": ["lunch"]])
        #expect(request["QUEUE"] == nil && request["REASON"] == "lunch" && request.arguments == ["2001", "lunch"])
    }

    @Test func whatIsNeededIsMissed() {
        #expect(throws: UsageError.missing("TO", of: .transfer)) { try ActionRequest(.transfer, values: ["CALL": ["1"], "TO": []]) }
        #expect(throws: UsageError.empty("TO", of: .transfer)) { try ActionRequest(.transfer, values: ["CALL": ["1"], "TO": [""]]) }
    }
}
