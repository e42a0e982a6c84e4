extension WebCTIPages {
    /// Files, messages, kept lists with manners of their own, and the report configuration.
    static let media: [String: Page] = [
        "getrecord": { world, request throws(WebCTIRefusal) in
            try sound(request.required("filename"), request, world.tables["getrecordings"].compactMap { $0["filename"] })
        },
        "getmonitor": { world, request throws(WebCTIRefusal) in
            let name = try request.required("filename")
            if ["1", "yes"].contains(request["checkonly"]), world.files[name] != nil { return .done("SUCCESS") }
            return try sound(name, request, Array(world.files.keys))
        },
        "getmonitorbyuid": { world, request throws(WebCTIRefusal) in
            let name = world.tables["getcdr"].last { $0["uniqueid"] == request["uniqueid"] }?["monitor"] ?? ""
            return try sound(name, request, Array(world.files.keys))
        },
        "getmonitorums": { world, request throws(WebCTIRefusal) in
            let files = world.tables["getcdr"].filter { $0["uniqueid"] == request["uniqueid"] }.compactMap { $0["monitor"] }
            return .rows(
                files.filter { !$0.isEmpty }.enumerated().map { ["fileid": "\($0.offset + 1)", "filename": .text($0.element)] })
        },
        "getmsg": { world, request throws(WebCTIRefusal) in
            try sound(request.required("msgfile"), request, world.tables["getmsglist"].compactMap { $0["msgfile"] })
        },
        "getspoolfile": { world, request throws(WebCTIRefusal) in
            let name = try request.required("filename")
            let answer = try sound(name, request, Array(world.files.keys))
            guard ["1", "yes"].contains(request["delete"]) else { return answer }
            world.files[name] = nil
            return .done("SUCCESS")
        },
        "getfax": { world, request throws(WebCTIRefusal) in
            let name = try request.required("filename")
            guard world.tables["getfaxrecvlog"].contains(where: { $0["filename"] == name }) else { throw missing(name) }
            // An empty TIFF: its header, and no directory.
            return .file([0x49, 0x49, 0x2A, 0x00, 0x08, 0x00, 0x00, 0x00, 0, 0, 0, 0, 0, 0], type: "image/tiff")
        },
        "movemsg": { world, request throws(WebCTIRefusal) in
            let (name, folder) = (try request.required("msgfile"), try request.required("dstdir"))
            guard ["INBOX", "Old", "Work", "Family", "Friends"].contains(folder) else {
                throw WebCTIRefusal(2011, "dstdir must be INBOX/Old/Work/Family/Friends.")
            }
            guard let place = world.tables["getmsglist"].firstIndex(where: { $0["msgfile"] == name }) else {
                throw WebCTIRefusal(2012, "message file is not exists.")
            }
            world.tables["getmsglist"][place]["msgdir"] = folder
            return .done(request.filled("{msgdir}/{msgfile} is moved to {dstdir}. "))
        },
        "sendsms": { world, request throws(WebCTIRefusal) in
            let text = try request.required("text")
            guard let data = Base64.text(text) else { throw WebCTIRefusal(2021, "text base64 decode failed.") }
            for number in try request.required("number").split(separator: ",") {
                var row = world.tables["getsendsms"].first ?? [:]
                row["id"] = world.tables.nextID("getsendsms")
                row["number"] = String(number)
                row["text"] = data
                row["insert_date"] = WebCTIText.time(world.now, in: world)
                row["processed"] = "0"
                world.tables.append(row, to: "getsendsms")
            }
            return .done("Messages submitted successfully")
        },
        // The numbers of one named list; the document's three belong to every name.
        "ctigetblacklist": { world, request throws(WebCTIRefusal) in
            let rows = world.tables["ctigetblacklist"].filter { row in
                (row["blacklistname"] ?? "").isEmpty || row["blacklistname"] == request["name"]
            }
            return .rows(rows.map { ["extension": .text($0["extension"] ?? "")] })
        },
        "report/getcdrsimple": { world, request throws(WebCTIRefusal) in
            .rows(WebCTITables.select(world.tables["getcdr"], request))
        },
        "getarea": { _, request throws(WebCTIRefusal) in
            let number = try request.required("phoneno")
            guard number.count >= 3, number.allSatisfy(\.isNumber) else { throw WebCTIRefusal(1541, "get area failed.") }
            // A bare object, unlike all other pages.
            let row: WebCTIRow = ["area": "0523", "city": "泰州", "province": "江苏", "type": "中国联通GSM网186"]
            return .envelope(code: 0, message: "SUCCESS", data: .row(row), total: nil)
        },
        "getccsalist": { world, request throws(WebCTIRefusal) in
            let call = try request.required("uniqueid")
            guard let record = world.tables["getcdr"].last(where: { $0["uniqueid"] == call }) else { return .rows([]) }
            let words = [("agent", "您好，请问有什么可以帮您"), ("caller", "我想查一下我的订单")]
            return .rows([
                [
                    "id": "1", "pbxid": "1", "uniqueid": .text(call), "begin_time": .text(record["calldate"] ?? ""),
                    "end_time": .text(record["endtime"] ?? ""), "callerid": .text(record["caller"] ?? ""),
                    "agent": .text(record["callee"] ?? ""), "queue": "", "duration": .text(record["billsec"] ?? ""),
                    "asrcount": "2",
                    "contents": .rows(
                        words.enumerated().map { index, said in
                            [
                                "cid": .bare("\(57 + index)"), "result": .text(said.1),
                                "begin_time": .bare("\(4_240 + 3_000 * index)"), "role": .text(said.0),
                            ]
                        }),
                ]
            ])
        },
        "putrecordings": { world, request throws(WebCTIRefusal) in
            let name = request["filename"] ?? "upload"
            guard !world.tables["getrecordings"].contains(where: { $0["filename"] == name }) else {
                throw WebCTIRefusal(1473, "FAIL：文件已存在")
            }
            let id = world.tables.nextID("getrecordings")
            world.tables.append(
                ["id": .text(id), "filename": .text(name), "description": .text(request["description"] ?? "")], to: "getrecordings")
            return .done("SUCCESS")
        },
        "report/pbxconfig": configuration("report/pbxconfig", keys: ["pbxid"]),
        "report/agentlistconfig": configuration("report/agentlistconfig", keys: ["pbxid", "agentno"]),
        "report/queuelistconfig": configuration("report/queuelistconfig", keys: ["pbxid", "queueno"]),
        "report/qmrconfig": configuration("report/qmrconfig", keys: ["inputkey"]),
        "report/rptcontrol": configuration("report/rptcontrol", keys: ["pbxid", "rpttype"]),
    ]

    /// A table that one page lists and changes, by `item` (7.23 to 7.27).
    private static func configuration(_ page: String, keys: [String]) -> Page {
        { world, request throws(WebCTIRefusal) in
            func isMeant(_ row: WebCTIRow) -> Bool { keys.allSatisfy { request[$0] == nil || row[$0] == request[$0] } }
            let count = "\(world.tables[page].count(where: isMeant))"
            switch try request.required("item") {
            case "find":
                let form = WebCTIDocument.pages[page]?.total
                return .rows(world.tables[page].filter(isMeant), total: form.map { $0 == .text ? .text(count) : .bare(count) })
            // The number stands in the message.
            case "count": return .done(count)
            case "add":
                var row = WebCTIRow((WebCTIDocument.pages[page]?.rows.first?.fields ?? []).map { ($0.name, "") })
                for (name, value) in request.filters { row[name] = value }
                world.tables.append(row, to: page)
            case "delete": world.tables[page].removeAll(where: isMeant)
            case "update":
                for place in world.tables[page].indices where isMeant(world.tables[page][place]) {
                    // What is not sent keeps its value, except the remark.
                    world.tables[page][place]["remark"] = request["remark"] ?? ""
                    for (name, value) in request.filters { world.tables[page][place][name] = value }
                }
            default: throw WebCTIRefusal(9000, "database error")
            }
            return .done("SUCCESS")
        }
    }

    private static func missing(_ name: String) -> WebCTIRefusal { WebCTIRefusal(9003, "file \"\(name)\" not exists.") }

    /// A second of silence, if there is such a file.
    private static func sound(_ name: String, _ request: WebCTIRequest, _ known: [String]) throws(WebCTIRefusal) -> WebCTIAnswer {
        guard known.contains(name) else { throw missing(name) }
        if ["1", "yes"].contains(request["mp3"]) {
            // Frames of MPEG-1 layer III, 128 kbit/s, 44.1 kHz.
            let frame: [UInt8] = [0xFF, 0xFB, 0x90, 0x64] + [UInt8](repeating: 0, count: 413)
            return .file(Array(repeatElement(frame, count: 38).joined()), type: "audio/mpeg")
        }
        func little(_ value: Int, _ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
        let samples = 8_000
        let head = Array("RIFF".utf8) + little(36 + 2 * samples, 4) + Array("WAVEfmt ".utf8) + little(16, 4)
        let format = little(1, 2) + little(1, 2) + little(8_000, 4) + little(16_000, 4) + little(2, 2) + little(16, 2)
        let data = Array("data".utf8) + little(2 * samples, 4) + [UInt8](repeating: 0, count: 2 * samples)
        return .file(head + format + data, type: "audio/x-wav")
    }
}
