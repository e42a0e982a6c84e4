import Exchange
import Foundation
import JSON
import Testing

@testable import ICP

@Suite struct TalkingGroupPictureTests {
    private let now = Date(timeIntervalSince1970: 1_795_226_400)

    private func picture(_ edit: (inout TalkingGroupPicture) -> Void = { _ in }) -> TalkingGroupPicture {
        var picture = TalkingGroupPicture(site: "icp", own: "4501")
        picture.isReachable = true
        picture.take(TalkingGroupPeer.groups.compactMap { TalkingGroupRow((try? JSONValue(parsing: $0)) ?? .null) })
        edit(&picture)
        return picture
    }

    private func notice(_ user: String, _ operation: GroupOperation, _ state: String, in group: String = "9001") -> GroupNotice {
        GroupNotice.list((try? JSONValue(parsing: TalkingGroupPeer.notice(user, operation.rawValue, state, in: group))) ?? .null)[0]
    }

    private func group(_ picture: TalkingGroupPicture, _ number: String = "9001") -> TalkingGroup? {
        var picture = picture
        return picture.changes(at: now).lazy.compactMap { change -> TalkingGroup? in
            if case .put(.group(let group)) = change, group.id == number { group } else { nil }
        }.first
    }

    @Test(arguments: [
        (GroupOperation.ptt, "inOperation", "speaking"), (.ptt, "InProcess", "asks for the floor"),
        (.ptt, "inDownPttOperation", "spoken to"), (.ptt, "inDownPttProcess", "being called up"),
        (.ptt, "inCancelProcess", "gives the floor back"), (.mixedGroupCall, "muted", "listens"),
        (.mixedGroupCall, "unmuted", "may speak"), (.groupCall, "inOperation", "in the group call"),
        (.monitor, "inOperation", "monitoring"), (.select, "inOperation", "selected"), (.subscribe, "inOperation", "subscribed"),
        (.subscribe, "notInOperation", ""), (.emergencyCall, "inProcess", "calls for help"),
    ])
    func `A member's state is said in words`(_ operation: GroupOperation, _ state: String, _ words: String) {
        let picture = picture { $0.take(notice("70001", operation, state), at: now) }
        #expect(group(picture)?.members.first?.state.string == words)
    }

    @Test func `A name that a notification tells is remembered`() {
        let picture = picture { $0.take(notice("4502", .subscribe, "inOperation"), at: now) }
        #expect(group(picture)?.members.last?.name == "Li")
    }

