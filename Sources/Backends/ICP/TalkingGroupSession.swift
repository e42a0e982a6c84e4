import BackendSupport
import Exchange
import Foundation
import JSON
import Wire

/// The link to uPortal and dispatch service: had, kept, and had again.
extension TalkingGroupService {
    static let tokenLife = Duration.seconds(300)
    static let heartbeat = Duration.seconds(60)
    /// Between two looks at all groups where no notification can reach us, so that the looks are all there is.
    static let polling = Duration.seconds(4)

    private static let pauses: ClosedRange<Duration> = .seconds(1) ... .seconds(60)

    /// Connects again and again, with pauses that grow and vary.
    func stayConnected(_ available: @escaping @Sendable (Bool) async -> Void) async {
        var failures = 0
        while !Task.isCancelled {
            let failure = await connection(available)
            if Task.isCancelled { return }
            if trouble == nil { failures = 0 }
            lose("the talking groups are out of reach: \(failure.reason)")
            tell("the talking groups are out of reach: \(failure.reason)", once: failure.isFinal ? "refused" : "outage")
            await available(false)
            if failure.isFinal {
                refusal = failure
                return
            }
            let grown = min(Self.pauses.lowerBound * (1 << min(failures, 16)), Self.pauses.upperBound)
            try? await environment.sleep(grown * (1 - environment.random() / 2))
            failures += 1
        }
    }

