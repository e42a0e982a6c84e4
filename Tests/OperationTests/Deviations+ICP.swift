@testable import ICP

extension Deviation {
    /// The document describes the methods of a library for Windows, the catalog requests to the servers behind it.
    static let icp = beyond + spared + added + read

    /// Requests that the reference pages have and the document has no method for.
    private static let beyond = ICPOperations.all.filter { $0.native.contains(" ") }.map {
        Deviation("\($0.id): not in the document", because: "beyond the document")
    }

    /// What the library wants and the servers do not.
    private static let spared =
        ["PhoneType", "CallType"].flatMap { name in
            [
                Deviation(".\(name) need", because: "a plain call is meant where nobody says otherwise"),
                Deviation(".\(name) standard", because: "the document names none; a plain call is meant"),
            ]
        }
        + [
            Deviation(" agentInfo.PhoneNumber need", because: "the gateway knows the agent's telephone"),
            Deviation(" meetingId need", because: "an agent has one conference at a time, and the gateway takes no number of it"),
            Deviation(" oldMasterNumber need", because: "only the present chair may hand over"),
            Deviation("reset_agent_skill_groups agentId need", because: "only one's own skills can be reset"),
            Deviation("subscribe_agent_event eventType need", because: "the gateway reports every change of an agent"),
            Deviation(" localFileName need", because: "without it the answer is the address"),
            Deviation(" callSessionId need", because: "the linked telephone has one call"),
        ]
        + ["queryType", "pageSize", "content"].map { Deviation("query \($0) need", because: "the first page is meant") }
        + ["queryType", "pageSize"].map { Deviation("query \($0) standard", because: "the document names none; the first page is meant") }

    /// What the servers take and the library does not ask for.
    private static let added =
        ["transfer_to_agent", "make_meeting", "set_call_data"].map {
            Deviation("\($0) CallId: not in the document", because: "the library remembers the call, the gateway wants it named")
        }
        + ["AgentId", "operType"].map {
            Deviation(".supervise_stop \($0): not in the document", because: "the library remembers whom it inspects, and how")
        }
        + ["time", "promptTime", "beepTone", "playMode", "voicePath"].map {
            Deviation(" \($0): not in the document", because: "what a conference may be booked with besides")
        }
        + ["mute", "groupTempName", "reservedSwitch"].map {
            Deviation(" \($0): not in the document", because: "what a mixed group call may be begun with besides")
        }
        + ["callBackURL", "websocketID"].map { Deviation(" \($0): not in the document", because: "where the uPortal sends what it tells") }
        + [
            Deviation(".supervise_switch AgentId: not in the document", because: "the library remembers whom it inspects"),
            Deviation(" deviceType: not in the document", because: "the gateway wants to know what the number is"),
            Deviation(".remove_meeting_member dialContent.PhoneType: not in the document", because: "so does it of members"),
            Deviation(".change_meeting_member_mode dialContent.PhoneType: not in the document", because: "so does it of members"),
            Deviation(".select_pickup skillId: not in the document", because: "the gateway takes it"),
            Deviation(".download_record_file to: not in the document", because: "the file that is written here, as elsewhere"),
        ]

    /// What is read otherwise than it is printed.
    private static let read = [
        Deviation("talkinggroups.monitor title in zh_CN", because: "the document prints the English word alone"),
        Deviation("groupInfo", because: "the method takes it as one; the catalog has its members one by one, for forms"),
        Deviation(" userStateList[].userType values", because: "the digits of the wire are taken as well as the names"),
        Deviation("query_skill_group_status groupId type", because: "a number on the wire"),
        Deviation("query_meeting_members meetingId type", because: "a number on the wire"),
        Deviation("send_message agentId type", because: "a number on the wire"),
        Deviation("config.set_config cfgValue values", because: "those are the values of one key of two"),
        Deviation("config.set_config answer", because: "it has no request"),
        Deviation("config.get_config answer", because: "it has no request"),
        Deviation("system.get_version answer", because: "it has no request"),
    ]
}
