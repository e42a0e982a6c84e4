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
}
