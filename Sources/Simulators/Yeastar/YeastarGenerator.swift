/// Making up an exchange from a seed.
extension YeastarWorld {
    /// - Parameters:
    ///   - seed: the same seed makes the same exchange and the same day.
    ///   - agents: telephones, 2…90 000.
    ///   - rate: calls a minute; nil is one for every four agents, 0 none at all.
    ///   - start: when the day begins.
    public init(seed: UInt64, agents: Int = 24, rate: Double? = nil, start: Milliseconds) {
        now = start
        started = start
        random = SeededRandom(seed: seed)
        let count = min(max(agents, 2), 90_000)
        makeExtensions(count)
        makeTrunksAndRoutes()
        makeQueues(count)
        makeTheRest()
        makeInboundRoutes()
        setRate(rate ?? Double(count) / 4)
    }

    private mutating func makeExtensions(_ count: Int) {
        // From 101 as in the document, with as many digits as are needed.
        let first = count <= 890 ? 101 : count <= 8_900 ? 1_001 : 100_001
        for index in 0..<count {
            let number = String(first + index)
            // The document's own extension has a name in letters; the last few are analogue telephones.
            let isAnalogue = count > 12 && index >= count - 2
            var row = [
                "extnumber": number, "username": index == 0 ? "xiaoshaokun" : random.personName(),
                "type": isAnalogue ? "fxs" : "pjsip", "noanswerforward": "off", "busyforward": "off", "callerid": number,
                "userpassword": "12345678qW@", "registerpassword": "123451333@qW", "email": "u\(number)@example.com",
                "moblie": "1808886" + number.suffix(4), "maxregistrations": "3", "hasvoicemail": index % 2 == 0 ? "on" : "off",
                "vmsecret": "666666", "enablevmtoemail": "off", "language": "cn",
                "allowbeingmonitored": index % 7 == 6 ? "off" : "on",
                "monitormode": index < 3 ? "Extensive" : ["disable", "Listen", "Whisper", "Barge-in"][index % 4],
                "maxduration": "10800", "dnd": "off",
            ]
            if isAnalogue { row["port"] = String(index - count + 3) }
            books.append(.extension, row)
            var phone = Phone(port: row["port"].flatMap { Int($0) })
            // A few are switched off; the first ones are there for whoever practises.
            phone.isRegistered = index < 8 || !random.happens(6)
            phones[number] = phone
            if index % 5 == 1 {
                mail[number] = (0..<3).map { VoiceMessage(from: "600\($0)", time: now - (3 - $0) * 3_600_000, seconds: 4 - $0) }
            }
        }
    }

    private mutating func makeTrunksAndRoutes() {
        let common = ["tech": "pjsip", "port": "5060"]
        books.append(
            .siptrunk,
            common.merging([
                "trunkname": "to-108-16", "trunktype": "register", "host": "172.16.108.16", "domain": "172.16.108.16",
                "username": "6100", "authname": "6100", "fromuser": "", "password": "@123456wW",
            ]) { $1 })
        for name in ["to-18-16-2", "上海电信"] {
            books.append(
                .siptrunk,
                common.merging(["trunkname": name, "trunktype": "peer", "host": "172.16.18.16", "domain": "172.16.18.16"]) { $1 })
        }
        for (name, prefix, trunks) in [("to-pbx", "16", "to-18-16-2"), ("市话", "9", "上海电信,to-108-16")] {
            books.append(
                .outroute,
                ["name": name, "prepend": "", "prefix": prefix, "matchpattern": "X.", "callerid": "", "trunks": trunks])
        }
        books.append(
            .inroute, ["id": "", "name": "test", "did": "", "caller_id": "", "desttype": "extension", "dest": extensions[1]])
    }

    /// What is called from outside is seldom the number of what answers: every queue, menu, ring group and room has a DID.
    private mutating func makeInboundRoutes() {
        var routes = queueNumbers.enumerated().map { index, number in
            (index == 0 ? "80006500" : index == 1 ? "8000651X" : "8000" + number, "queue", number)
        }
        routes += books[.ivr].compactMap { $0["ivrid"] }.map { ("8000" + $0, "ivr", $0) }
        routes += ringGroups.keys.sorted().map { ("8000" + $0, "ringgroup", $0) }
        for (did, type, dest) in routes {
            books.append(
                .inroute, ["id": "", "name": "DID \(did)", "did": did, "caller_id": "", "desttype": type, "dest": dest])
        }
    }

    private mutating func makeQueues(_ count: Int) {
        let names = [
            "queue_xiaoshao", "客服 Support", "Sales 销售", "技术支持 Technical", "Complaints 投诉", "预约挂号", "Dispatch", "VIP 专线",
        ]
        let numbers = extensions
        let queueCount = max(3, count / 25)
        // The first rings all its agents, and is kept small.
        var agents = Array(repeating: [String](), count: queueCount)
        agents[0] = Array(numbers.prefix(4))
        for (index, number) in numbers.dropFirst(4).enumerated() { agents[1 + index % (queueCount - 1)].append(number) }
        for index in 0..<queueCount {
            let number = String(9_998 - index)
            let strategy = index == 0 ? "Ring All" : ["Least Recent", "Fewest Calls", "Random", "Rrmemory", "Linear"][index % 5]
            let dynamic = Array(numbers.suffix(2)) + (index == 0 ? numbers.dropFirst(4).prefix(2) : numbers.prefix(2))
            books.append(
                .queue,
                [
                    "queuenumber": number, "queuename": index < names.count ? names[index] : "Team \(index + 1)",
                    "password": "666666", "agents": agents[index].joined(separator: ","), "announcefreq": "300",
                    "announceholdtime": "off", "announcepos": "off", "joinempty": "on", "leavewhenempty": "off", "retry": "5",
                    "ringstrategy": strategy, "agenttimeout": "20", "wrapuptime": index == 0 ? "10" : "15",
                    "dynamicagents": dynamic.joined(separator: ","), "agentannounce": "", "musiconhold": "Inherit",
                    "maxwaittime": "600",
                ])
            queues[number] = QueueLife(fixed: agents[index], loggedIn: dynamic.last.map { [$0] } ?? [])
        }
        ringGroups["6200"] = Array(numbers.prefix(3))
    }

    private mutating func makeTheRest() {
        for (number, name, wait) in [("8000", "testapi1", "no"), ("8001", "晨会 Stand-up", "no"), ("8002", "Crisis 应急指挥", "yes")] {
            books.append(
                .conference,
                [
                    "number": number, "name": name, "participantepassword": "444444", "moderatorpassword": "555555",
                    "waitformoderator": wait,
                ])
        }
        books.append(
            .ivr, ["ivrid": "7000", "ivrname": "test_ivr", "promptrepeat": "3", "responsetimeout": "5", "prompt": "haruhi3"])
        books.append(
            .paginggroup,
            [
                "number": "8891", "name": "test_api_paging_4", "type": "paging",
                "member": extensions.prefix(3).joined(separator: ","),
            ])
    }
}
