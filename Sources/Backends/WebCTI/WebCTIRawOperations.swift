import BackendSupport
import Exchange
import Foundation
import JSON
import Wire

extension WebCTISite {
    public func perform(_ operation: Exchange.Operation, _ arguments: JSONValue) async -> (Outcome, JSONValue?) {
        await perform(operation, arguments) { _, _ in }
    }

    public func perform(
        _ operation: Exchange.Operation, _ arguments: JSONValue, progress: @escaping FileProgress
    ) async -> (Outcome, JSONValue?) {
        guard let entry = WebCTIOperations.byID[operation.id] else { return (.unsupported("WEBCTI2 has no such command"), nil) }
        do {
            let given = try OperationArguments(arguments, of: entry)
            let limit = configuration.deadline + given.blocking
            defer { if entry.operation.kind == .command { want() } }
            if operation.id == "session.integratedlogin" { return await openPage(given) }
            if operation.id == "recordings.putrecordings" { return await upload(entry, given, limit) }
            if entry.isDownload, !given.deletes {
                guard let file = given.destination else { return (.invalid("\(operation.id) needs to: the file to write"), nil) }
                return await download(entry, given, to: IncomingFile(file), limit, progress)
            }
            let (outcome, answer) = await sending(operation.id, given.parameters, within: limit)
            return (outcome, answer?.body)
        } catch {
            return (.invalid(error.reason), nil)
        }
    }

    /// Fetches a file. What is no success comes as an envelope in the file's place, with the status of one (section 4.96).
    private func download(
        _ entry: WebCTIOperations.Entry, _ given: OperationArguments, to file: IncomingFile, _ limit: Duration,
        _ progress: @escaping FileProgress
    ) async -> (Outcome, JSONValue?) {
        guard let http else { return (.notOnline(.offline), nil) }
        do {
            for _ in 0..<2 {
                let day = picture.clock.day(at: environment.now())
                let request = request(entry.method, entry.pages[0], given.parameters, day: day, isCommand: false)
                let response = try await http.download(
                    request, to: file, resuming: true, named: entry.pages[0], within: limit, progress: progress)
                guard (200..<300).contains(response.status) else {
                    file.discard()
                    return (.refused(code: String(response.status), "the exchange has no such file"), nil)
                }
                guard let envelope = Self.envelope(in: file.part, hiding: key(of: day)) else { return file.keep() }
                file.discard()
                // The question for the time finds out the exchange's day, if that is the matter.
                guard envelope.code == WebCTIErrors.wrongKey else {
                    return (.refused(code: envelope.code, WebCTIErrors.words(for: envelope)), envelope.body)
                }
                setClock(try await ask(Self.timeOperation))
            }
            return (Outcome(RequestFailure.keyRefused), nil)
        } catch {
            return (Outcome(error), nil)
        }
    }

    /// The envelope that came instead of a file; a file does not begin like one.
    private static func envelope(in file: String, hiding key: String) -> Answer? {
        guard let handle = FileHandle(forReadingAtPath: file), let head = try? handle.read(upToCount: 65_536) else { return nil }
        try? handle.close()
        return try? Answer([UInt8](head), hiding: key)
    }

    /// Sends a recording as a form (section 4.134).
    private func upload(
        _ entry: WebCTIOperations.Entry, _ given: OperationArguments, _ limit: Duration
    ) async -> (Outcome, JSONValue?) {
        let file = given["ivrfiile"] ?? ""
        guard let handle = FileHandle(forReadingAtPath: file), let contents = try? handle.readToEnd() else {
            return (.invalid("\(file) cannot be read"), nil)
        }
        try? handle.close()
        let name = String(file.split(separator: "/").last ?? "recording")
        let rest = given.parameters.filter { !$0.0.hasPrefix("ivrf") }
        do {
            // The document's spelling of the field first, then the likely one.
            for field in ["ivrfiile", "ivrfile"] {
                let day = picture.clock.day(at: environment.now())
                var request = request("POST", entry.pages[0], rest, day: day, isCommand: true)
                let form = FormData(fields: rest, file: (field, name, [UInt8](contents)))
                request.headers.append(("Content-Type", form.contentType))
                request.body = form.body
                let answer = try read(try await send(request, named: entry.pages[0], limit), of: entry.pages[0], day: day)
                if answer.code == WebCTIErrors.missingParameter, field == "ivrfiile" { continue }
                return (
                    answer.isSuccess ? .done(answer.message) : .refused(code: answer.code, WebCTIErrors.words(for: answer)), answer.body
                )
            }
            return (.refused(code: WebCTIErrors.missingParameter, "the exchange takes no file under either name"), nil)
        } catch {
            return (Outcome(error), nil)
        }
    }

