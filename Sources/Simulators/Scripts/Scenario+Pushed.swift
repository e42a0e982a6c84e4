// Systems that tell of themselves without being asked: the conference server (document 000), Smart PBX (document 003).

extension Scenario {
    static let conferenceServer = [
        Scenario(
            "confserver", "slow-room-list", "rooms are listed 0.8 s after they are asked for; all else is answered before",
            "at 0s slow-list 800ms\nat 0s room zhang.wei 4001;4002"),
        Scenario(
            "confserver", "rooms-vanish-unheard", "rooms of others stand in lists, and end without a word",
            "at 0s own-events 10m\nat 0s room zhang.wei 4001\nat 30s end-rooms zhang.wei\nat 40s room dispatch3 4002"),
        Scenario(
            "confserver", "member-fails", "MEMBERCALLFAILED is the last word of a member: no QUITCONFROOM follows",
            "at 1s room zhang.wei 4001;4502\nat 2s fail 4001"),
        Scenario(
            "confserver", "names-that-join", "an operator, a guest and a room whose names begin with a combining mark",
            "at 1s joining-name"),
        Scenario("confserver", "frames-with-nul", "every frame ends in NUL in the place of its last line end", "at 0s text nul-for-end"),
        Scenario("confserver", "names-in-gbk", "frames are GBK, not UTF-8", "at 0s text gbk"),
    ]

    static let smartPBX = [
        Scenario(
            "smartpbx", "ring-all-by-invites",
            "six members ring for one call: six invites with one callid, no state, and a record NO ANSWER for each who did not answer",
            "at 0s printed-states 10m\nat 0s leg-records 10m\nat 1s call 13800138000 queue 6666"),
        Scenario(
            "smartpbx", "old-messages-kept", "who subscribes hears that 8005 rings, and a call record of 2022: both are retained",
            "at 0s stale-messages"),
        Scenario(
            "smartpbx", "callers-without-number", "from, caller and src are empty for calls from outside",
            "at 0s hide-callers 10m\nat 1s call 13800138000 extension 8001"),
        Scenario("smartpbx", "payloads-in-gbk", "answers and events are GBK, not UTF-8", "at 0s text gbk"),
    ]
}
