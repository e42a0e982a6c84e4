import Exchange

/// The 24 messages that a client may send, as data; parameters in the order of the wire. Names and spelling are the
/// catalog's, misprints included. What the site knows by itself may be left out, although the wire always has it.
enum ConferenceServerOperations {
    static let all: [Operation] = [
        Operation(
            "session.login", native: "LOGIN", english: "Log in an operator",
            chinese: "登录", area: "session", kind: .command,
            [name, password, firstPhone, firstState, secondPhone, secondState]),
        Operation(
            "agents.operators", native: "GETOPERATORINFOR", english: "Query operators (dispatcher seats)",
            chinese: "获取坐席信息", area: "agents", kind: .query,
            [name]),
        Operation(
            "conferences.info", native: "GETCONFROOMINFO", english: "Query conference rooms and their members",
            chinese: "获取调度室信息", area: "conferences", kind: .query, answer: .rows(at: ""),
            [name]),
        Operation(
            "conferences.create", native: "CREATECONFROOM", english: "Create a conference room and call its members",
            chinese: "创建调度室", area: "conferences", kind: .command,
            [
                name,
                .init("OPERATORNUMBER", required: false, "The operator's telephone, which is called first; our first where it is left out."),
                localRoom,
                .init("CONFROOMDESC", required: false, "Free description of the room."),
                .init("OTHERS", type: .list, required: false, "Further members' numbers; may be empty."), duration,
            ]),
        Operation(
            "conferences.stop", native: "STOPCONFROOM", english: "Stop a conference room",
            chinese: "停止调度", area: "conferences", kind: .command, dangerous: true,
            [
                name, serverRoom, localRoom,
                .init("OTHERS", type: .list, required: false, "Numbers to release; the operator's own where it is left out."),
            ]),
        Operation(
            "conferences.member_add", native: "ADDCONFMEMBER", english: "Add members to a conference room",
            chinese: "调度室增加成员", area: "conferences", kind: .command,
            [
                name, localRoom, serverRoom,
                .init(
                    "MUTEFLAG", required: false, standard: "0", values: ["0": "may speak", "1": "muted (presumed)"],
                    "Whether the new members join muted."),
                .init("OTHERS", type: .list, "Numbers to add."), duration,
                .init(
                    "SPTYPE", required: false, standard: "SIP", values: networks,
                    "Network of the numbers, where the server does not know them."),
            ]),
        Operation(
            "conferences.member_kick", native: "KICKCONFMEMBER", english: "Remove a member from a conference room",
            chinese: "踢出成员", area: "conferences", kind: .command, dangerous: true,
            [name, localRoom, serverRoom, member]),
        Operation(
            "session.logout", native: "LOGOUT", english: "Log out an operator",
            chinese: "注销", area: "session", kind: .command, dangerous: true, answer: .done,
            [name, password]),
        Operation(
            "session.keepalive_ack", native: "KEEPALIVEACK", english: "Answer the server's heartbeat",
            chinese: "心跳回复", area: "session", kind: .command, answer: .done,
            [name, .init("SYN", "The number of the KEEPALIVE that is answered.")]),
        Operation(
            "config.member_register", native: "ADDMEMBERNOTIFY", english: "Announce a new member number and its network",
            chinese: "增加成员", area: "config", kind: .command, answer: .done,
            [
                .init("NUMBER", "The new member's number."), .init("TYPE", values: networks, "Network of the number."),
            ]),
        Operation(
            "session.change_password", native: "CHANGEPASSWORD", english: "Change the operator's password",
            chinese: "修改密码", area: "session", kind: .command,
            [name, password, .init("NEWPASS", secret: true, "The new password.")]),
        Operation(
            "agents.set_state", native: "SETOPERATORSTATE", english: "Set the operator's state",
            chinese: "设置坐席状态", area: "agents", kind: .command,
            [name, .init("STATE", "The new state; key and values are guesses.")]),
        Operation(
            "agents.set_number", native: "SETOPERATORNUMBER", english: "Set the operator's phone numbers",
            chinese: "设置坐席号码", area: "agents", kind: .command,
            [name, firstPhone, firstState, secondPhone, secondState]),
        Operation(
            "agents.change_number", native: "CHANGEOPERATORNUMBEER", english: "Switch the operator to another phone number",
            chinese: "切换坐席号码", area: "agents", kind: .command, answer: .done,
            [name, .init("NUMBER", "The telephone to use from now on.")]),
        Operation(
            "conferences.server_room_ack", native: "SERVERCREATECONFROOMACK", english: "Confirm a room created by the server",
            chinese: "服务器创建调度室回复", area: "conferences", kind: .command, answer: .done,
            [name, localRoom, serverRoom, status]),
        Operation(
            "conferences.incoming_room_ack", native: "SERVERCREATEINCOMINGCONFROOMACK", english: "Confirm a room created by the server for an incoming call",
            chinese: "服务器创建呼入调度室回复", area: "conferences", kind: .command, answer: .done,
            [name, localRoom, serverRoom, status]),
        Operation(
            "conferences.member_mute", native: "MUTECONFMEMBER", english: "Mute a conference member",
            chinese: "成员静音", area: "conferences", kind: .command,
            [name, localRoom, serverRoom, member]),
        Operation(
            "conferences.member_unmute", native: "UNMUTECONFMEMBER", english: "Unmute a conference member",
            chinese: "取消成员静音", area: "conferences", kind: .command,
            [name, localRoom, serverRoom, member]),
        Operation(
            "conferences.broadcast_set", native: "SETCONFBROADCAST", english: "Switch a room to broadcast (only the operator speaks)",
            chinese: "设置广播", area: "conferences", kind: .command,
            [name, localRoom, serverRoom]),
        Operation(
            "conferences.broadcast_unset", native: "UNSETCONFBROADCAST", english: "Switch a room back from broadcast",
            chinese: "取消广播", area: "conferences", kind: .command,
            [name, localRoom, serverRoom]),
        Operation(
            "conferences.switch", native: "SWITCHCONFROOM", english: "Switch the operator to another room",
            chinese: "切换调度室", area: "conferences", kind: .command,
            [name, localRoom, serverRoom]),
        Operation(
            "conferences.host_video", native: "SETCONFHOSTVIDEO", english: "Choose the member whose video is shown to all",
            chinese: "设置主屏视频", area: "conferences", kind: .command,
            [name, localRoom, serverRoom, member]),
        Operation(
            "conferences.restart_module", native: "RESTARTCONFMODEL", english: "Restart the conference module",
            chinese: "重启会议模块", area: "system", kind: .command, dangerous: true, answer: .done,
            [name]),
        Operation(
            "config.member_unregister", native: "DELETEMEMBERNOTIFY", english: "Announce that a member number is removed",
            chinese: "删除成员", area: "config", kind: .command, dangerous: true, answer: .done,
            [member]),
    ]

