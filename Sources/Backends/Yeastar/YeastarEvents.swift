import BackendSupport
import Exchange
import Foundation
import JSON

/// What the exchange reports unasked (chapter 3).
enum Event: Equatable, Sendable {
    case boot
    case status(extension: String, word: String)
    case call(CallReport)
    case record(CallRecord)

    /// - Returns: nil for what the document does not know, or what misses its subject.
    init?(_ body: JSONValue) {
        switch body.member("action").trimmedText.lowercased() {
        case "bootup": self = .boot
        case "extensionstatus":
            let number = body.member("extension", "extid").trimmedText
            guard !number.isEmpty else { return nil }
            self = .status(extension: number, word: body.member("status").trimmedText)
        case "alert": self.init(.alert, body)
        case "ring": self.init(.ring, body)
        case "answer", "answered": self.init(.answer, body)
        case "bye": self.init(.bye, body)
        case "tranfer", "transfer": self.init(.transfer, body)
        case "callfailed": self.init(.failed, body)
        case "newcdr": self = .record(CallRecord(body))
        default: return nil
        }
    }

    private init?(_ action: CallReport.Action, _ body: JSONValue) {
        let report = CallReport(action, body)
        guard !report.isEmpty else { return nil }
        self = .call(report)
    }
}

/// A step in the life of a call, as one leg of it tells.
struct CallReport: Equatable, Sendable {
    enum Action: String, Sendable { case alert, ring, answer, bye, transfer, failed }

    var action: Action
    /// Names the leg, and differs from leg to leg.
    var leg: String
    /// In the order of the report, where there are two. In RING the callee comes first; ANSWER comes in both orders.
    var extensions: [String]
    var inbound: TrunkCall?
    var outbound: TrunkCall?
    /// The party that stands first, in the order of the members: in the first BYE of a call, who hung up.
    var first: String
    var reason: String

    var isEmpty: Bool { extensions.isEmpty && inbound == nil && outbound == nil }
    var handle: String? { [inbound?.id, outbound?.id].compactMap(\.self).first { !$0.isEmpty } }

    init(_ action: Action, _ body: JSONValue) {
        // The tables wrap the parties in `call`, the examples do not; siblings of the device make a list of it.
        let places = [body] + body.member("call").rows
        func party(_ name: String) -> JSONValue? { places.lazy.compactMap { $0.member(name) }.first }
        self.action = action
        leg = body.member("callid").trimmedText
        extensions = (party("ext")?.rows ?? []).flatMap { $0.member("extid", "extension").names }
        if extensions.isEmpty, let plain = party("ext"), plain.object == nil { extensions = plain.names }
        inbound = TrunkCall(party("inbound"), id: "inboundid")
        outbound = TrunkCall(party("outbound"), id: "outboundid")
        let order = places.lazy.compactMap(\.object).flatMap(\.keys).first { ["ext", "inbound", "outbound"].contains($0) }
        first =
            switch order {
            case "inbound": inbound?.from ?? ""
            case "outbound": outbound?.to ?? ""
            default: extensions.first ?? ""
            }
        reason = body.member("reason").trimmedText
    }
}

/// The record of a call (section 3.9).
struct CallRecord: Equatable, Sendable {
    var call: String
    var caller: String
    /// With the prefix of its route, which the reports leave out.
    var callee: String
    /// The exchange's local time without zone.
    var start: String
    /// Seconds.
    var duration: Int?
    var talk: Int?
    var status: String
    var type: String
    var recording: String

    init(_ body: JSONValue) {
        call = body.member("callid").trimmedText
        caller = body.member("callfrom").trimmedText
        callee = body.member("callto").trimmedText
        start = body.member("timestart").trimmedText
        duration = body.member("callduraction", "callduration").wireCount
        talk = body.member("talkduraction", "talkduration").wireCount
        status = body.member("status").trimmedText
        type = body.member("type").trimmedText
        recording = body.member("recording").trimmedText
    }
}

/// An identifier of the form `epoch.sequence`, compared as the exchange counts. It is no decimal number.
struct CallNumber: Comparable, Sendable {
    var epoch: Int
    var sequence: Int

    init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let epoch = Int(parts[0]), let sequence = Int(parts[1]) else { return nil }
        self.epoch = epoch
        self.sequence = sequence
    }

    static func < (left: CallNumber, right: CallNumber) -> Bool { (left.epoch, left.sequence) < (right.epoch, right.sequence) }
}

extension Event {
    /// The event as a message for people and scripts; nil for events that change the board instead.
    func message(site: SiteID, at time: Date) -> SiteMessage? {
        switch self {
        case .boot:
            return SiteMessage(site: site, time: time, topic: "boot", text: "the exchange has started")
        case .call(let report) where report.action == .failed:
            let parties = report.parties
            return SiteMessage(
                site: site, time: time, topic: "callfailed",
                text: "\(parties.caller) → \(parties.callee): \(CallReport.meaning(of: report.reason))",
                details: ["callid": report.leg, "reason": report.reason, "caller": parties.caller, "callee": parties.callee])
        case .call(let report) where report.action == .transfer:
            let who = report.extensions.last ?? report.parties.callee
            return SiteMessage(
                site: site, time: time, topic: "transfer", text: "\(who) transfers the call",
                details: ["callid": report.leg, "extension": who])
        case .status, .call:
            return nil
        case .record(let record):
            let details = [
                "callid": record.call, "caller": record.caller, "callee": record.callee, "start": record.start,
                "duration": record.duration.map(String.init) ?? "", "talk": record.talk.map(String.init) ?? "",
                "disposition": record.status, "direction": record.type, "recording": record.recording,
            ]
            return SiteMessage(
                site: site, time: time, topic: "cdr",
                text: CallRecordText.line(
                    caller: record.caller, callee: record.callee, disposition: record.status, talk: record.talk),
                details: details.filter { !$0.value.isEmpty })
        }
    }
}

extension CallReport {
    /// Who calls whom, as far as this report tells.
    var parties: (caller: String, callee: String) {
        if let inbound { return (inbound.from, extensions.first ?? inbound.to) }
        if let outbound { return (extensions.first ?? outbound.from, outbound.to) }
        switch (action, extensions.count) {
        case (.alert, _): return (extensions.first ?? "", "")
        case (_, 2...): return (extensions[1], extensions[0])
        default: return ("", extensions.first ?? "")
        }
    }

    /// `reason` of CallFailed is a SIP status; the document explains 480 alone.
    static func meaning(of reason: String) -> SafeText {
        switch reason {
        case "480": "the callee did not answer (480)"
        case "486", "600": "the callee is busy (\(reason))"
        case "603": "the callee declined (603)"
        case "404", "604": "there is no such number (\(reason))"
        case "": "the call failed"
        default: "the call failed (\(reason))"
        }
    }
}
