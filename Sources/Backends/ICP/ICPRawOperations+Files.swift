import BackendSupport
import Exchange
import JSON
import Wire

extension ICPSite {
    /// Fetches the file whose address the gateway has answered with (reference, section 2.9). What broke off is gone on with
    /// the next time.
    func fetch(
        _ answer: JSONValue?, to file: IncomingFile, _ progress: @escaping FileProgress
    ) async -> (Outcome, JSONValue?) {
        guard let address = address(in: answer) else { return (.unknown("the gateway told no address of the file"), nil) }
        // The address may be anywhere: nothing of our session goes along.
        let client = HTTPClient(tls: configuration.tls)
        do {
            let response = try await client.download(
                HTTPRequest(url: address), to: file.part, resuming: file.isBegun, progress: progress, deadline: Self.patience)
            guard (200..<300).contains(response.status) else {
                file.discard()
                return (.refused(code: String(response.status), "the gateway has no such file"), nil)
            }
            return file.keep()
        } catch let failure as WireFailure {
            return (failure.isLate ? .noAnswer(after: Self.patience) : .unknown(failure.reason), nil)
        } catch {
            return (.unknown("the link broke before the file had come"), nil)
        }
    }

    /// A long recording over a slow line.
    private static let patience = Duration.seconds(600)

    /// The address in an answer, which is a text or a member of an object; a path alone is one of the gateway's.
    private func address(in answer: JSONValue?) -> String? {
        let texts = answer?.text.map { [$0] } ?? answer?.object?.values.compactMap(\.text) ?? []
        if let whole = texts.first(where: { $0.hasPrefix("https://") || $0.hasPrefix("http://") }) { return whole }
        guard let path = texts.first(where: { $0.hasPrefix("/") }) else { return nil }
        return configuration.gateway.split(separator: "/").prefix(2).joined(separator: "//") + path
    }
}
