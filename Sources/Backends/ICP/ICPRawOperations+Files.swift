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
        let exchange = HTTPExchange(HTTPClient(tls: configuration.tls), environment: environment)
        do {
            let response = try await exchange.download(
                HTTPRequest(url: address), to: file, resuming: true, named: "the file", progress: progress)
            guard (200..<300).contains(response.status) else {
                file.discard()
                return (.refused(code: String(response.status), "the gateway has no such file"), nil)
            }
            return file.keep()
        } catch {
            return (Outcome(ofDownload: error), nil)
        }
    }

    /// The address in an answer, which is a text or a member of an object; a path alone is one of the gateway's.
    private func address(in answer: JSONValue?) -> String? {
        let texts = answer?.text.map { [$0] } ?? answer?.object?.values.compactMap(\.text) ?? []
        if let whole = texts.first(where: { $0.hasPrefix("https://") || $0.hasPrefix("http://") }) { return whole }
        guard let path = texts.first(where: { $0.hasPrefix("/") }) else { return nil }
        return configuration.gateway.fields(atOctet: UInt8(ascii: "/")).prefix(2).joined(separator: "//") + path
    }
}
