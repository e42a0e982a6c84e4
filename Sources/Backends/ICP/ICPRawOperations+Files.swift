import Exchange
import Foundation
import JSON
import Wire

extension ICPSite {
    /// Fetches the file whose address the gateway has answered with (reference, section 2.9). What broke off is gone on with
    /// twice; nothing is left of a file that did not come whole.
    func fetch(_ answer: JSONValue?, to file: String) async -> (Outcome, JSONValue?) {
        guard let address = address(in: answer) else { return (.unknown("the gateway told no address of the file"), answer) }
        let part = file + ".part"
        unlink(part)
        defer { unlink(part) }
        // The address may be anywhere: nothing of our session goes along.
        let client = HTTPClient(tls: configuration.tls)
        for attempt in 1...Self.attempts {
            do {
                let response = try await client.download(
                    HTTPRequest(url: address), to: part, resuming: true, deadline: Self.patience)
                guard (200..<300).contains(response.status) else {
                    return (.refused(code: String(response.status), "the gateway has no such file"), nil)
                }
                return Self.keep(part, as: file)
            } catch let failure as WireFailure {
                if failure.isLate { return (.noAnswer(after: Self.patience), nil) }
                if attempt == Self.attempts { return (.unknown(failure.reason), nil) }
            } catch {
                return (.unknown("the link broke before the file had come"), nil)
            }
        }
        return (.unknown("the link broke before the file had come"), nil)
    }

    private static let attempts = 3
    /// A long recording over a slow line.
    private static let patience = Duration.seconds(600)

    /// The address in an answer, which is a text or a member of an object; a path alone is one of the gateway's.
    private func address(in answer: JSONValue?) -> String? {
        let texts = answer?.text.map { [$0] } ?? answer?.object?.values.compactMap(\.text) ?? []
        if let whole = texts.first(where: { $0.hasPrefix("https://") || $0.hasPrefix("http://") }) { return whole }
        guard let path = texts.first(where: { $0.hasPrefix("/") }) else { return nil }
        return configuration.gateway.split(separator: "/").prefix(2).joined(separator: "//") + path
    }

    private static func keep(_ part: String, as file: String) -> (Outcome, JSONValue?) {
        var facts = stat()
        guard stat(part, &facts) == 0, rename(part, file) == 0 else {
            return (.unknown("\(file) cannot be written: \(String(cString: strerror(errno)))"), nil)
        }
        return (.done(nil, reference: file), ["to": .string(file), "bytes": .number(Int(facts.st_size))])
    }
}
