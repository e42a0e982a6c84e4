import BackendSupport
import Exchange
import JSON

/// An answer of the Agent Gateway (section 1.2 of its reference). HTTP says 200 to everything: only `code` counts.
struct GatewayReply: Equatable, Sendable {
    /// The `retcode`; some answers carry it as a number.
    var code: String
    /// Free text in the gateway's language: to be shown, never to be parsed.
    var message: SafeText
    var result: JSONValue
    /// What the long poll brought; nil where it brought nothing.
    var event: GatewayEvent?

    var isSuccess: Bool { code == "0" }

    /// Why the gateway said no.
    var refusal: SafeText {
        // Sources differ on what these two mean, so the gateway's own words go first (section 4).
        let isDisputed = code == "000-004" || code == "100-007"
        if isDisputed, !message.isEmpty { return message }
        return ICPErrors.meaning(of: code) ?? (message.isEmpty ? "the gateway gives no reason" : message)
    }

    init(_ bytes: [UInt8]) throws(UnreadableReply) {
        // Some builds pad their text with NULs, which JSON does not know.
        let text = bytes.contains(0) ? bytes.filter { $0 != 0 } : bytes
        guard let first = text.first(where: { $0 > 0x20 }), first != UInt8(ascii: "<") else { throw .page }
        let body: JSONValue
        do throws(JSONError) { body = try JSONValue(parsing: text) } catch { throw .garbled(SafeText(error.reason)) }
        let code = body.member("retcode").trimmedText
        guard !code.isEmpty else { throw .garbled("it has no retcode") }
        self.code = code
        message = SafeText(body.member("message").trimmedText)
        result = body.member("result") ?? .null
        event = body.member("event").flatMap(GatewayEvent.init)
    }
}

/// What came is no answer of a gateway.
enum UnreadableReply: Error {
    /// A web page, or nothing at all.
    case page
    case garbled(SafeText)
}

/// One event of the long poll (section 3).
struct GatewayEvent: Equatable, Sendable {
    var type: String
    /// The agent it was told to; empty where the gateway left it out.
    var workNumber: String
    /// Null, a bare text (usually the identifier of a call), or an object.
    var content: JSONValue

    /// nil where this is no event: the poll ran out with nothing to tell.
    init?(_ value: JSONValue) {
        type = value.member("eventType").trimmedText
        guard !type.isEmpty else { return nil }
        workNumber = value.member("workNo").trimmedText.withoutAgentLetter
        let content = (value.member("content") ?? .null).withoutPadding
        if case .string(let text) = content, text.hasOctetPrefix("{"), let object = try? JSONValue(parsing: text) {
            self.content = object
        } else {
            self.content = content
        }
    }

    /// A member of the content as text; empty where it is missing.
    subscript(_ names: String...) -> String {
        for name in names {
            let text = content.member(name).trimmedText
            if !text.isEmpty { return text }
        }
        return ""
    }

    /// The call it is about: the bare content, or the member, which is spelt in two ways.
    var call: String { content.object == nil ? content.trimmedText : self["callid"] }

    /// The conference it is about.
    var conference: String { self["confId"] }
}

extension JSONValue {
    /// The same without the NULs at the end of its texts.
    fileprivate var withoutPadding: JSONValue {
        switch self {
        case .string(let text): .string(String(text.reversed().drop { $0 == "\0" }.reversed()))
        case .array(let values): .array(values.map(\.withoutPadding))
        case .object(let members): .object(members.mapValues(\.withoutPadding))
        default: self
        }
    }
}

extension String {
    /// A party of a call: agents may carry a letter before their work number (section 3.1).
    var withoutAgentLetter: String {
        guard let letter = first, letter == "a" || letter == "A", count > 1, dropFirst().allSatisfy({ $0.isASCII && $0.isNumber })
        else { return self }
        return String(dropFirst())
    }
}