    /// Logs in to an administration page (chapter 5), which answers with the page: here it only tells whether it came.
    private func openPage(_ given: OperationArguments) async -> (Outcome, JSONValue?) {
        let day = picture.clock.day(at: environment.now())
        let form = [("webkey", key(of: day)), ("frienduser", given["frienduser"] ?? ""), ("friendpass", given["friendpass"] ?? "")]
        let page = given["(action)"] ?? ""
        guard page.hasPrefix("/") else { return (.invalid("(action) is a path: /admin/config.php"), nil) }
        let request = HTTPRequest(
            method: "POST", url: pages.origin + page, headers: [("Content-Type", "application/x-www-form-urlencoded")],
            body: Array(form.asQuery.utf8))
        do {
            let response = try await send(request, named: page, nil)
            let facts: JSONValue = ["status": .number(response.status), "bytes": .number(response.body.count)]
            guard response.status < 400 else {
                return (.refused(code: String(response.status), "the exchange did not show the page"), facts)
            }
            return (.done("the exchange answered with a page"), facts)
        } catch {
            return (Outcome(error), nil)
        }
    }
}

/// A form with a file in it (RFC 7578).
struct FormData {
    private static let boundary = "----cordboard-7f3a91c5d2e84b60"

    let body: [UInt8]
    var contentType: String { "multipart/form-data; boundary=\(Self.boundary)" }

    init(fields: [(String, String)], file: (field: String, name: String, contents: [UInt8])) {
        var body: [UInt8] = []
        for (name, value) in fields {
            body += Array("--\(Self.boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8)
        }
        let name = file.name.replacing("\"", with: "")
        body += Array(
            "--\(Self.boundary)\r\nContent-Disposition: form-data; name=\"\(file.field)\"; filename=\"\(name)\"\r\nContent-Type: application/octet-stream\r\n\r\n"
                .utf8)
        body += file.contents
        body += Array("\r\n--\(Self.boundary)--\r\n".utf8)
        self.body = body
    }
}

/// The arguments of a raw operation, checked against its row of the catalog.
struct OperationArguments {
    /// In the order of the catalog, under each spelling that the document has for a name.
    let parameters: [(String, String)]
    /// The local file of a download.
    let destination: String?
    private let id: String
    private let isDownload: Bool

    /// - Parameter arguments: an object with the parameters by name.
    init(_ arguments: JSONValue, of entry: WebCTIOperations.Entry) throws(ArgumentFault) {
        let operation = entry.operation
        id = operation.id
        var given = arguments.object ?? [:]
        for (name, others) in entry.aliases {
            for other in others {
                given[name] = given[name] ?? given[other]
                given[other] = nil
            }
        }
        if let fault = operation.check(arguments.object == nil ? arguments : .object(given)).first { throw fault }
        let texts = (operation.arranged(.object(given)).object ?? [:]).mapValues { value in
            value.array.map { $0.compactMap(\.text).joined(separator: ",") } ?? value.text ?? value.compactText
        }
        let isDownload = entry.isDownload
        self.isDownload = isDownload
        destination = isDownload ? texts[WebCTIOperations.destination].flatMap { $0.isEmpty ? nil : $0 } : nil
        parameters = operation.parameters.flatMap { parameter -> [(String, String)] in
            let isOurs = isDownload && parameter.name == WebCTIOperations.destination
            guard !isOurs, given[parameter.name] != .null, let value = texts[parameter.name] else { return [] }
            return ([parameter.name] + entry.aliases[parameter.name, default: []]).map { ($0, value) }
        }
    }

    subscript(_ name: String) -> String? { parameters.first { $0.0 == name }?.1 }

    /// Whether a download deletes instead (section 4.96).
    var deletes: Bool { ["1", "yes", "true"].contains(self["delete"]?.lowercased() ?? "") }

    /// How long the exchange may take by itself before it answers: these operations wait for somebody.
    var blocking: Duration {
        let isAsynchronous = ["yes", "1", "true"].contains(self["async"]?.lowercased() ?? "")
        return switch id {
        // In milliseconds here, in seconds everywhere else; so is the reverse sense of async (section 4.24).
        case "calls.ctioriginate" where !isAsynchronous: .milliseconds(timeout ?? 60_000)
        case "calls.ctioriginatetts": .milliseconds(timeout ?? 60_000)
        case "supervision.ctipickup" where !isAsynchronous: .seconds(60)
        case "calls.ctiunpark": .seconds(timeout ?? 60)
        case "calls.ctigetchanneldetail": .seconds(timeout ?? 0)
        case "ivr.ctiwaitcalldata", "ivr.ctiwaitauth": .seconds(timeout ?? 120)
        default: isDownload ? .seconds(600) : .zero
        }
    }

    /// What was given as `timeout`, in the operation's own unit; no wait is longer than a day.
    private var timeout: Int? { self["timeout"].flatMap { WireFigure($0) }.map { min(max(0, $0.value), 86_400_000) } }
}