    private static let name = Operation.Parameter(
        "OPERATORNAME", required: false, "The operator's log-in name; ours where it is left out.")
    private static let password = Operation.Parameter(
        "PASS", required: false, secret: true, "The present password; the configured one where it is left out.")
    private static let firstPhone = Operation.Parameter("PHONE1", required: false, "First telephone; ours where it is left out.")
    private static let firstState = Operation.Parameter(
        "STATE1", required: false, standard: "1", values: ["1": "enabled (presumed)"], examples: true,
        "State of the first telephone; only 1 is printed, presumably enabled.")
    private static let secondPhone = Operation.Parameter("PHONE2", required: false, "Second telephone.")
    private static let secondState = Operation.Parameter(
        "STATE2", required: false, values: ["1": "enabled (presumed)"], examples: true, "State of the second telephone; only 1 is printed.")
    private static let localRoom = Operation.Parameter(
        "LOCALCONFROOMID", required: false, "The room's local id; found by SERVERROOMID where it is left out.")
    private static let duration = Operation.Parameter(
        "MAXDURATION", type: .integer, required: false, standard: ConferenceServerSite.longest, "Longest duration, presumably in seconds.")
    private static let serverRoom = Operation.Parameter("SERVERROOMID", "The room's id on the server, which is its id on the board.")
    private static let member = Operation.Parameter("NUMBER", "The member's number.")
    private static let status = Operation.Parameter(
        "STATUS", required: false, standard: "OK", values: ["OK": "success", "FAILED": "failure"], "The result.")
    private static let networks = [
        "SIP": "SIP extension", "MOBILE": "China Mobile push-to-talk", "UNICOM": "China Unicom push-to-talk",
        "TELECOM": "China Telecom push-to-talk",
    ]
}
