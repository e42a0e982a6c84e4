import Exchange

/// How an inspector takes part in another agent's call; the raw value is the gateway's `switchtype`.
enum SupervisionMode: Int, Sendable {
    case listen, barge, whisper

    func beginning(_ own: String, _ target: String) -> ICPRequest {
        let path = ICPRequest.encoded(target)
        return switch self {
        case .listen: ICPRequest(method: "PUT", path: "qualitycontrol/\(own)/addsupervise/\(path)")
        case .barge: ICPRequest(method: "PUT", path: "qualitycontrol/\(own)/addinsert/\(path)")
        case .whisper:
            ICPRequest(
                method: "POST", path: "qualitycontrol/\(own)/requestwhisperagent",
                query: [.init(name: "whisperagentid", value: target)])
        }
    }

    var manner: Supervision.Manner {
        switch self {
        case .listen: .listen
        case .barge: .barge
        case .whisper: .whisper
        }
    }

    /// By the `qcType` with which the gateway tells an agent that he is supervised (section 3.4).
    static func manner(ofType word: String) -> Supervision.Manner? {
        switch word {
        case "8": .listen
        case "9": .barge
        case "20172", "20173": .whisper
        default: nil
        }
    }
}
