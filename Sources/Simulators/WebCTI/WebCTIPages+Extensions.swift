extension WebCTIPages {
    /// Devices, users, and what is set on them.
    static let extensions: [String: Page] = [
        "getallextensions": { world, request throws(WebCTIRefusal) in
            let wanted = request["extension"]
            return .rows(
                world.users.filter { wanted == nil || $0.number == wanted }.map { user in
                    let device = world.device(user.device)
                    return [
                        "extension": .text(user.number), "cnname": .text(user.name), "enname": .text(user.englishName),
                        "device": .text(user.device), "channel": .text(device?.interface ?? ""), "context": "from-internal",
                        "status": "\(device.map { world.status(of: $0) } ?? 4)",
                        // As in the example; no table explains it.
                        "statusint": "999",
                    ]
                })
        },
        "getextensionstatus": { world, request throws(WebCTIRefusal) in
            .rows(
                world.devices.filter { request["exten"] == nil || $0.number == request["exten"] }.map { device in
                    [
                        "createtime": WebCTIText.field(world.started, in: world), "exten": .text(device.number),
                        "channel": .text(device.interface), "context": "from-internal", "status": "\(world.status(of: device))",
                        "statustime": WebCTIText.field(device.statusSince, in: world),
                    ]
                })
        },
        "getdevices": { world, request throws(WebCTIRefusal) in
            .rows(
                world.devices.filter { request["device"] == nil || $0.number == request["device"] }.map { device in
                    [
                        "deviceno": .text(device.number), "tech": .text(device.technology.lowercased()),
                        "channel": .text(device.interface), "devicetype": device.isAdHoc ? "adhoc" : "fixed",
                        "user": .text(device.user), "cndescription": .text(world.name(of: device)), "context": "from-internal",
                        "spyeegroup": "", "spyergroup": "", "spectrunk": "",
                    ]
                })
        },
        "getusers": { world, _ throws(WebCTIRefusal) in
            .rows(
                world.users.map { user in
                    [
                        "userinfo": .text(user.number), "username": .text(user.englishName), "cnname": .text(user.name),
                        "voicemail": "disabled", "ringtimer": "45", "recording": "out=Adhoc in=Adhoc", "outboundcid": "",
                        "directdid": "", "musichold": "",
                    ]
                })
        },
        "gettextinterface": { world, request throws(WebCTIRefusal) in
            let number = try request.required("extension")
            guard let user = world.user(number), let device = world.device(user.device) else { return .rows([]) }
            return .rows([
                [
                    "device": .text(device.number), "interface": .text(device.interface), "context": "from-internal",
                    "devicetype": device.isAdHoc ? "adhoc" : "fixed",
                ]
            ])
        },
        "getpeers": { world, request throws(WebCTIRefusal) in
            let rows = world.devices.map { device in
                peer(device.number, device.technology, device.isRegistered ? device.address : "", true, in: world)
            }
            let trunks = world.trunks.filter { !$0.name.hasPrefix("ZAP") }.map { trunk in
                let parts = trunk.name.split(separator: "/").map(String.init)
                return peer(parts[1], parts[0], trunk.isReachable ? "10.0.0.117" : "", false, in: world)
            }
            return .rows((rows + trunks).filter { request["peername"] == nil || $0["objectname"] == request["peername"] })
        },
        "ctigetdevice": { world, request throws(WebCTIRefusal) in
            let number = try request.required("device")
            guard let device = world.device(number) else { throw WebCTIRefusal(1141, " \(number) is not exists.") }
            return .rows([
                [
                    "type": device.isAdHoc ? "adhoc" : "fixed", "user": .text(device.user), "cnname": .text(world.name(of: device)),
                    "context": "from-internal", "dial": .text(device.interface),
                ]
            ])
        },
        "ctigetuser": { world, request throws(WebCTIRefusal) in
            let number = try request.required("user")
            guard let user = world.user(number) else { throw WebCTIRefusal(1161, " \(number) is not exists.") }
            return .rows([
                [
                    "cidcnname": .text(user.name), "cidname": .text(user.englishName), "device": .text(user.device), "musichold": "",
                    "outboundcid": "", "ringtimer": "45", "voicemail": "disabled",
                ]
            ])
        },
        "ctibinddevice": { world, request throws(WebCTIRefusal) in
            let (user, device) = (try request.required("extension"), try request.required("device"))
            guard let found = world.user(user) else { throw WebCTIRefusal(1041, "Extension \(user) is not exists.") }
            guard let target = world.device(device) else { throw WebCTIRefusal(1042, "Device \(device) is not exists.") }
            guard target.isAdHoc else { throw WebCTIRefusal(1045, "Device \(device) is fixed.") }
            world.changeUser(target.user) { $0.device = "" }
            if !found.device.isEmpty { world.change(found.device) { $0.user = "" } }
            world.changeUser(user) { $0.device = device }
            world.change(device) { $0.user = user }
            return .done("Extension \(user) is bound to device \(device) .")
        },
        "ctisplitdevice": { world, request throws(WebCTIRefusal) in
            let (user, device) = (try request.required("extension"), try request.required("device"))
            guard world.user(user)?.device == device, let target = world.device(device) else {
                throw WebCTIRefusal(1421, "Extension \(user) is not exists.")
            }
            guard target.isAdHoc else { throw WebCTIRefusal(1422, "Device \(device) is fixed.") }
            world.changeUser(user) { $0.device = "" }
            world.change(device) { $0.user = "" }
            return .done("Extension \(user) and device \(device) is splitted.")
        },
        "ctigetcf": { world, request throws(WebCTIRefusal) in
            let device = try owned(request, in: world)
            return .rows([forwards(device.forwards, ["CF", "CFB", "CFU"])])
        },
        "ctisetcfon": { world, request throws(WebCTIRefusal) in
            let (device, target) = (try owned(request, in: world), try request.required("destination"))
            let kinds = forwardKinds(request)
            world.change(device.number) { device in for kind in kinds { device.forwards[kind] = target } }
            return .rows([forwards(world.device(device.number)?.forwards ?? [:], kinds)])
        },
        "ctisetcfoff": { world, request throws(WebCTIRefusal) in
            let device = try owned(request, in: world)
            let kinds = forwardKinds(request)
            world.change(device.number) { device in for kind in kinds { device.forwards[kind] = nil } }
            return .rows([forwards(world.device(device.number)?.forwards ?? [:], kinds)])
        },
        "ctigetdnd": flag { $0.doesNotDisturb },
        "ctisetdndon": flag(set: true) { $0.doesNotDisturb = $1 },
        "ctisetdndoff": flag(set: false) { $0.doesNotDisturb = $1 },
        "ctigetcnd": flag { $0.mayNotCallOut },
        "ctisetcndon": flag(set: true) { $0.mayNotCallOut = $1 },
        "ctisetcnoff": flag(set: false) { $0.mayNotCallOut = $1 },
    ]

    private static func owned(_ request: WebCTIRequest, in world: WebCTIWorld) throws(WebCTIRefusal) -> WebCTIWorld.Device {
        guard let user = world.user(try request.required("extension")), let device = world.device(user.device) else {
            throw WebCTIRefusal(9004, "no_exten")
        }
        return device
    }

    /// A page that shows a switch of a device.
    private static func flag(_ isOn: @escaping @Sendable (WebCTIWorld.Device) -> Bool) -> Page {
        { world, request throws(WebCTIRefusal) in .rows([["status": isOn(try owned(request, in: world)) ? "1" : "0"]]) }
    }

    /// A page that sets one.
    private static func flag(set value: Bool, _ set: @escaping @Sendable (inout WebCTIWorld.Device, Bool) -> Void) -> Page {
        { world, request throws(WebCTIRefusal) in
            let number = try owned(request, in: world).number
            world.change(number) { set(&$0, value) }
            return .rows([["status": value ? "1" : "0"]])
        }
    }

    private static func forwardKinds(_ request: WebCTIRequest) -> [String] {
        let kind = request["cftype"] ?? "ALL"
        return kind == "ALL" ? ["CF", "CFB", "CFU"] : [kind]
    }

    private static func forwards(_ forwards: [String: String], _ kinds: [String]) -> WebCTIRow {
        WebCTIRow(kinds.map { ($0, .text(forwards[$0] ?? "")) })
    }

    private static func peer(
        _ name: String, _ technology: String, _ address: String, _ isDynamic: Bool, in world: WebCTIWorld
    ) -> WebCTIRow {
        [
            "createtime": WebCTIText.field(world.started, in: world), "channeltype": .text(technology), "objectname": .text(name),
            "chanobjectType": "peer", "ipaddress": .text(address.isEmpty ? "-none-" : address), "mask": "",
            "ipport": address.isEmpty ? "0" : "5060", "dynamic": isDynamic ? "yes" : "no", "natsupport": "no", "acl": "no",
            "trunk": "", "encrypt": "",
            // As Asterisk's list of peers has it; the document prints Unmonitored only.
            "status": address.isEmpty ? (isDynamic ? "UNKNOWN" : "UNREACHABLE") : (isDynamic ? "Unmonitored" : "OK (3 ms)"),
        ]
    }
}
