extension WebCTIPages {
    /// What shows the platform as a whole.
    static let status: [String: Page] = [
        "ctigetdatetime": { world, _ throws(WebCTIRefusal) in
            func part(_ format: String) -> String { WebCTIText.time(world.now, in: world, format) }
            func plain(_ format: String) -> String { String(Int(part(format)) ?? 0) }
            return .rows([
                [
                    "mvb_datetime": .text(part("%Y-%m-%d %H:%M:%S")), "mvb_date": .text(part("%Y-%m-%d")),
                    "mvb_time": .text(part("%H:%M:%S")), "mvb_timestamp": .bare("\((world.now + world.clockAhead) / 1_000)"),
                    "mvb_year": .text(part("%Y")), "mvb_month": .text(plain("%m")), "mvb_month_day": .text(plain("%d")),
                    // Counted from 0, as the example shows against its own table.
                    "mvb_year_day": "\((Int(part("%j")) ?? 1) - 1)", "mvb_week": .text(part("%w")), "mvb_hour": .text(plain("%H")),
                    "mvb_minute": .bare(plain("%M")), "mvb_second": .bare(plain("%S")),
                ]
            ])
        },
        "ctipbxstatus": { world, _ throws(WebCTIRefusal) in
            .envelope(
                code: 0, message: nil,
                data: .rows([
                    [
                        "startuptime": WebCTIText.field(world.started, in: world),
                        "reloadtime": WebCTIText.field(world.started, in: world), "currentchannels": "\(world.channels.count)",
                        "currentcalls": "\(WebCTIText.links(in: world).count)", "maxcalls": "1000",
                    ]
                ]), total: nil)
        },
        "getallstatus": { world, request throws(WebCTIRefusal) in allStatus(world, request) },
        "gettrunklist": { world, _ throws(WebCTIRefusal) in .rows(world.trunks.map { ["trunk": .text($0.name)] }) },
        "getpausetype": { world, request throws(WebCTIRefusal) in
            let isCustom = ["1", "yes", "true"].contains(request["onlycustom"])
            return .rows(
                world.pauseTypes.filter { !isCustom || $0.code > 1 }.map {
                    ["pausetype": "\($0.code)", "description": .text($0.words)]
                })
        },
        "getmeetme": { world, request throws(WebCTIRefusal) in
            let rooms = world.rooms.filter { request["meetme"] == nil || $0.number == request["meetme"] }
            return .rows(
                rooms.flatMap { room in
                    room.members.map { member in
                        [
                            "createtime": WebCTIText.field(member.joined, in: world), "callerid": .text(member.number),
                            "channel": .text(member.channel), "uniqueid": .text(member.uniqueID), "meetme": .text(room.number),
                            "usernum": "\(member.place)", "talking": member.isTalking ? "1" : "0",
                            "duration": "\(((member.left ?? world.now) - member.joined) / 1_000)",
                            "leave": member.left == nil ? "0" : "1",
                        ]
                    }
                })
        },
        "cticommand": { world, request throws(WebCTIRefusal) in
            let printed = world.command(try request.required("command"))
            return .rows([["result": "Privilege: Command ActionID: WEB\(world.now / 1_000) \(printed)"]])
        },
    ]

    /// Devices, users, queues, conferences and parked calls in one answer (4.106).
    private static func allStatus(_ world: WebCTIWorld, _ request: WebCTIRequest) -> WebCTIAnswer {
        let (devices, users, queues) = (numbers(request["devices"]), numbers(request["users"]), numbers(request["queues"]))
        let now = WebCTIText.field(world.now, in: world)
        let row: WebCTIRow = [
            "requesttime": now,
            "devices": .rows(world.devices.filter { devices?.contains($0.number) ?? true }.map { device($0, in: world) }),
            "users": .rows(
                world.users.filter { users?.contains($0.number) ?? true }.map {
                    ["user": .id($0.number), "device": .text($0.device)]
                }),
            "queues": .rows(world.queues.filter { queues?.contains($0.number) ?? true }.map { queue($0, in: world) }),
            "conferences": .rows(
                world.rooms.flatMap { room in
                    room.present.map { member in
                        [
                            "createtime": WebCTIText.field(member.joined, in: world), "callerid": .text(member.number),
                            "channel": .text(member.channel), "uniqueid": .text(member.uniqueID), "confno": .text(room.number),
                            "usernum": "\(member.place)",
                        ]
                    }
                }),
            "parks": .rows(world.parkedCalls.map { parked($0, in: world) }),
            "responsetime": now,
        ]
        return .rows([row])
    }

    private static func device(_ device: WebCTIWorld.Device, in world: WebCTIWorld) -> WebCTIRow {
        let channels = device.channels.compactMap { world.channels[$0] }
        return [
            "device": .text(device.number), "interface": .text(device.interface),
            "devicetype": device.isAdHoc ? "adhoc" : "fixed", "context": "from-internal", "user": .text(device.user),
            "popupcalls": .rows(channels.map { WebCTIText.popup($0, in: world) }),
            "calls": .rows(
                channels.compactMap { channel in
                    channel.peer.flatMap { world.channels[$0] }.map { WebCTIText.call(channel, with: $0, in: world) }
                }),
            "status": .bare("\(world.status(of: device))"),
        ]
    }

    private static func queue(_ queue: WebCTIWorld.Queue, in world: WebCTIWorld) -> WebCTIRow {
        [
            "queue": .id(queue.number), "badcalls": "\(queue.abandoned)",
            "members": .rows(queue.members.map { WebCTIText.member($0, in: world) }),
            "waitingcalls": .rows(
                queue.waiting.enumerated().compactMap { WebCTIText.waiting($0.element, at: $0.offset, in: world) }),
        ]
    }

    /// Fields in the order of this page, which is not that of `getparkedcall`.
    private static func parked(_ call: WebCTIWorld.ParkedCall, in world: WebCTIWorld) -> WebCTIRow {
        let row = WebCTIText.parked(call, in: world)
        let names = [
            "parkedtime", "exten", "channel", "srcchannel", "timeout", "callerid", "state", "unparkedtime", "giveuptime",
            "timeouttime",
        ]
        return WebCTIRow(
            names.map { name in
                let text = row[name] ?? ""
                return (name, name == "timeout" ? .bare(text) : .text(text))
            })
    }
}
