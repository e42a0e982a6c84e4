extension ICPGatewaySystem {
    /// What concerns the session itself.
    /// - Returns: nil where it is another request.
    mutating func session(_ request: SimulatedHTTPServer.Request, _ path: [String]) throws(ICPRefusal) -> ICPAnswer? {
        guard path[0] == "onlineagent" else { return nil }
        let agent = path[1]
        let word = path.count > 2 ? path[2] : ""
        switch (request.method, word, path.count) {
        case ("PUT", "", 2), ("PUT", "loginex", 3):
            return try signIn(agent, ICPSignIn(Self.body(request), isForced: false, needsPhone: true))
        case ("PUT", "forcelogin", 3), ("PUT", "forceloginex", 3):
            return try signIn(agent, ICPSignIn(Self.body(request), isForced: true, needsPhone: true))
        case ("PUT", "forceloginexwithoutphone", 3):
            return try signIn(agent, ICPSignIn(Self.body(request), isForced: true, needsPhone: false))
        case ("PUT", "heartbeat", 3):
            // For those only to whom events are pushed.
            try check(agent, request)
            throw .wrongFetching
        case ("DELETE", "logout", 3):
            try check(agent, request)
            guard world.agents[agent]?.state != .call else { throw .signOutRefused }
        case ("DELETE", "forcelogout", 3): try check(agent, request)
        case ("DELETE", "forcelogoutwithreason", 4):
            try check(agent, request)
            guard let reason = Int(path[3]), (1...255).contains(reason) else { throw .badRequest }
        default: return nil
        }
        sessions.end(agent)
        polls.end(agent, .refused(.notSignedIn))
        world.signOut(agent)
        return ICPAnswer(result: [:])
    }

    private mutating func signIn(_ agent: String, _ form: ICPSignIn) throws(ICPRefusal) -> ICPAnswer {
        guard let number = Int(agent), (1...999_999).contains(number), agent == "\(number)" else { throw .badRequest }
        guard let known = world.agents[agent], known.password == form.password else { throw .wrongPassword }
        if form.needsPhone {
            try form.checkPhone(range: world.phones)
            let isTaken = sessions.live.keys.contains { $0 != agent && world.agents[$0]?.phone == form.phone }
            guard !isTaken else { throw .phone }
        }
        if known.state != .signedOut {
            guard form.isForced else { throw .signedInAlready }
            throwOut(agent)
            world.signOut(agent)
        }
        world.change(agent) {
            $0.answersByItself = form.answersByItself
            $0.becomesIdle = form.becomesIdle
            $0.releasesPhone = form.releasesPhone
        }
        let token = sessions.begin(agent, now: world.now)
        world.signIn(agent, state: form.state, hasClient: true, phone: form.needsPhone ? form.phone : nil)
        var answer = ICPAnswer(result: [
            "vdnid": 1, "workno": .text(agent), "mediatype": "TTF", "loginTime": .digits(world.now), "isForceChange": "false",
        ])
        answer.headers.append(("Set-GUID", "JSESSIONID=\(token)"))
        if settings.isCluster { answer.headers.append(("Set-Cookie", "\(Self.cookie); Path=/; HttpOnly")) }
        return answer
    }
}

/// What a sign-in asks for (1.3), with the reference's defaults.
struct ICPSignIn: Sendable {
    var password: String
    var phone: String
    var state: ICPWorld.Agent.State
    var answersByItself: Bool
    var becomesIdle: Bool
    var releasesPhone: Bool
    let isForced: Bool
    let needsPhone: Bool

    /// - Throws: the code for the first parameter that is wrong.
    init(_ body: OrderedJSON, isForced: Bool, needsPhone: Bool) throws(ICPRefusal) {
        func flag(_ name: String, _ usual: Bool) throws(ICPRefusal) -> Bool {
            guard let value = body[name] else { return usual }
            guard let flag = value.flag else { throw .signInParameter }
            return flag
        }
        self.isForced = isForced
        self.needsPhone = needsPhone
        password = body["password"]?.text ?? ""
        phone = body["phonenum"]?.text ?? ""
        guard password.count <= 32 else { throw .signInParameters }
        guard let state = ICPWorld.Agent.State(rawValue: body["status"].map { $0.number ?? 0 } ?? 4),
            [.busy, .idle, .wrapUp].contains(state)
        else { throw .signInParameter }
        self.state = state
        answersByItself = try flag("autoanswer", true)
        becomesIdle = try flag("autoenteridle", true)
        // The two pages differ.
        releasesPhone = try flag("releasephone", !isForced)
        if let type = body["agenttype"], ![4, 5, 11, 99].contains(type.number ?? 0) { throw .agentType }
        if let address = body["ip"]?.text, !Self.isAddress(address) { throw .ipAddress }
        // Pushing events is not simulated here.
        if body["callBackUri"]?.text?.isEmpty == false, body["serviceToken"] != nil { throw .wrongFetching }
    }

    func checkPhone(range: ClosedRange<Int>) throws(ICPRefusal) {
        guard (1...24).contains(phone.count), phone.allSatisfy({ $0.isASCII && $0.isNumber }) else { throw .phone }
        guard let number = Int(phone), range.contains(number) else { throw .phoneOutOfRange }
    }

    /// IPv4 only.
    private static func isAddress(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
    }
}
