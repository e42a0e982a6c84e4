import BackendSupport
import Exchange
import Foundation
import JSON

/// A group as the service lists it (document 004, section 3.1.25, with what the vendor's demo adds).
struct TalkingGroupRow: Equatable, Sendable {
    var number: String
    var name: String
    /// Wired and radio users mixed: called together rather than subscribed to.
    var isMixed: Bool
    var radioGroups: [String]
    var dispatchers: [String]
    var others: [String]
    /// A dispatcher cannot take the floor.
    var isReceiveOnly: Bool
    /// The longest turn to talk, where the group has a limit of its own.
    var talkLimit: Duration?
    /// All of it, for a change must send the whole group back.
    var whole: JSONMembers

    init?(_ row: JSONValue) {
        number = row.member("talkGroupNumber").trimmedText
        guard !number.isEmpty, let whole = row.object else { return nil }
        self.whole = whole
        name = row.member("talkGroupName").trimmedText
        isMixed = WireFigure(row.member("talkGroupType").trimmedText) == WireFigure(2)
        radioGroups = row.member("radioGroupNumber").names
        dispatchers = row.member("dispatchNumber").names
        others = row.member("otherUserNumber").names
        isReceiveOnly = row.member("receiveOnly").isYes
        talkLimit = row.member("pttTimeoutInterval").limit
    }

    var title: SafeText { SafeText(name.isEmpty ? number : name) }

    /// A page of groups, wherever in the answer the list stands.
    static func page(_ answer: JSONValue) -> (rows: [TalkingGroupRow], hasMore: Bool?) {
        let paging = answer.member("pageInfo") ?? answer
        return (list(answer, of: "talkGroupNumber").compactMap(TalkingGroupRow.init), paging.member("hasNext").map(\.isYes))
    }

    /// The first list of objects that have a member of this name; a single such object counts as a list.
    static func list(_ answer: JSONValue, of name: String) -> [JSONValue] {
        if answer.member(name) != nil { return [answer] }
        if let rows = answer.array { return rows.filter { $0.member(name) != nil } }
        return answer.object?.values.lazy.map { list($0, of: name) }.first { !$0.isEmpty } ?? []
    }
}

/// What the users of a group do, and how far each is with it (document 004, tables 3-1 and 3-2; `emergencyCall` is the
/// demo's).
enum GroupOperation: String, CaseIterable, Sendable {
    case subscribe, monitor, select, ptt, groupCall, mixedGroupCall, emergencyCall

    /// The member of a group's state that tells it.
    var stateMember: String { rawValue + "State" }

    enum State: String, CaseIterable, Sendable {
        case notInOperation, inOperation, inProcess, inCancelProcess, inDownPttOperation, inDownPttProcess, muted, unmuted

        /// Capitals are not relied upon; nil for a word nobody knows.
        init?(_ word: String) {
            let word = word.trimmed.lowercased()
            guard let state = Self.allCases.first(where: { $0.rawValue.lowercased() == word }) else { return nil }
            self = state
        }
    }
}

/// One thing that a notification tells (document 004, section 3.1.28).
struct GroupNotice: Equatable, Sendable {
    var group: String
    var user: String
    var operation: GroupOperation
    var state: GroupOperation.State
    /// Who did it, where the service says so.
    var operatorNumber: String
    var operatorName: String

    init?(_ row: JSONValue) {
        group = row.member("talkGroupNumber").trimmedText
        user = row.member("userNumber").trimmedText
        let word = row.member("operationType").trimmedText.lowercased()
        let operation = GroupOperation.allCases.first { $0.rawValue.lowercased() == word }
        let state = GroupOperation.State(row.member("operationState").trimmedText)
        guard !group.isEmpty, let operation, let state else { return nil }
        self.operation = operation
        self.state = state
        operatorNumber = row.member("operatorNumber").trimmedText
        operatorName = row.member("operatorName").trimmedText
    }

    static func list(_ body: JSONValue) -> [GroupNotice] {
        TalkingGroupRow.list(body, of: "operationType").compactMap(GroupNotice.init)
    }
}

/// The state of a group as it is asked for (document 004, section 3.1.30).
struct GroupStateRow: Equatable, Sendable {
    var users: [String: [GroupOperation: GroupOperation.State]] = [:]
    /// Who calls for help; empty where nobody does.
    var emergencyUser: String

    init(_ answer: JSONValue) {
        emergencyUser = answer.member("emergencyUser").trimmedText
        for row in answer.member("userStateList").rows {
            let user = row.member("userNumber").trimmedText
            for operation in GroupOperation.allCases {
                users[user, default: [:]][operation] = GroupOperation.State(row.member(operation.stateMember).trimmedText)
            }
        }
        for user in answer.member("subscribeUsers").names where users[user]?[.subscribe] == nil {
            users[user, default: [:]][.subscribe] = .inOperation
        }
    }
}

/// The service's parameters that bear on us.
struct TalkingGroupParameters: Equatable, Sendable {
    /// How many groups one dispatcher may subscribe to.
    var subscriptions = 10
    /// Whether a group must be selected before its floor can be taken.
    var floorNeedsSelecting = true
    /// The longest turn to talk anywhere.
    var talkLimit: Duration?

    init(_ answer: JSONValue = .null) {
        if let limit = WireFigure(answer.member("maxDisSubCount").trimmedText), limit.value > 0 { subscriptions = limit.value }
        floorNeedsSelecting = answer.member("isPttDependsSelect").map(\.isYes) ?? true
        talkLimit = answer.member("maxPttTimeoutInterval").limit
    }
}

extension Optional<JSONValue> {
    /// Seconds; nil where there are none or the figure means no limit.
    fileprivate var limit: Duration? { WireFigure(trimmedText).flatMap { $0.value > 0 ? $0.seconds : nil } }
}
