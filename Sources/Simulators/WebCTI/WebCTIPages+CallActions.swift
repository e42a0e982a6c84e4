extension WebCTIPages {
    /// What acts on calls.
    static let callActions: [String: Page] = [
        "ctioriginate": { world, request throws(WebCTIRefusal) in
            try sent(request) { () throws(WebCTIRefusal) in _ = try originate(&world, request) }
        },
        "ctioriginatetts": { world, request throws(WebCTIRefusal) in
            try sent(request) { () throws(WebCTIRefusal) in _ = try originate(&world, request, code: 1243) }
        },
        "ctipickup": { world, request throws(WebCTIRefusal) in
            try sent(request) { () throws(WebCTIRefusal) in
                // Whether anything rings there shows when the telephone has been lifted.
                _ = try world.originate(
                    request.required("channel"), then: .pickUp(device: request.required("pickupexten")),
                    ringTime: ringTime(request, unit: 1), refusal: (1232, "pickup"))
            }
        },
        "ctiunpark": { world, request throws(WebCTIRefusal) in
            let slot = try request.required("parklot")
            guard world.parkedCalls.contains(where: { $0.slot == slot && $0.state == .parked }) else {
                throw WebCTIRefusal(1441, "Do unpark failed: Originate failed", reason: 1)
            }
            _ = try world.originate(
                request.required("channel"), then: .retrieve(slot: slot), ringTime: ringTime(request, unit: 1_000),
                refusal: (1441, "unpark"))
            return .done("Originate successfully queued")
        },
        "ctihangup": { world, request throws(WebCTIRefusal) in
            try world.hangUp(request.required("channel"))
            return .done("Channel Hungup")
        },
        "ctiredirect": { world, request throws(WebCTIRefusal) in
            try world.redirect(request.required("channel"), request["extrachannel"], to: request.required("exten"))
            return .done("Redirect successful")
        },
        "ctiatxfer": { world, request throws(WebCTIRefusal) in
            try world.consult(request.required("channel"), request.required("exten"))
            return .done("Atxfer successfully queued")
        },
        "ctihold": { world, request throws(WebCTIRefusal) in
            try world.hold(request.required("channel"), true)
            return .done("MusicOnHold Started.")
        },
        "ctiunhold": { world, request throws(WebCTIRefusal) in
            try world.hold(request.required("channel"), false)
            return .done("MusicOnHold Stopped.")
        },
        "ctipark": { world, request throws(WebCTIRefusal) in
            let timeout = Int(request["timeout"] ?? "") ?? 300
            try world.park(request.required("channel"), from: request.required("srcchannel"), timeout: max(1, timeout))
            return .done("Park successful")
        },
        "ctifeaturecode": { world, request throws(WebCTIRefusal) in
            guard world.channels[try request.required("channel")] != nil else {
                throw WebCTIRefusal(1071, "Feature code failed: Channel specified does not exist")
            }
            return .done("Feature code successfully queued")
        },
        "ctifeaturename": { world, request throws(WebCTIRefusal) in
            guard world.channels[try request.required("channel")] != nil else {
                throw WebCTIRefusal(1081, "Feature name failed: Channel specified does not exist")
            }
            return .done("Feature name successfully queued")
        },
    ]

    /// Pages that ring somebody, and in synchronous mode answer when he has answered.
    static let originating: Set = ["ctioriginate", "ctioriginatetts", "ctipickup", "ctiunpark"]

    /// Whether such a request waits. The document is silent about ctioriginate without `async`; as in Asterisk it waits.
    static func waits(_ request: WebCTIRequest) -> Bool {
        guard originating.contains(request.page), request.page != "ctiunpark" else { return false }
        let isAsynchronous = ["yes", "1", "true"].contains(request["async"]?.lowercased())
        // ctioriginatetts documents the reverse.
        return request.page == "ctioriginatetts" ? isAsynchronous : !isAsynchronous
    }

    /// Sends a command that rings somebody: only who waits for it hears what has become of it.
    private static func sent(_ request: WebCTIRequest, _ act: () throws(WebCTIRefusal) -> Void) throws(WebCTIRefusal) -> WebCTIAnswer {
        do { try act() } catch {
            guard error.reason != nil, !waits(request) else { throw error }
        }
        return .done("Originate successfully queued")
    }

    private static func originate(
        _ world: inout WebCTIWorld, _ request: WebCTIRequest, code: Int = 1232
    ) throws(WebCTIRefusal) -> String {
        let sequel: WebCTIWorld.Channel.Sequel
        if let application = request["application"] {
            guard request["context"] == nil else {
                throw WebCTIRefusal(code - 1, "Can not use context and application together.")
            }
            sequel = try world.sequel(application: application, data: request["data"] ?? "")
        } else {
            _ = try request.required("context")
            // The document's own examples write priorty.
            if request["priority"] == nil, request["priorty"] == nil { _ = try request.required("priority") }
            sequel = .reach(try request.required("exten"))
        }
        var variables: [String: String] = [:]
        for pair in (request["variable"] ?? "").split(whereSeparator: { "|, ".contains($0) }) {
            let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
            if parts.count == 2 { variables[String(parts[0].drop { $0 == "_" })] = parts[1] }
        }
        return try world.originate(
            request.required("channel"), then: sequel, ringTime: ringTime(request, unit: 1), variables: variables,
            refusal: (code, "originate"))
    }

    private static func ringTime(_ request: WebCTIRequest, unit: Int) -> Milliseconds? {
        request["timeout"].flatMap { Int($0) }.map { max(0, min($0, 86_400_000)) * unit }
    }
}
