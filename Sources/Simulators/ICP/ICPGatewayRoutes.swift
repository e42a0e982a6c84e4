/// What the gateway can be asked by somebody signed in: a method, a path, and what it does to the world.
struct ICPGatewayRoute: Sendable {
    /// - Returns: the `result` of the answer.
    typealias Body = @Sendable (inout ICPWorld, ICPGatewayRequest) throws -> OrderedJSON
    /// What has nothing to return.
    typealias Act = @Sendable (inout ICPWorld, ICPGatewayRequest) throws -> Void

    let method: String
    /// A part in braces stands for anything; `{A}` is the work number whose session it is.
    let parts: [Substring]
    /// Otherwise the token alone tells whose request it is.
    var namesAgent: Bool { parts.contains("{A}") }
    let run: Body

    init(_ method: String, _ path: String, _ run: @escaping Body) {
        self.method = method
        parts = path.split(separator: "/")
        self.run = run
    }

    /// What stands in the open parts of a path, or nil where it is another one.
    func match(_ method: String, _ path: [String]) -> [String]? {
        guard method == self.method, path.count == parts.count else { return nil }
        var open: [String] = []
        for (part, given) in zip(parts, path) {
            if part.hasPrefix("{") { open.append(given) } else if part != given { return nil }
        }
        return open
    }

    static let all = states + calls + supervision + agentQueries + queues + callData + conferences + media + lists + platform

    private static func act(_ method: String, _ path: String, _ body: @escaping Act) -> ICPGatewayRoute {
        ICPGatewayRoute(method, path) { world, request in
            try body(&world, request)
            return [:]
        }
    }

    static func put(_ path: String, _ body: @escaping Act) -> ICPGatewayRoute { act("PUT", path, body) }
    static func post(_ path: String, _ body: @escaping Act) -> ICPGatewayRoute { act("POST", path, body) }
    static func delete(_ path: String, _ body: @escaping Act) -> ICPGatewayRoute { act("DELETE", path, body) }

    /// A question, which changes nothing.
    static func get(
        _ path: String, _ body: @escaping @Sendable (ICPWorld, ICPGatewayRequest) throws -> OrderedJSON
    ) -> ICPGatewayRoute {
        ICPGatewayRoute("GET", path) { world, request in try body(world, request) }
    }

    static func numbers(_ text: String?) -> [String] { (text ?? "").split(separator: ";").map(String.init) }
}

// MARK: - The agent's own state

extension ICPGatewayRoute {
    static let states: [ICPGatewayRoute] = [
        post("onlineagent/{A}/sayfree") { try $0.sayFree($1.agent) },
        post("onlineagent/{A}/saybusy") { world, request in
            guard let reason = Int(request.parameter("reason") ?? "0") else { throw ICPRefusal.badRequest }
            try world.sayBusy(request.agent, reason: reason)
        },
        post("onlineagent/{A}/cancelbusy") { try $0.cancelBusy($1.agent) },
        post("onlineagent/{A}/rest/{seconds}/{cause}") { world, request in
            try world.rest(request.agent, seconds: request.number(0, 1...86_399), reason: request.number(1, 0...255))
        },
        post("onlineagent/{A}/cancelrest") { try $0.cancelRest($1.agent) },
        post("onlineagent/{A}/work") { try $0.work($1.agent) },
        post("onlineagent/{A}/cancelwork") { try $0.cancelWork($1.agent) },
        post("onlineagent/{A}/autoanswer/{flag}") { world, request in
            guard let flag = Bool(request.argument()) else { throw ICPRefusal.badRequest }
            world.change(request.agent) { $0.answersByItself = flag }
        },
        post("onlineagent/{A}/autoenteridle/{flag}") { world, request in
            guard (1...5).contains(request.argument().count) else { throw ICPRefusal.badRequest }
            // Anything but true is wrap-up.
            world.change(request.agent) { $0.becomesIdle = request.argument() == "true" }
        },
        post("onlineagent/{A}/resetskill/{all}") { world, request in
            guard let all = Bool(request.argument()), (request.parameter("skillid") ?? "").count <= 4_000 else {
                throw ICPRefusal.badRequest
            }
            try world.resetSkills(request.agent, to: all ? nil : numbers(request.parameter("skillid")).compactMap { Int($0) })
        },
        get("onlineagent/{A}/agentskills") { world, request in
            ICPText.skills(try world.known(request.agent).configuredSkills, in: world)
        },
        get("onlineagent/{A}/agentskillsbyworkno/{W}") { world, request in
            ICPText.skills(try world.known(request.argument()).configuredSkills, in: world)
        },
        get("onlineagent/{A}/agentstatus") { world, request in
            let agent = try world.known(request.agent)
            return ["agentState": .number(agent.state.rawValue), "isWorking": .flag(!agent.skills.isEmpty)]
        },
        post("onlineagent/{A}/setcustomstate") { world, request in
            guard let state = Int(try request.required("customstate")), (0...65_534).contains(state) else {
                throw ICPRefusal.badRequest
            }
            world.change(request.agent) { $0.customState = state }
        },
        get("onlineagent/{A}/querycustomstate") { world, request in .number(try world.known(request.agent).customState) },
        post("onlineagent/{A}/modifyaccountpwdex") { world, request in
            try setPassword(&world, request.agent, request.body["oldPassword"]?.text, request.field("newPassword"))
        },
        post("onlineagent/{A}/modifyaccountpwd") { world, request in
            try setPassword(&world, request.agent, request.parameter("oldpassword") ?? "", request.parameter("newpassword"))
        },
        post("onlineagent/{A}/sendnoteletex") { world, request in
            let receivers = (request.body["agentIds"]?.list ?? []).compactMap(\.text)
            try world.sendNote(from: request.agent, to: receivers, request.field("content") ?? "")
        },
        post("onlineagent/{A}/sendnotelet/{W}") { world, request in
            try world.sendNote(from: request.agent, to: [request.argument()], request.parameter("content") ?? "")
        },
        post("onlineagent/{A}/notifybulletin") { world, request in
            // 1 a group, 2 a skill, by name; the reference does not say the numbers.
            let (type, name) = (request.body["targettype"]?.number, try request.requiredField("targetname"))
            try world.sendBulletin(
                from: request.agent, group: type == 2 ? nil : name, skill: type == 2 ? name : nil,
                request.requiredField("bulletindata"))
        },
        // What these two switch is not documented.
        post("onlineagent/{A}/settalkright") { _ = try $1.required("flag") },
        post("onlineagent/{A}/setselfrecord/{first}/{second}") { _ = (try $1.number(0, 0...1), try $1.number(1, 0...1)) },
    ]

    private static func setPassword(_ world: inout ICPWorld, _ agent: String, _ old: String?, _ new: String?) throws {
        guard let new, new.count <= 32 else { throw ICPRefusal.badRequest }
        guard try world.known(agent).password == old else { throw ICPRefusal.wrongPassword }
        world.change(agent) { $0.password = new }
    }
}
