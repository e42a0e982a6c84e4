import BackendSupport
import Exchange

/// A live channel (document, section 4.55). It tells what no list of calls does: who hears music, who listens to whom, and who
/// talks with an application instead of a partner.
struct ChannelRow: Sendable, Equatable {
    var channel: String
    var id: String
    /// Somebody has lifted the receiver.
    var isUp: Bool
    /// It hears music because the other end holds it.
    var isHeld: Bool
    /// What the dial plan does with it now: `ChanSpy`, `MeetMe`, `Dial`; empty where it is called.
    var application: String
    var data: String
    /// The channel at the other end; empty where there is none.
    var partner: String

    /// - Returns: nil where it has ended: rows stay for a while.
    init?(_ row: Row) {
        channel = row["channel"]
        guard !channel.isEmpty, row["clearflag"] != "1", row["hanguptime"].isEmpty, row["state"].lowercased() != "down" else { return nil }
        id = row["uniqueid"]
        isUp = row["state"].lowercased() == "up"
        isHeld = row["hold"] == "1" || !["", "0"].contains(row["musichold"])
        application = row["application"]
        data = row["appdata"]
        partner = row["refchannel"]
    }

    /// What the application was given, one by one: separated by bars, or by commas on later versions.
    var arguments: [String] {
        let separator = data.utf8.contains(UInt8(ascii: "|")) ? UInt8(ascii: "|") : UInt8(ascii: ",")
        return data.split(atOctet: separator).map(\.octetTrimmed)
    }
}

/// A telephone that listens in on another, as its channel tells.
struct LiveSupervision: Sendable, Equatable {
    var channel: String
    /// The number of who listens.
    var by: String?
    /// The number of who is listened to, or the interface where that has none.
    var watched: String
    /// `listen`, `whisper` or `barge`.
    var how: Action
}

extension WebCTIConfiguration.Supervision {
    private var means: [(how: Action, means: Means)] { [(.listen, listen), (.whisper, whisper), (.barge, barge)] }

    /// Whether a channel in this application listens in: one that is configured, or those that feature codes lead to.
    func isSupervision(_ application: String) -> Bool {
        let name = application.lowercased()
        if name == "chanspy" || name == "extenspy" { return true }
        return means.contains { if case .application(let own, _) = $0.means { own.lowercased() == name } else { false } }
    }

    /// How a channel with these options listens in: as configured, else by the options' letters.
    func how(_ application: String, _ options: String) -> Action {
        let configured = means.first { means in
            guard case .application(let name, let own) = means.means else { return false }
            return own == options && name.lowercased() == application.lowercased()
        }
        if let configured { return configured.how }
        if options.utf8.contains(UInt8(ascii: "B")) { return .barge }
        return options.utf8.contains { $0 == UInt8(ascii: "w") || $0 == UInt8(ascii: "W") } ? .whisper : .listen
    }
}

extension Telephones {
    /// Who listens to whom on these channels.
    func supervisions(on channels: [ChannelRow], _ settings: WebCTIConfiguration.Supervision) -> [LiveSupervision] {
        channels.compactMap { row in
            guard settings.isSupervision(row.application) else { return nil }
            let arguments = row.arguments
            let (watched, options) = (arguments.first ?? "", arguments.count > 1 ? arguments[1] : "")
            return LiveSupervision(
                channel: row.channel, by: agent(behind: row.channel), watched: number(ofWatched: watched),
                how: settings.how(row.application, options))
        }
    }

    /// Whom an application's first argument means: `SIP/2011` or a channel of it (ChanSpy), `2011@from-internal` (ExtenSpy).
    private func number(ofWatched word: String) -> String {
        if word.utf8.contains(UInt8(ascii: "/")) { return agent(at: word) ?? agent(behind: word) ?? word }
        return word.cut(atOctet: UInt8(ascii: "@"))?.before ?? word
    }
}
