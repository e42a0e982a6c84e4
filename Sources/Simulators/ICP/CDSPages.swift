/// One request of a signed-in console.
struct CDSRequest: Sendable {
    /// Whose token it carries.
    var dispatcher: String
    /// What stands in the path's variable place: most often a group's number.
    var subject: String
    var query: [String: String]
    var body: OrderedJSON

    func number(_ name: String) -> Int? { query[name].flatMap { Int($0) } }

    /// A member of the body that must be there.
    func required(_ name: String) throws(CDSRefusal) -> String {
        guard let text = body[name].text, !text.isEmpty else { throw .empty }
        return text
    }
}

/// Every request of the dispatch service: method, path, what it does. A `*` in a path is the request's subject.
struct CDSPage: Sendable {
    typealias Body = @Sendable (inout CDSWorld, CDSRequest) throws(CDSRefusal) -> OrderedJSON

    var method: String
    var path: [String]
    var run: Body

    init(_ method: String, _ path: String, _ run: @escaping Body) {
        self.method = method
        self.path = path.split(separator: "/").map(String.init)
        self.run = run
    }

    /// One that answers with success alone.
    static func command(
        _ method: String, _ path: String, _ act: @escaping @Sendable (inout CDSWorld, CDSRequest) throws(CDSRefusal) -> Void
    ) -> CDSPage {
        CDSPage(method, path) { world, request throws(CDSRefusal) in
            try act(&world, request)
            return .null
        }
    }

    /// - Parameter parts: of the path, without a slash at its end.
    static func find(_ method: String, _ parts: [String]) -> (page: CDSPage, subject: String)? {
        for page in all where page.method == method && page.path.count == parts.count {
            guard zip(page.path, parts).allSatisfy({ $0 == "*" || $0 == $1 }) else { continue }
            return (page, zip(page.path, parts).first { $0.0 == "*" }?.1 ?? "")
        }
        return nil
    }

    static let all = console + groups + floor + calls + rest

    // MARK: - Consoles

    private static let console: [CDSPage] = [
        CDSPage("POST", "CDS/user/register") { world, request throws(CDSRefusal) in
            let (old, new): (CDSWorld.Registration?, String)
            switch try request.required("requestType") {
            case "1": (old, new) = try world.register(request.dispatcher, callBackURL: request.required("callBackURL"))
            case "0": (old, new) = (try world.unregister(request.dispatcher), "")
            default: throw .illegal
            }
            return [
                "ucResult": "0", "oldSessionID": .text(old?.session ?? ""), "newSessionID": .text(new),
                "oldCallBackURL": .text(old?.callBackURL ?? ""),
            ]
        },
        command("POST", "CDS/user/heartBeat") { world, request throws(CDSRefusal) in
            try world.keepAlive(request.dispatcher, session: request.required("sessionID"))
        },
    ]

    // MARK: - Groups

    private static let groups: [CDSPage] = [
        CDSPage("GET", "CDS/talkGroup") { world, request throws(CDSRefusal) in
            try CDSWorld.page(world.groupNumbers.compactMap { world.groups[$0] }.map(world.answer), request)
        },
        CDSPage("GET", "CDS/talkGroup/*") { world, request throws(CDSRefusal) in
            world.answer(try world.group(request.subject))
        },
        CDSPage("GET", "CDS/talkGroup/*/state") { world, request throws(CDSRefusal) in
            world.state(of: try world.group(request.subject))
        },
        command("POST", "CDS/talkGroup") { world, request throws(CDSRefusal) in try world.create(request.body) },
        command("PUT", "CDS/talkGroup") { world, request throws(CDSRefusal) in
            try world.change(request.body["talkGroupNumber"].text ?? "", to: request.body)
        },
        command("PUT", "CDS/talkGroup/*") { world, request throws(CDSRefusal) in
            try world.change(request.subject, to: request.body)
        },
        command("DELETE", "CDS/talkGroup/*") { world, request throws(CDSRefusal) in try world.delete(request.subject) },
        CDSPage("GET", "CDS/radioGroup") { world, request throws(CDSRefusal) in
            try CDSWorld.page(world.radioGroups.map(world.answer), request)
        },
        CDSPage("GET", "CDS/radioGroup/*") { world, request throws(CDSRefusal) in
            guard let group = world.radioGroups.first(where: { $0.number == request.subject }) else { throw .noSuchRadioGroup }
            return world.answer(group)
        },
    ]

    // MARK: - The way to the floor

    private static let floor: [CDSPage] = [
        command("PUT", "CDS/talkGroup/*/subscribe") { world, request throws(CDSRefusal) in
            guard let seconds = Int(try request.required("expire")) else { throw .illegal }
            try world.subscribe(
                request.dispatcher, to: request.subject, seconds: seconds, subscriber: request.body["websocketID"].text,
                callBackURL: request.body["callBackURL"].text)
        },
        command("POST", "CDS/talkGroup/*/monitor") { world, request throws(CDSRefusal) in
            try world.listen(request.dispatcher, to: request.subject)
        },
        command("DELETE", "CDS/talkGroup/*/monitor") { world, request throws(CDSRefusal) in
            try world.stopListening(request.dispatcher, to: request.subject)
        },
        command("POST", "CDS/talkGroup/*/select") { world, request throws(CDSRefusal) in
            try world.select(request.dispatcher, request.subject)
        },
        command("DELETE", "CDS/talkGroup/*/select") { world, request throws(CDSRefusal) in
            try world.deselect(request.dispatcher, request.subject)
        },
        command("POST", "CDS/talkGroup/*/ptt") { world, request throws(CDSRefusal) in
            try world.askForFloor(request.dispatcher, in: request.subject)
        },
        command("DELETE", "CDS/talkGroup/*/ptt") { world, request throws(CDSRefusal) in
            try world.giveBackFloor(request.dispatcher, in: request.subject)
        },
        command("POST", "CDS/talkGroup/*/emergencyAnswer") { world, request throws(CDSRefusal) in
            try world.answerEmergency(request.subject, by: request.dispatcher)
        },
        command("DELETE", "CDS/talkGroup/*/emergencyExit") { world, request throws(CDSRefusal) in
            try world.leaveEmergency(request.subject, by: request.dispatcher)
        },
    ]
}
