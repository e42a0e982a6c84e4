/// A table of the ledger; how it is read stands in `YeastarOperations.swift`.
extension YeastarOperations {
    /// Sessions, calls, agents, queues, rooms, supervision, recordings and records.
    static let telephony = """
        > session.login | command → object | POST /api/{version}/login | 登陆 | Log in to the API and register the event receiver | session
        username | User name set on the PBX's secondary-development (API) page.
        password: secret | MD5 of the API password as 32 lower-case hex digits.
        port | Port on which the application listens for event reports.
        url? | Where the PBX posts the event reports; absent: the application's own IP address. Printed without a scheme ("172.16.6.150:8260").
        version? | 1.0.2=well-formed JSON reports; 0.0.1=printed in the examples, meaning not explained | Format version of the event reports, not the API version of the path. "1.0.2" cures reports that are not well-formed JSON; the examples send "0.0.1".
        urltag? | 0=url is a relative path, appended to application IP and port (url=report -> 110.22.2.3:8260/report); 1=url is an absolute address (110.22.2.3:8260/report), recommended behind NAT | How url is to be read.
        > session.heartbeat | command | POST /api/{version}/heartbeat | API 心跳包 | Heartbeat: prolong the token, update IP, port and URL of the event receiver | session
        ipaddr | (New) IP address of the application; required even when nothing changed.
        port | (New) listening port of the application.
        url? | (New) URL for event reports; absent: the application's IP address.
        urltag? | 0=url is a relative path, appended to application IP and port (url=report -> 110.22.2.3:8260/report); 1=url is an absolute address (110.22.2.3:8260/report), recommended behind NAT | How url is to be read.
        > session.logout | command! | POST /api/{version}/logout | 退出登录 | Log out, give the token back | session
        > system.deviceinfo | query | POST /api/{version}/deviceinfo/query | 查询设备信息 | Query PBX device information | system
        > conference.query | query → conferences | POST /api/{version}/conference/query | 查询会议室详情 | Query conference room settings | conferences
        number | e.g. all=every room | Room number, several separated by commas ("6500,7500,8000"), or "all".
        > conference.query_in_session | query → conference | POST /api/{version}/conference/query_in_session | 查询正在进行的会议 | Query running conferences and their members | conferences
        number | Room number, or several separated by commas ("6500,8000"). No "all" keyword here.
        > conference.update | command | POST /api/{version}/conference/update | 修改会议室 | Change a conference room | conferences
        number | Room number (key, cannot be changed).
        name? | New name; the characters & ' < > ` / $ ] and double quote are not allowed.
        participantepassword?: secret | Participant password, digits only (misspelling is the wire spelling).
        moderatorpassword?: secret | Moderator password, digits only.
        waitformoderator? | yes=yes; no=no | Hold the conference until the moderator has entered.
        > conference.add_member | command | POST /api/{version}/conference/add_member | 邀请会议室成员 | Invite members into a conference | conferences
        number | Room that the members are invited into.
        invitemember | Number to invite, internal extension or external user, several separated by commas ("2023,2024").
        retries?: integer = 0 | Number of repeated invitations.
        > conference.kick_member | command! | POST /api/{version}/conference/kick_member | 踢除会议室成员 | Remove members from a conference | conferences
        number | Conference room number.
        membernumber | e.g. all=every member of the room (firmware 4.3.4 and later) | Member's number, or several separated by commas ("111,112"), or "all" (firmware 4.3.4 and later) for everybody.
        > conference.mute_member | command | POST /api/{version}/conference/mute_member | 静音会议室成员 | Mute members of a conference | conferences
        number | Conference room number.
        membernumber | Member's number, or several separated by commas ("111,112").
        > conference.unmute_member | command | POST /api/{version}/conference/unmute_member | 取消静音会议室成员 | Unmute members of a conference | conferences
        number | Conference room number.
        membernumber | Member's number, or several separated by commas ("111,112").
        > conference.insert | command | POST /api/{version}/conference/insert | 新建会议室 | Create a conference room | conferences
        number | Number of the new room, e.g. 20210713113.
        > conference.delete | command! | POST /api/{version}/conference/delete | 删除会议室 | Delete a conference room | conferences
        number | Room number.
        > queue.query | query → queues | POST /api/{version}/queue/query | 查询队列的设置 | Query queue settings | queues
        queueid? | Queue number, several separated by commas ("6700,6701,6702"); absent: all queues.
        > queue.update | command | POST /api/{version}/queue/update | 编辑队列设置 | Edit a queue | queues
        queueid | Queue number.
        queuename? | Queue name.
        password?: secret | Password for dynamic agents.
        ringstrategy? | Ring All=all agents ring; Least Recent=the agent called least recently; Fewest Calls=the agent with the fewest answered calls; Random=random; Rrmemory=round robin with memory; Linear=linear, in order of the list | Ring strategy.
        agents? | Static agents, comma separated.
        dynamicagents? | Dynamic agents, comma separated.
        agenttimeout? | e.g. 10=10 s; 20=20 s; 30=30 s; 40=40 s; 50=50 s | Seconds that an agent rings.
        wrapuptime?: integer | e.g. 10=10 s; 20=20 s; 30=30 s; 40=40 s; 50=50 s | Wrap-up (ACW) time.
        retry?: integer | e.g. 10=10 s; 20=20 s; 30=30 s; 40=40 s; 50=50 s | Seconds between attempts.
        maxwaittime?: integer | e.g. 300=300 s; 600=600 s; 900=900 s; 1200=1200 s; 1800=1800 s | Longest wait.
        joinempty? | on=enabled; off=disabled | Callers may join when no agent is there.
        leavewhenempty? | on=enabled; off=disabled | Callers are removed when no agent is there.
        announcepos? | on=enabled; off=disabled | Announce the position.
        announcefreq? | e.g. 0=0 s; 15=15 s; 30=30 s; 45=45 s; 60=60 s; 120=120 s; 180=180 s; 240=240 s; 300=300 s; 600=600 s; 1200=1200 s | Seconds between announcements.
        announceholdtime? | on=enabled; off=disabled | Announce the expected wait; typed Int, on/off on the wire.
        > queue.status | query | POST /api/{version}/queuestatus/query | 查询队列状态 | Query queue state: waiting callers and agents | queues
        queueid | Queue number; one only.
        > agent.queue_login | command | POST /api/{version}/queue/add_dynamicagent | 签入队列 | Sign an agent into a queue (dynamic agent) | agents
        queueid | Queue number.
        extid | Extension of the dynamic agent.
        password?: secret | Password of the queue, when it has one.
        > agent.queue_logout | command | POST /api/{version}/queue/del_dynamicagent | 签出队列 | Sign an agent out of a queue | agents
        queueid | Queue number.
        extid | Extension of the dynamic agent.
        password: secret | Password of the queue.
        > agent.pause | command | POST /api/{version}/queue/pause_agent | 暂停坐席服务 | Pause an agent in a queue | agents
        queueid | Queue number.
        extid | Agent's extension.
        > agent.unpause | command | POST /api/{version}/queue/unpause_agent | 恢复坐席服务 | Resume an agent in a queue | agents
        queueid | Queue number.
        extid | Agent's extension.
        > call.inbound_query | query → inbound | POST /api/{version}/inbound/query | 查询来电 | Query an incoming trunk call | calls
        inboundid | Id of the incoming call, from the call event reports; several separated by commas.
        > call.outbound_query | query → outbound | POST /api/{version}/outbound/query | 查询去电 | Query an outgoing trunk call | calls
        outboundid? | Id of the outgoing call, from the call event reports; several separated by commas; absent presumably all.
        > call.dial_extension | command | POST /api/{version}/extension/dial_extension | 分机互拨 | Call from extension to extension | calls
        caller | Calling extension; rings first.
        callee | Called extension.
        autoanswer? = no | yes=yes; no=no | Let the caller's phone answer by itself; SIP lines only, the phone must support it.
        > call.dial_outbound | command | POST /api/{version}/extension/dial_outbound | 拨打外线号码 | Call from an extension to an external number | calls
        extid | Calling extension; rings first.
        outto | External number as it would be dialled, with the outbound route's prefix (16103).
        autoanswer? = no | yes=yes; no=no | Let the caller's phone answer by itself; SIP lines only, the phone must support it.
        > call.extension_hangup | command! | POST /api/{version}/extension/hangup | 挂断分机（强拆） | Hang up an extension's call (forced release) | calls
        extid | Extension whose call is cut.
        > call.inbound_hangup | command! | POST /api/{version}/inbound/hangup | 挂断来电（强拆） | Hang up an incoming trunk call (forced release) | calls
        inboundid | Id of the incoming call.
        > call.outbound_hangup | command! | POST /api/{version}/outbound/hangup | 挂断去电（强拆） | Hang up an outgoing trunk call (forced release) | calls
        outboundid | Id of the outgoing call.
        > call.hold | command | POST /api/{version}/extension/hold | 通话保持 | Hold an extension's call | calls
        extid | Extension that holds its current call.
        > call.unhold | command | POST /api/{version}/extension/unhold | 恢复通话 | Resume a held call | calls
        extid | Extension that resumes its held call.
        > call.mute | command | POST /api/{version}/extension/mute | 通话静音 | Mute an extension in its call | calls
        extid | Extension to mute.
        > call.unmute | command | POST /api/{version}/extension/unmute | 取消静音 | Unmute an extension in its call | calls
        extid | Extension to unmute.
        > supervision.listen | command | POST /api/{version}/extension/listen | 普通监听 | Listen to an extension's call | supervision
        listener | Supervisor's extension.
        listenedext | Extension to listen to.
        > supervision.whisper | command | POST /api/{version}/extension/whisper | 密语监听 | Whisper to an extension during its call | supervision
        whisperer | Supervisor's extension.
        whisperedext | Extension to whisper to.
        > supervision.barge | command | POST /api/{version}/extension/barge | 强插监听 | Barge into an extension's call | supervision
        bargein | Supervisor's extension.
        bargedext | Extension whose call is barged into.
        > call.transfer | command | POST /api/{version}/calltransfer | 通话转接 | Transfer a call (blind transfer) | calls
        callid | Id of the call; described as the incoming trunk call's id (inboundid).
        transferor | Which party transfers; it is hung up automatically afterwards.
        transferto | Number to transfer to (extension, or external with the route's prefix: 16103).
        > call.queue_dial_outbound | command | POST /api/{version}/queue/dial_outbound | 自动拨号（队列） | Automatic dialling: connect a queue with an external number | calls
        queueid | Queue number.
        outto | External number, with the outbound route's prefix.
        > call.ringgroup_dial_outbound | command | POST /api/{version}/ringgroup/dial_outbound | 自动拨号（响铃组） | Automatic dialling: connect a ring group with an external number | calls
        ringgroupid | Ring group number.
        outto | External number, with the outbound route's prefix.
        > call.outbound_dial_outbound | command | POST /api/{version}/outbound/dial_outbound | 双向外呼 | Two-way outbound call: connect two external numbers | calls
        caller | External number that is called first (table: external number to call).
        outto | External number that is called second.
        > prompt.play_extension | command → object | POST /api/{version}/extension/playprompt | 给分机播放语音 | Call an extension and play a prompt | calls
        extid | Extension.
        prompt | Sound file name(s) without extension, uploaded on the PBX page System Recordings; must contain a letter and no "+"; several joined with "+" ("haruhi3+xiaoshao5").
        autoanswer? | yes=yes; no=no | Let the phone answer by itself.
        > prompt.play_outbound | command | POST /api/{version}/outbound/playprompt | 给外线播放语音 | Call an external number and play a prompt | calls
        outto | External number, with the outbound route's prefix.
        prompt | Sound file name(s) without extension, uploaded on the PBX page System Recordings; must contain a letter and no "+"; several joined with "+" ("haruhi3+xiaoshao5").
        > voicemail.query | query → voicemails | POST /api/{version}/voicemail/query | 查询语音留言 | Query voicemail messages | voicemail
        extid? | Extension, several separated by commas ("1000,1001"); absent: all extensions.
        > voicemail.delete | command! | POST /api/{version}/voicemail/delete | 删除语音留言 | Delete voicemail messages | voicemail
        extid | Extension.
        voicemailfile | e.g. all=all messages ("of the given voicemail status", a parameter that does not exist here) | File name, or "all".
        > voicemail.get_random | query | POST /api/{version}/voicemail/get_random | 下载语音留言 | Get the download key of a voicemail message | voicemail
        extid | Extension.
        voicemailfile | File name from voicemail/query.
        allowedip? | One IP address that may download besides the application's own; absent or empty: the application server only.
        > voicemail.download | query | GET /api/{version}/voicemail/download | 语音留言下载链接 | Download a voicemail message | voicemail
        &extid | Extension.
        &voicemailstatus? | In the format line only, meaning and values not given; the example leaves it out.
        &voicemailfile | File name, e.g. msg0001.wav.
        &random | Key from voicemail/get_random.
        > recording.get_random | query | POST /api/{version}/recording/get_random | 下载录音文件 | Get the download key of a call recording | recordings
        recording | Recording file name, from the recording field of the NewCdr report.
        allowedip? | One IP address that may download besides the application's own; absent or empty: the application server only.
        > recording.download | query | GET /api/{version}/recording/download | 全局录音下载链接 | Download a call recording | recordings
        &recording | Recording file name.
        &random | Key from get_random, valid 30 s.
        > cdr.get_random | query | POST /api/{version}/cdr/get_random | 下载通话记录 | Get the download key of a call record (CDR) file | cdr
        extid | e.g. all=all extensions | Extension, several separated by commas, or "all".
        starttime | Start of the period, "yyyy-mm-dd hh:mm:ss", PBX local time.
        endtime | End of the period, same format.
        allowedip? | One IP address that may download besides the application's own; absent or empty: the application server only.
        > cdr.download | query | GET /api/{version}/cdr/download | 通话记录下载链接 | Download call records as CSV | cdr
        &extid | As in get_random.
        &starttime | As in get_random; encode the blank as %20.
        &endtime | As in get_random.
        &random | Key from get_random, valid 30 s.
        """
}
