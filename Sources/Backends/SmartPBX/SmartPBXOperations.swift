import Exchange

/// The 22 operations of the document, as data. `cmd` and `request_id` are not listed: the adapter sets them.
enum SmartPBXOperations {
    static let all: [Operation] = [
        Operation(
            "system.device_info", native: Command.deviceInfo.native, english: "Query PBX device information", chinese: "查询设备信息",
            area: "system", kind: .query),
        Operation(
            "extensions.list", native: Command.extensionList.native, english: "List extensions with their state",
            chinese: "查询分机信息", area: "extensions", kind: .query, answer: .rows(at: "extlist")),
        Operation(
            "extensions.set", native: Command.extensionSet.native, english: "Set extension parameters", chinese: "设置分机参数",
            area: "extensions", kind: .command, answer: .done,
            [
                .init("extension", "The extension to change."),
                .init("params.logout_status", "Whether the extension is signed out; the document shows 0 and names no values."),
                .init("params.fullname", required: false, "Name to show for the extension."),
                .init("params.permission", values: permissions, "How far the extension may call."),
            ]),
        Operation(
            "hotel.alarm_set", native: Command.alarmSet.native, english: "Set a wake-up call (alarm) on an extension",
            chinese: "设置分机闹钟（叫醒）", area: "hotel", kind: .command, answer: .done,
            [
                .init("extension", "The extension to wake."),
                .init("params.start", "Time of the first call, HH:MM by the exchange's clock."),
                .init("params.clock_sound", "Sound file to play; it must exist on the exchange."),
                .init("params.cycle", "Pause between two calls, presumably in minutes."),
                .init("params.times", "How often the extension is called."),
                .init("params.days", "For how many days."),
            ]),
        Operation(
            "trunks.list", native: Command.trunkList.native, english: "List trunks with their state", chinese: "查询中继信息",
            area: "trunks", kind: .query, answer: .rows(at: "trunklist")),
        Operation(
            "calls.live", native: Command.liveCall.native, english: "List calls in progress", chinese: "查询实时通话", area: "calls",
            kind: .query, answer: .rows(at: "livecall")),
        Operation(
            "calls.hangup", native: Command.hangup.native, english: "Hang up a call", chinese: "挂断通话", area: "calls", kind: .command,
            dangerous: true, answer: .done, [.init("callid", "The call's identifier, letter for letter.")]),
        Operation(
            "calls.dial", native: Command.dial.native, english: "Click-to-dial from an extension", chinese: "点击外呼（分机）",
            area: "calls", kind: .command,
            dialParameters(caller: "The extension that rings first.", callee: "The number to reach.")),
        Operation(
            "calls.dial_ivr", native: Command.dial.native, english: "Click-to-dial connecting a callee to an IVR",
            chinese: "点击呼叫到IVR", area: "calls", kind: .command,
            dialParameters(
                caller: "The IVR, or an extension: the document says one and shows the other.",
                callee: "The number to connect with the IVR, or the IVR.")),
        Operation(
            "calls.dial_queue", native: Command.dial.native, english: "Click-to-dial connecting a callee to a queue",
            chinese: "点击呼叫到队列", area: "calls", kind: .command,
            dialParameters(caller: "The queue.", callee: "The number to connect with the queue.")),
        Operation(
            "queues.list", native: Command.queueList.native, english: "List call queues", chinese: "查询队列列表", area: "queues",
            kind: .query, answer: .rows(at: "queuelist")),
        Operation(
            "queues.status", native: Command.queueStatus.native, english: "Query the state of a queue and its members",
            chinese: "查询队列状态", area: "queues", kind: .query, [queue]),
        Operation(
            "queues.member_add", native: Command.queueAdd.native, english: "Add a member to a queue", chinese: "队列添加坐席",
            area: "queues", kind: .command, answer: .done, [queue, member]),
        Operation(
            "queues.member_remove", native: Command.queueRemove.native, english: "Remove a member from a queue",
            chinese: "队列移除坐席", area: "queues", kind: .command, answer: .done, [queue, member]),
        Operation(
            "queues.member_pause", native: Command.queuePaused.native, english: "Pause or resume a queue member",
            chinese: "队列坐席置忙/置闲", area: "queues", kind: .command, answer: .done,
            [queue, member, .init("paused", values: ["yes": "pause", "no": "resume"], "Whether the member pauses.")]),
        Operation(
            "supervision.listen", native: Command.listen.native, english: "Listen to, whisper into or barge into a call",
            chinese: "通话监听/密语/强插", area: "supervision", kind: .command,
            [
                .init("monitor", "The supervisor's extension, which rings."),
                .init("extension", "The extension whose call is supervised."),
                .init(
                    "type",
                    values: [
                        "listen": "hear without being heard", "whisper": "be heard by the supervised extension alone",
                        "barge": "be heard by everybody",
                    ], "How to supervise."),
            ]),
        Operation(
            "conferences.list", native: Command.roomList.native, english: "List conference rooms", chinese: "查询会议室列表",
            area: "conferences", kind: .query, answer: .rows(at: "conflist")),
        Operation(
            "conferences.status", native: Command.roomStatus.native, english: "List the members of a running conference",
            chinese: "查询会议状态", area: "conferences", kind: .query, answer: .rows(at: "members"), [room]),
        Operation(
            "conferences.invite", native: Command.roomInvite.native, english: "Invite a member into a conference",
            chinese: "邀请会议成员", area: "conferences", kind: .command, answer: .done,
            [room, .init("dialpermission", permissionDoc), .init("member", "The number to call.")]),
        Operation(
            "conferences.kick", native: Command.roomKick.native, english: "Remove a member from a conference", chinese: "踢出会议成员",
            area: "conferences", kind: .command, dangerous: true, answer: .done, [room, channel]),
        Operation(
            "conferences.mute", native: Command.roomMute.native, english: "Mute a conference member", chinese: "会议成员静音",
            area: "conferences", kind: .command, answer: .done, [room, channel]),
        Operation(
            "conferences.unmute", native: Command.roomUnmute.native, english: "Unmute a conference member", chinese: "解除会议成员静音",
            area: "conferences", kind: .command, answer: .done, [room, channel]),
    ]

    private static let permissions = [
        "0": "inside the device only", "1": "in-house", "2": "local calls", "3": "domestic long distance",
        "4": "international long distance",
    ]
    private static let permissionDoc = "An extension that lends its outbound permission for a number outside."
    private static let queue = Operation.Parameter("queue", "The queue's number.")
    private static let member = Operation.Parameter("extension", "The member's extension.")
    private static let room = Operation.Parameter("conf", "The room's number.")
    private static let channel = Operation.Parameter("channel", "The member's channel as conferences.status gives it, not the number.")

    private static func dialParameters(caller: String, callee: String) -> [Operation.Parameter] {
        [.init("caller", caller), .init("callee", callee), .init("dialpermission", required: false, permissionDoc)]
    }
}
