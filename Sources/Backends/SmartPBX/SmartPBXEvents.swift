import BackendSupport
import Exchange
import Foundation
import JSON

/// What the exchange tells unasked, on the event and cdr topics.
enum Event: Equatable, Sendable {
    case status(extension: String, word: String)
    case invite(call: String, from: String, to: String)
    case key(ivr: String, caller: String, keys: String, call: String)
    case record(CallRecord)

    /// - Parameter isRecord: it came on the cdr topic.
    /// - Returns: nil for what the document does not know, or what misses its subject.
    init?(_ message: JSONValue, isRecord: Bool) {
        let name = message.member("event", "Event").trimmedText.lowercased()
        switch isRecord ? "cdr" : name {
        case "extension_status":
            let number = message.member("extension").trimmedText
            guard !number.isEmpty else { return nil }
            self = .status(extension: number, word: message.member("status").trimmedText)
        case "invite":
            self = .invite(
                call: message.member("callid", "called").trimmedText, from: message.member("from").trimmedText,
                to: message.member("to").trimmedText)
        case "ivrdtmf":
            self = .key(
                ivr: message.member("ivr").trimmedText, caller: message.member("caller").trimmedText,
                keys: message.member("dtmf").trimmedText, call: message.member("callid", "called").trimmedText)
        case "cdr":
            guard message.object != nil else { return nil }
            self = .record(CallRecord(message))
        default:
            return nil
        }
    }

    /// Whether the calls in progress may have changed with it.
    var concernsCalls: Bool { if case .key = self { false } else { true } }
}

/// A call detail record.
///
/// The only example of the document has its values shifted by one from `dst` on: a channel in `dst`, the called number in
/// `dsttech`, a channel in `start`. So each value after the caller's is taken for what its form says it is (a time, a channel, a
/// number), and not for what its key says. The caller's stand where they belong, and are empty where he shows no number.
struct CallRecord: Equatable, Sendable {
    var call: String
    var caller = ""
    var callee = ""
    var callerChannel = ""
    var calleeChannel = ""
    /// The exchange's local time without zone, `YYYY-MM-DD HH:MM:SS`.
    var start = ""
    var end = ""
    /// Seconds.
    var billed: Int?
    var disposition: String
    var direction: String
    var keys: String
    var recording: String

    init(_ record: JSONValue) {
        call = record.member("callid").trimmedText
        billed = WireFigure(record.member("billsec"))?.count
        disposition = record.member("disposition", "dispositon").trimmedText
        direction = record.member("direction").trimmedText
        keys = record.member("dtmf").trimmedText
        recording = record.member("recordfile", "recordurl").trimmedText

        func value(_ key: String) -> String { record.member(key).trimmedText }
        for value in [value("src"), value("srctech")] where !value.isEmpty && !Self.isTime(value) {
            if let channel = Channel(value) { callerChannel = channel.text } else if caller.isEmpty { caller = value }
        }
        var channels: [String] = []
        for value in [value("dst"), value("dsttech"), value("start"), value("end")] where !value.isEmpty && !Self.isTime(value) {
            if let channel = Channel(value) { channels.append(channel.text) } else if callee.isEmpty { callee = value }
        }
        // In the shifted form the caller's channel comes once more, before the called number.
        if Channel(value("dst")) != nil, !callee.isEmpty {
            if callerChannel.isEmpty { callerChannel = channels[0] }
            channels.removeFirst()
        }
        calleeChannel = channels.last ?? ""
        start = Self.isTime(value("start")) ? value("start") : ""
        end = Self.isTime(value("end")) ? value("end") : ""
    }

    private static func isTime(_ text: String) -> Bool {
        let shape = "dddd-dd-dd dd:dd:dd"
        let sameShape = zip(text.utf8, shape.utf8).allSatisfy { byte, form in
            form == UInt8(ascii: "d") ? (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) : byte == form || byte == UInt8(ascii: "T")
        }
        return text.utf8.count >= shape.utf8.count && sameShape
    }
}

extension Event {
    /// The event as a message for people and scripts; nil for events that change the board instead.
    func message(site: SiteID, at time: Date) -> SiteMessage? {
        switch self {
        case .status, .invite:
            return nil
        case .key(let ivr, let caller, let keys, let call):
            return SiteMessage(
                site: site, time: time, topic: "ivrdtmf", text: "IVR \(ivr): \(caller) → \(keys)",
                details: ["ivr": ivr, "caller": caller, "dtmf": keys, "callid": call])
        case .record(let record):
            let details = [
                "callid": record.call, "caller": record.caller, "callee": record.callee, "callerChannel": record.callerChannel,
                "calleeChannel": record.calleeChannel, "start": record.start, "end": record.end,
                "billsec": record.billed.map(String.init) ?? "", "disposition": record.disposition,
                "direction": record.direction, "dtmf": record.keys, "recording": record.recording,
            ]
            return SiteMessage(
                site: site, time: time, topic: "cdr",
                text: CallRecordText.line(
                    caller: record.caller, callee: record.callee, disposition: record.disposition, talk: record.billed),
                details: details.filter { !$0.value.isEmpty })
        }
    }
}