    @Test func `Somebody who spoke already when we came has no time; who begins later has`() {
        var picture = picture()
        _ = picture.take(
            GroupStateRow(parsed(#"{"userStateList":{"userNumber":"70001","pttState":"inOperation"}}"#)), of: "9001", asked: .zero, at: now)
        #expect(group(picture)?.floor == .other(number: "70001", since: nil))
        picture.take(notice("70001", .ptt, "notInOperation"), at: now)
        #expect(group(picture)?.floor == .idle)
        picture.take(notice("4502", .ptt, "inOperation"), at: now)
        #expect(group(picture)?.floor == .other(number: "4502", since: now))
    }

    @Test func `A state that is older than the news is not taken in`() {
        var picture = picture()
        let asked = picture.latestNews(of: "9001")
        picture.take(notice("4501", .ptt, "inOperation"), at: now)
        let isTaken = picture.take(GroupStateRow(parsed("{}")), of: "9001", asked: asked, at: now)
        #expect(!isTaken)
        #expect(group(picture)?.floor.holder == "4501")
        _ = picture.take(GroupStateRow(parsed("{}")), of: "9001", asked: picture.latestNews(of: "9001"), at: now)
        #expect(group(picture)?.floor == .idle)
    }

    @Test func `A yes that comes after we were told no is shown: the microphone is open`() {
        var picture = picture { $0.acts["9001"] = .denied("no") }
        picture.take(notice("70001", .ptt, "inOperation"), at: now)
        #expect(group(picture)?.floor == .denied("no"))
        picture.take(notice("4501", .ptt, "inOperation"), at: now)
        #expect(group(picture)?.floor.holder == "4501")
    }

    @Test(
        arguments: [
            (20, nil, nil, 20), (60, 30, nil, 30), (60, 300, 40, 40), (600, 300, 400, 300), (60, 0, 0, 60),
        ] as [(Int, Int?, Int?, Int)])
    func `The shortest talk time counts`(_ ours: Int, _ groups: Int?, _ everywhere: Int?, _ seconds: Int) {
        var picture = TalkingGroupPicture(site: "icp", own: "4501")
        let limit = groups.map { #","pttTimeoutInterval":"\#($0)""# } ?? ""
        picture.take([TalkingGroupRow(parsed(TalkingGroupPeer.group("1", "A", more: limit)))!])
        picture.parameters = TalkingGroupParameters(everywhere.map { ["maxPttTimeoutInterval": .number($0)] } ?? .null)
        #expect(picture.talkLimit(in: "1", atMost: .seconds(ours)) == .seconds(seconds))
    }

    @Test func `Who has answered a call for help is not taken for its caller`() {
        var picture = picture { $0.take(notice("70001", .emergencyCall, "inProcess"), at: now) }
        picture.take(notice("70002", .emergencyCall, "inOperation"), at: now)
        #expect(group(picture, "9001")?.emergency == .init(number: "70001", since: now, takenBy: ["70002"]))
        picture.take(notice("70002", .emergencyCall, "notInOperation"), at: now)
        #expect(group(picture, "9001")?.emergency == .init(number: "70001", since: now), "that he has left it does not end it")
        picture.take(notice("70001", .emergencyCall, "notInOperation"), at: now)
        #expect(group(picture, "9001")?.emergency == nil)
    }

    @Test func `Nothing is told twice`() {
        var picture = picture { $0.take(notice("70001", .emergencyCall, "inProcess"), at: now) }
        let first = picture.changes(at: now)
        #expect(first.count == 5)
        let second = picture.changes(at: now + 60)
        #expect(second.isEmpty)
        picture.take([])
        let third = picture.changes(at: now)
        #expect(third == ["9001", "9002", "9003", "9004"].map { .remove(EntityKey(site: "icp", kind: .group, id: $0)) })
    }

    @Test func `Nobody's notice of a group nobody listed, an operation nobody knows or a state nobody knows does harm`() {
        let body = parsed(
            #"{"userStateList":[{"talkGroupNumber":"9001","userNumber":"1","operationType":"dance","operationState":"inOperation"},{"talkGroupNumber":"9001","operationType":"ptt","operationState":"?"},null,7]}"#
        )
        #expect(GroupNotice.list(body).isEmpty)
        let picture = picture { $0.take(notice("1", .ptt, "inOperation", in: "1"), at: now) }
        #expect(group(picture, "1") == nil)
    }

    @Test(arguments: [
        #"{"talkGroupList":[{"talkGroupNumber":9001}],"pageInfo":{"hasNext":"true"}}"#,
        #"{"hasNext":true,"data":{"rows":[{"talkGroupNumber":"9001"}]}}"#,
    ])
    func `A page of groups is found wherever it stands`(_ text: String) {
        let (rows, hasMore) = TalkingGroupRow.page(parsed(text))
        #expect(rows.map(\.number) == ["9001"])
        #expect(hasMore == true)
    }

    @Test(
        arguments: [
            (#"Digest auth-name="a b", realm="r, s", nonce="n=""#, true, "a b", "r, s", "n="),
            ("Digest realm=r,nonce=n", true, nil, "r", "n"),
            ("Digest realm=\"\u{301}r\",nonce=\u{200D}n", true, nil, "\u{301}r", "\u{200D}n"),
            (#"Basic realm="r""#, false, nil, "r", ""),
            ("", false, nil, "", ""),
        ] as [(String, Bool, String?, String, String)])
    func `A challenge is read`(_ header: String, _ isDigest: Bool, _ name: String?, _ realm: String, _ nonce: String) {
        let challenge = UPortalChallenge(header)
        #expect(challenge.isDigest == isDigest)
        #expect(challenge.name == name)
        #expect(challenge.realm == realm)
        #expect(challenge.nonce == nonce)
    }

    @Test(
        arguments: [
            ("<AccessToken>x-1</AccessToken>", "x-1"), ("<a><b><AccessToken> x-1 </AccessToken></b></a>", "x-1"),
            (#"{"data":{"accessToken":"x-1"}}"#, "x-1"), ("<html><body>no</body></html>", nil), ("", nil),
        ] as [(String, String?)])
    func `A token is found`(_ body: String, _ token: String?) {
        #expect(UPortal.token(in: Array(body.utf8)) == token)
    }

    /// The codes that section 5.1 of the wire reference lists.
    @Test(arguments: [
        "1", "2", "70000", "70001", "300000", "300001", "300002", "300007", "300014", "300023", "300024", "300025", "300026", "300028",
        "300029", "300030", "300031", "300040", "300054", "300055", "300057", "300058", "300059", "300060", "300062", "300063", "300067",
        "300071", "300072", "300073", "300075", "300076", "300077", "300080", "300082", "300083", "300084", "300087", "300088", "300090",
        "300091", "300092", "300094", "300095", "300096", "300109", "300110", "300111", "3000112",
    ])
    func `Every code has words`(_ code: String) {
        #expect(!TalkingGroupCodes.words(for: code).string.contains(code))
    }

    @Test func `A code nobody knows comes with the service's own words, or as a number`() {
        #expect(TalkingGroupCodes.words(for: "399999", saying: "busy") == "busy")
        #expect(TalkingGroupCodes.words(for: "399999") == "the platform refuses with code 399999")
    }

    private func parsed(_ text: String) -> JSONValue { (try? JSONValue(parsing: text)) ?? .null }
}
