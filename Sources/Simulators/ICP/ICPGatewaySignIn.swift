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
    init(_ body: ICPValue, isForced: Bool, needsPhone: Bool) throws(ICPRefusal) {
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
        // Pushing events is not pretended here.
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
