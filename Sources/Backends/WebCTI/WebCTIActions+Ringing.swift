import BackendSupport
import Exchange

// Actions that ring a telephone first. The exchange answers them when its receiver is lifted, or with the reason why it was not
// (document, sections 4.23 and 6.9): asked not to wait it says yes to everything.
extension WebCTISite {
    /// How long a telephone rings. The document states no default; this is that of the platform's core.
    static let ringingTime = Duration.seconds(30)
    /// How long the exchange may let a telephone ring where it is not told (section 4.42).
    static let longestRinging = Duration.seconds(60)

    /// Rings a number and then does something with it; returns when somebody has answered, or will not.
    func originate(
        _ number: String, _ destination: [(String, String)], callerID: String, _ variables: [String]
    ) async -> Outcome {
        if let reason = await reasonNotToRing(number) { return .refused(code: nil, reason) }
        return await send(
            "calls.ctioriginate",
            [("channel", interface(of: number))] + destination + [
                ("timeout", String(Self.ringingTime.components.seconds * 1_000)), ("callerid", callerID),
                ("variable", variables.joined(separator: configuration.separator)), ("async", "0"),
            ], within: Self.ringingTime + configuration.deadline)
    }

    func unpark(_ slot: String) async -> Outcome {
        guard let own = configuration.operatorExtension else { return .invalid(Self.noOwnExtension) }
        if let reason = await reasonNotToRing(own) { return .refused(code: nil, reason) }
        return await send(
            "calls.ctiunpark", [("channel", interface(of: own)), ("parklot", slot)], within: Self.longestRinging + configuration.deadline)
    }

    func pickUp(_ number: String) async -> Outcome {
        guard let own = configuration.operatorExtension else { return .invalid(Self.noOwnExtension) }
        guard await rings(number) else { return .refused(code: nil, "\(number) is not ringing") }
        if let reason = await reasonNotToRing(own) { return .refused(code: nil, reason) }
        let call = picture.published.agents[number]?.call.flatMap { picture.calls[$0] }
        let caller = call.flatMap { $0.caller.isEmpty || $0.caller == number ? nil : $0.caller } ?? own
        return await send(
            "supervision.ctipickup",
            [("channel", interface(of: own)), ("pickupexten", number), ("callerid", caller), ("async", "0")],
            within: Self.longestRinging + configuration.deadline)
    }

    // MARK: States of telephones (section 6.6)

    private static let offline: Set = ["4", "-1", "-2"]

    /// Why a telephone cannot ring; nil where it can, or is none of this exchange.
    func reasonNotToRing(_ number: String) async -> SafeText? {
        guard Self.offline.contains(picture.telephones.devices[number]?.status ?? "") else { return nil }
        return Self.offline.contains(await presentStatus(of: number) ?? "4") ? "the telephone of \(number) is not registered" : nil
    }

    /// Why a waiting caller cannot be led to a telephone; nil where it is free.
    func reasonNotToTake(at number: String) async -> SafeText? {
        if let reason = await reasonNotToRing(number) { return reason }
        guard let status = picture.telephones.devices[number]?.status, !["0", ""].contains(status) else { return nil }
        return await presentStatus(of: number) == "0" ? nil : "the telephone of \(number) is in use; the caller goes on waiting"
    }

    private func rings(_ number: String) async -> Bool {
        let isRinging = { (status: String?) in status == "8" || status == "9" }
        if isRinging(picture.telephones.devices[number]?.status) || picture.published.agents[number]?.state == .ringing { return true }
        return isRinging(await presentStatus(of: number))
    }

    /// What a telephone does now: the board may be a sweep behind.
    /// - Returns: nil where the exchange does not tell.
    private func presentStatus(of number: String) async -> String? {
        let device = picture.telephones.devices[number]?.number ?? number
        guard let answer = try? await ask("extensions.getextensionstatus", [("exten", device)]), answer.isSuccess else { return nil }
        return answer.rows.first { $0["exten"] == device }?["status"]
    }
}
