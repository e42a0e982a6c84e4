import BackendSupport
import Exchange
import Foundation
import JSON
import Wire

extension YeastarSite {
    public func perform(_ operation: Exchange.Operation, _ arguments: JSONValue) async -> (Outcome, JSONValue?) {
        await perform(operation, arguments) { _, _ in }
    }

    public func perform(
        _ operation: Exchange.Operation, _ arguments: JSONValue, progress: @escaping FileProgress
    ) async -> (Outcome, JSONValue?) {
        guard let entry = YeastarOperations.byID[operation.id] else { return (.unsupported("Yeastar has no such command"), nil) }
        do {
            let arguments = try OperationArguments(arguments, of: entry)
            if entry.isDownload { return await download(entry, arguments, progress) }
            guard entry.path == Path.login else { return await send(operation.id, values: arguments.body) }
            // A session of its own, which leaves ours as it is.
            return await self.outcome(isCommand: true) {
                try await self.inTurn(urgent: true) { try await self.post(entry.path, arguments.body, token: nil) }
            }
        } catch {
            return (.invalid(error.reason), nil)
        }
    }

    /// Fetches a file (sections 2.63, 2.65 and 2.67). The key works once, so that nothing is tried twice and nothing resumed.
    private func download(
        _ entry: YeastarOperations.Entry, _ arguments: OperationArguments, _ progress: @escaping FileProgress
    ) async -> (Outcome, JSONValue?) {
        guard let token else { return (.notOnline(.offline), nil) }
        let file = IncomingFile(arguments.destination)
        defer { file.discard() }
        let query = arguments.query.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        let request = HTTPRequest(
            url: address(of: entry.path, token: token, query: query), headers: [("Connection", "close")], needsFreshConnection: true)
        do {
            let response = try await inTurn(urgent: true) {
                try await self.http.download(request, to: file, resuming: false, named: entry.path, progress: progress)
            }
            guard response.status == 200 else {
                return (.refused(code: nil, "the exchange answers HTTP \(String(response.status))"), nil)
            }
            // What it refuses comes as an answer in the file's place.
            if let refusal = Self.refusal(in: file.part) {
                return (.refused(code: refusal.errno, ErrorCode.meaning(of: refusal.errno)), refusal.body)
            }
            return file.keep()
        } catch {
            return (Outcome(ofDownload: error), nil)
        }
    }

    private static func refusal(in file: String) -> Answer? {
        guard let handle = FileHandle(forReadingAtPath: file), let head = try? handle.read(upToCount: 4_096),
            let answer = try? Answer(Array(head)), !answer.isSuccess
        else { return nil }
        return answer
    }
}

/// The arguments of a raw operation, checked against its row of the catalog and sorted by where they go.
struct OperationArguments {
    private(set) var body: [String: JSONValue] = [:]
    private(set) var query: [String: String] = [:]
    /// The local file of a download.
    private(set) var destination = ""

    /// - Parameter arguments: an object with the parameters by name; several values may stand in an array or with commas.
    init(_ arguments: JSONValue, of entry: YeastarOperations.Entry) throws(ArgumentFault) {
        let operation = entry.operation
        if let fault = operation.check(arguments).first { throw fault }
        for (name, value) in operation.arranged(arguments).object ?? [:] where value != .null {
            let text = value.array.map { $0.compactMap(\.text).joined(separator: ",") } ?? value.text ?? ""
            if entry.isDownload, name == YeastarOperations.destination {
                destination = text
            } else if entry.isDownload {
                query[name] = text
            } else {
                body[name] = .string(text)
            }
        }
    }
}