    /// One connection from sign-in to loss.
    private func connection(_ available: @Sendable (Bool) async -> Void) async -> LinkFailure {
        do {
            if let refusal { throw refusal }
            openListener()
            token = nil
            try await signInAnew()
            try await synchronise()
            trouble = nil
            picture.isReachable = true
            reporter.forget("outage")
            publish()
            await available(true)
            await clearFloor()
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask { try await self.keepToken() }
                tasks.addTask { try await self.beat() }
                tasks.addTask { try await self.keepInStep() }
                defer { tasks.cancelAll() }
                try await tasks.next()
            }
            return LinkFailure(.link, "the link has ended")
        } catch {
            return LinkFailure(error)
        }
    }

    // MARK: Sign-in and registration

    /// Signs in and registers. Who comes while that is under way waits for it.
    private func signInAnew() async throws {
        if let renewal { return try await renewal.value }
        let renewal = Task { [uPortal, notifications] in
            self.token = try await uPortal.signIn { notifications.believe($0) }
            try await self.register()
        }
        tokenRenewal = renewal
        defer { tokenRenewal = nil }
        try await withTaskCancellationHandler {
            try await renewal.value
        } onCancel: {
            renewal.cancel()
        }
    }

    /// Tells the dispatch service who we are and where its notifications go.
    private func register() async throws {
        let answer = try await sendOnce(registration(isOn: true))
        guard answer.isDone else {
            throw LinkFailure(.login, TalkingGroupCodes.words(for: answer.code, saying: answer.words))
        }
        sessionID = answer.data.member("newSessionID").trimmedText
    }

    func registration(isOn: Bool) -> ICPRequest {
        ICPRequest(
            service: .talkingGroups, method: "POST", path: "CDS/user/register",
            body: [
                "requestType": .string(isOn ? "1" : "0"), "callBackURL": .string(callbackURL), "registerServerType": "1",
            ])
    }

    private func keepToken() async throws {
        while true {
            try await environment.sleep(Self.tokenLife)
            guard let used = token else { continue }
            let renewal = Task { try await renew(used) }
            tokenRenewal = renewal
            defer { tokenRenewal = nil }
            try await withTaskCancellationHandler {
                try await renewal.value
            } onCancel: {
                renewal.cancel()
            }
        }
    }

    private func renew(_ used: String) async throws {
        let fresh = try await uPortal.renew(used)
        guard token == used else { return }
        if let fresh { token = fresh } else { try await signInAnew() }
    }

    private func beat() async throws {
        while true {
            try await environment.sleep(Self.heartbeat)
            let answer = try await send(
                ICPRequest(
                    service: .talkingGroups, method: "POST", path: "CDS/user/heartBeat", body: ["sessionID": .string(sessionID)]))
            // A service that has forgotten us says so with the next request (300087). Where only this is refused another console of
            // the same user has registered: to register over it would take its notifications away, and it would do the same.
            if !answer.isDone {
                doWithoutNotifications("another console has registered as \(configuration.username); the groups are polled here")
            }
        }
    }

    // MARK: Asking

    /// Sends one request under the present token; where the service does not know us (any more), signs in or registers first
    /// and sends it once more: it has not done what it refused so.
    /// - Throws: `RequestFailure`, `LinkFailure` where signing in fails, `CancellationError`.
    func send(_ request: ICPRequest, within limit: Duration = UPortal.deadline) async throws -> UPortal.Answer {
        let used = token
        var answer = try await sendOnce(request, within: limit)
        if answer.isOfUnknownSession {
            // Refused because the token was being renewed: with the new one it is sent again.
            if token == used, let tokenRenewal { try? await tokenRenewal.value }
            if token == used { try await signInAnew() }
            answer = try await sendOnce(request, within: limit)
        } else if answer.code == TalkingGroupCodes.unregistered {
            try await register()
            answer = try await sendOnce(request, within: limit)
        }
        return answer
    }

    func sendOnce(_ request: ICPRequest, within limit: Duration = UPortal.deadline) async throws -> UPortal.Answer {
        guard let token else { throw LinkFailure(.login, "not signed in at the uPortal") }
        let notifications = notifications
        return try await uPortal.send(request, token: token, within: limit) { notifications.believe($0) }
    }

    // MARK: Notifications

    /// What the service is told: the configured address, else one that nobody can guess.
    var callbackURL: String {
        if let url = configuration.callbackURL { return url }
        return "http://\(notifications.authority)\(notifications.path)"
    }

    /// Opens the listener; where that fails the groups are looked at more often, and it is tried again.
    func openListener() {
        do {
            try notifications.open()
            reporter.forget("listener")
        } catch {
            let reason = (error as? WireFailure)?.reason ?? SafeText(String(describing: error))
            tell("no notifications of the talking groups, only polling: \(reason)", once: "listener")
        }
        adaptInterval()
    }

    func receive() async {
        while let batch = await notifications.nextBatch() {
            noteNotifications(batch.count)
            for notification in batch { take(notification.body) }
            if notifications.takeOverflow() { refreshes.want(.everything) }
        }
    }

    private func take(_ body: [UInt8]) {
        guard let said = try? JSONValue(parsing: body) else {
            return tell("a notification of the talking groups could not be read", once: "malformed")
        }
        let now = environment.now()
        for notice in GroupNotice.list(said) {
            if picture.rows[notice.group] == nil, unlisted.insert(notice.group).inserted { refreshes.want(.everything) }
            picture.take(notice, at: now)
            if notice.operation == .subscribe, notice.user == picture.own, notice.state == .notInOperation,
                renewals.removeValue(forKey: notice.group) != nil
            {
                refreshes.want(.everything)  // it ran out: the next look subscribes again
            }
        }
        publish()
        noticeSignal.wake()
    }

    // MARK: Staying in step

    private func synchronise() async throws {
        let parameters = try await send(ICPRequest(service: .talkingGroups, method: "GET", path: "CDS/pubparam"))
        if parameters.isDone { picture.parameters = TalkingGroupParameters(parameters.data) }
        renewals = [:]
        try await reconcile()
    }

    private func keepInStep() async throws {
        try await refreshes.follow { _ in
            openListener()
            try await reconcile()
        }
    }

    /// Looks at everything: groups may have come and gone, notifications may have been lost.
    private func reconcile() async throws {
        picture.take(try await listing())
        try await subscribe()
        for group in picture.rows.keys.sorted() { try await askState(of: group) }
        publish()
        if notifications.takeStranger() != nil {
            tell("notifications from a stranger are ignored", once: "strangers")
        }
    }

    private static let pageSize = 20
    private static let mostPages = 500

    private func listing() async throws -> [TalkingGroupRow] {
        var rows: [TalkingGroupRow] = []
        var known: Set<String> = []
        for page in 1...Self.mostPages {
            let answer = try await send(
                ICPRequest(
                    service: .talkingGroups, method: "GET", path: "CDS/talkGroup/",
                    query: [
                        .init(name: "pageNumber", value: String(page)), .init(name: "pageSize", value: String(Self.pageSize)),
                        .init(name: "queryType", value: "0"),
                    ]))
            guard answer.isDone || answer.code == TalkingGroupCodes.noRecord else {
                throw LinkFailure(.sync, TalkingGroupCodes.words(for: answer.code, saying: answer.words))
            }
            let (more, hasMore) = TalkingGroupRow.page(answer.data)
            let fresh = more.filter { known.insert($0.number).inserted }
            rows += fresh
            // Whoever gives the same page again and again has no more.
            if fresh.isEmpty || !(hasMore ?? (more.count >= Self.pageSize)) { break }
        }
        return rows
    }

    /// Asks for the state of one group, and says what has changed.
    func look(at group: String) async throws {
        try await askState(of: group)
        publish()
    }

    /// Where news come meanwhile the answer may be older than they are: asks again then.
    private func askState(of group: String) async throws {
        for _ in 1...3 {
            let asked = picture.latestNews(of: group)
            let answer = try await send(
                ICPRequest(
                    service: .talkingGroups, method: "GET", path: "CDS/talkGroup/\(group.asGroupSegment)/state"))
            guard answer.isDone else { return }
            if picture.take(GroupStateRow(answer.data), of: group, asked: asked, at: environment.now()) { return }
        }
    }
}
