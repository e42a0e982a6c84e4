/// A table of the ledger; how it is read stands in `ICPOperations.swift`.
extension ICPOperations {
    /// Requests that the document has no method for: conferences and recordings (reference, sections 2.8 and 2.9).
    static let gatewayMedia = #"""
        > gateway.create_conference | | command | 申请电话会议 | Ask for a conference with so many places | done | conferences
        @ POST agentconf/{A}/requestagentconf {"memberNum": "#memberNum!", "confCallerNo": "$confCallerNo", "time": "#time", "promptTime": "#promptTime", "beepTone": "?beepTone", "playMode": "#playMode", "voicePath": "$voicePath"}
        memberNum | integer | | Places, the chair's too.
        confCallerNo? | text | | The access code that the conference calls from.
        time? | integer | | How long the conference is booked for.
        promptTime? | integer | | How long before its end a warning is given.
        beepTone? | boolean | true=beep; false=silent | A tone when somebody joins.
        playMode? | integer | | How the announcement is played; 2 plays the given file.
        voicePath? | text | | The announcement: y:/conf/120/1136287.V3.
        > gateway.accept_conference | | command | 应答会议邀请 | Accept the invitation to a conference | done | conferences
        @ PUT agentconf/{A}/answeragentconf
        > gateway.refuse_conference | | command | 拒绝会议邀请 | Refuse the invitation to a conference | done | conferences
        @ DELETE agentconf/{A}/rejectagentconf
        > gateway.invite_members | | command | 批量邀请会议成员 | Invite several members at once | done | conferences
        @ POST agentconf/{A}/batchaddparticipant {"addresses": [{"$each": "addresses", "addressType": "$addressType", "address": "$address!"}], "beepTone": "?beepTone", "playMode": "#playMode", "voicePath": "$voicePath"}
        addresses | list | | Members, at most 120.
        addresses[].address | text | | Number or work number.
        addresses[].addressType? | text = 6 | 6=telephone; 9=agent | What it is.
        beepTone? | boolean | true=beep; false=silent | A tone when somebody joins.
        playMode? | integer | | How the announcement is played; 2 plays the given file.
        voicePath? | text | | The announcement.
        > gateway.remove_members | | command! | 批量移除会议成员 | Remove several members at once | done | conferences
        @ POST agentconf/{A}/batchremoveparticipant {"addresses": [{"$each": "addresses", "addressType": "$addressType", "address": "$address!"}]}
        addresses | list | | Members, at most 30.
        addresses[].address | text | | Number or work number.
        addresses[].addressType? | text = 6 | 6=telephone; 9=agent | What it is.
        > gateway.hold_member | | command | 保持会议成员 | Hold a member of the conference | done | conferences
        @ POST agentconf/{A}/holdparticipant {"addressType": "$addressType", "address": "$address!", "playMode": "#playMode", "voicePath": "$voicePath!"}
        address | text | | Number or work number, at most 24 characters.
        addressType? | text = 6 | 6=telephone; 9=agent | What it is.
        playMode? | integer = 2 | | How the announcement is played; 2 plays the given file.
        voicePath | text | | What the member hears.
        > gateway.unhold_member | | command | 取消保持会议成员 | Bring a held member back | done | conferences
        @ POST agentconf/{A}/unholdparticipant {"addressType": "$addressType", "address": "$address!", "playMode": "#playMode", "voicePath": "$voicePath"}
        address | text | | Number or work number, at most 24 characters.
        addressType? | text = 6 | 6=telephone; 9=agent | What it is.
        playMode? | integer = 2 | | How the announcement is played; 2 plays the given file.
        voicePath? | text | | The announcement.
        > gateway.prolong_conference | | command | 延长会议 | Make the conference longer | done | conferences
        @ PUT agentconf/{A}/prolongtime?prolongTime=$prolongTime!
        prolongTime | integer | | By how much.
        > gateway.resize_conference | | command | 改变会议方数 | Give the conference more or fewer places | done | conferences
        @ POST agentconf/{A}/modifyconfresource {"modifyType": "#modifyType!", "modifyNum": "#modifyNum!"}
        modifyType | integer | 0=more; 1=fewer | Which way.
        modifyNum | integer 2-118 | | How many.
        > gateway.play_to_conference | | command | 会议放音 | Play an announcement to the conference | done | conferences
        @ PUT agentconf/{A}/playvoicetoconf {"playType": "$playType", "playMode": "#playMode", "voicePath": "$voicePath!"}
        playType? | text | | Values not documented.
        playMode? | integer = 2 | | How the announcement is played; 2 plays the given file.
        voicePath | text | | The announcement: y:/conf/120/1136287.V3.
        > gateway.stop_playing_to_conference | | command | 停止会议放音 | Stop the announcement | done | conferences
        @ PUT agentconf/{A}/stopvoicetoconf
        > gateway.conferences | | query | 查询会议 | Conferences by their ids | rows | conferences
        @ POST agentconf/{A}/queryconfinfos {"confIds": "#confIds!"}
        confIds | list of integer | | Conference ids, at most 20.
        > gateway.play | | command | 播放录音（全部参数） | Play a recording to one's telephone, with everything the gateway takes | done | recordings
        @ PUT recordplay/{A}/play {"voicepath": "$voicepath!", "startpostion": "#startpostion", "volumechange": "#volumechange", "speedchange": "#speedchange", "times": "#times", "codeformat": "#codeformat"}
        voicepath | text | | The file, at most 100 characters.
        startpostion? | integer | | Where to begin, in seconds; spelt so on the wire.
        volumechange? | integer = 50 | | Volume.
        speedchange? | integer | | Speed.
        times? | integer | | How often.
        codeformat? | integer | | Coding.
        > gateway.play_forward | | command | 快进 | Go forward in the playback | done | recordings
        @ POST recordplay/{A}/forefast/{seconds}
        seconds | integer 1-86400 | | How far.
        > gateway.play_back | | command | 快退 | Go back in the playback | done | recordings
        @ POST recordplay/{A}/backfast/{seconds}
        seconds | integer 1-86400 | | How far.
        > gateway.record | | command | 录音 | Record the call | done | recordings
        @ PUT recordplay/{A}/record {"fileName": "$fileName", "mediaType": "#mediaType", "recordMode": "#recordMode"}
        fileName? | text | | The file; the gateway chooses where it is left out.
        mediaType? | integer = 5 | | Media; 5 is voice.
        recordMode? | integer | | Values not documented.
        > gateway.record_to_file | | command | 录音到文件（旧版） | Record the call to a file, as older gateways want it | done | recordings
        @ PUT recordplay/{A}/record?filename=$filename!
        filename | text | | The file.
        > gateway.record_without_file | | command | 录音（旧版） | Record the call, as older gateways want it | done | recordings
        @ PUT recordplay/{A}/recordwithoutfilename
        > gateway.pause_recording | | command | 暂停录音 | Pause the recording | done | recordings
        @ POST recordplay/{A}/pauserecord
        > gateway.resume_recording | | command | 继续录音 | Go on recording | done | recordings
        @ POST recordplay/{A}/resumerecord
        > gateway.stop_recording | | command | 停止录音 | Stop recording | done | recordings
        @ DELETE recordplay/{A}/stoprecord
        > gateway.find_recordings | | query | 查询录音 | Recordings of a period | rows | recordings | startposition 1 count rows
        @ GET recordplay/{A}/recordfile?workno=$workno&skillid=$skillid&startdate=$startdate!&enddate=$enddate!&startposition=$startposition!&endposition=>startposition,count
        workno? | text | | Work number.
        skillid? | integer | | Skill group.
        startdate | text | | Start of the period; the form is not documented.
        enddate | text | | End of the period.
        startposition? | integer = 1 | | First row.
        count? | integer = 100 | | How many rows.
        > gateway.recording_of_call | | query | 按呼叫查询录音 | The recording of a call | rows | recordings
        @ GET recordplay/{A}/queryrecordfilebycallid?workno=$workno!&callid=$callid!&calltime=$calltime!
        workno | text | | Work number.
        callid | text | | Id of the call.
        calltime | text | | When the call was; the form is not documented.
        > gateway.recording_url | | query | 录音下载地址 | Address of a recording | object | recordings
        @ GET recordplay/{A}/recordfileurl?filepath=$filepath!
        filepath | text | | The file.
        > gateway.recording_zip_url | | query | 录音压缩包下载地址 | Address of a recording as an archive | object | recordings
        @ GET recordplay/{A}/recordzipfileurl?filepath=$filepath!
        filepath | text | | The file.
        > gateway.recordings_zip_url | | query | 批量录音压缩包下载地址 | Address of several recordings as an archive | object | recordings
        @ GET recordplay/{A}/batchrecordzipfileurl?filepath=$filepath!
        filepath | list | | The files.
        > gateway.recording_path | | query | 录音本地路径 | Path of a recording, with the token to fetch it | object | recordings
        @ GET qualitycontrol/{A}/localrecordpath?format=1&recordId=$recordId!
        recordId | text | | Id of the recording.
        """#

    /// Requests of the talking-group service (CDS) and of the uPortal that the document has no method for (reference, section
    /// 5.1).
    static let service = #"""
        > talkinggroups.emergency_answer | | command | 应答紧急呼叫 | Answer the emergency call of a talking group | done
        @cds POST CDS/talkGroup/{groupNum}/emergencyAnswer
        groupNum | text | | Talking group number.
        > talkinggroups.emergency_exit | | command | 退出紧急呼叫 | Leave the emergency call of a talking group | done
        @cds DELETE CDS/talkGroup/{groupNum}/emergencyExit
        groupNum | text | | Talking group number.
        > talkinggroups.parameters | | query | 查询公共参数 | Parameters of the service | object
        @cds GET CDS/pubparam
        > talkinggroups.set_parameters | | command | 设置公共参数 | Set parameters of the service | done
        @cds PUT CDS/pubparam {"maxGrpMonCount": "#maxGrpMonCount", "maxGrpSubCount": "#maxGrpSubCount", "maxDisMonCount": "#maxDisMonCount", "maxDisSubCount": "#maxDisSubCount", "maxTempGrpMemberCount": "#maxTempGrpMemberCount", "isPttDependsSelect": "?isPttDependsSelect", "maxPttTimeoutInterval": "#maxPttTimeoutInterval", "maxMonOpTimeoutInterval": "#maxMonOpTimeoutInterval", "maxPttOpTimeoutInterval": "#maxPttOpTimeoutInterval", "isAutoDownCall": "?isAutoDownCall", "isMixSupportGrant": "?isMixSupportGrant", "optimizedPtt": "?optimizedPtt", "recordPath": "$recordPath"}
        maxGrpMonCount? | integer | | Dispatchers that may listen to one group; 10 as delivered.
        maxGrpSubCount? | integer | | Dispatchers that may subscribe to one group; 10 as delivered.
        maxDisMonCount? | integer | | Groups that one dispatcher may listen to; 10 as delivered.
        maxDisSubCount? | integer | | Groups that one dispatcher may subscribe to; 10 as delivered.
        maxTempGrpMemberCount? | integer | | Members of a mixed group call; 36 as delivered.
        isPttDependsSelect? | boolean | | Whether the floor needs select.
        maxPttTimeoutInterval? | integer | | Longest floor; 70 as delivered.
        maxMonOpTimeoutInterval? | integer | | Longest wait for listening; 60 as delivered.
        maxPttOpTimeoutInterval? | integer | | Longest wait for the floor; 2000 as delivered.
        isAutoDownCall? | boolean | | Not documented.
        isMixSupportGrant? | boolean | | Whether members of a mixed group call can be given the floor.
        optimizedPtt? | boolean | | Not documented.
        recordPath? | text | | Where recordings are put.
        > talkinggroups.proxy | | query | 查询代理 | One radio proxy | object
        @cds GET CDS/jasProxy/{number}
        number | text | | Its number.
        > talkinggroups.proxies | | query | 查询所有代理 | All radio proxies | rows
        @cds GET CDS/jasProxy/all
        > talkinggroups.recordings | | query | 查询对讲录音 | Recordings of the service | rows recordList | | pageIndex 1 pageSize pages
        @cds GET opengw/corp/{corpId}/recordlist?pageIndex=$pageIndex!&pageSize=$pageSize&searchKey=$searchKey&startTime=$startTime&endTime=$endTime&onlyLocalRecord=$onlyLocalRecord&isConfRecord=$isConfRecord&isMultiKey=true&isExactSearch=true
        corpId | text | | The corporation.
        pageIndex | integer | | Page, from 1.
        pageSize? | integer = 20 | | Rows of a page.
        searchKey? | text | | Who booked the conference.
        startTime? | text | | Start of the period; the form is not documented.
        endTime? | text | | End of the period.
        onlyLocalRecord? | boolean | | Only recordings of this place.
        isConfRecord? | boolean | | Only recordings of conferences.
        > talkinggroups.call_for | | command | 代调度员呼叫 | Call a number for another dispatcher | done
        @cds PUT CDS/thirdControl/{number}/call {"calleeNumber": "$calleeNumber!", "isVideo": "?isVideo"}
        number | text | | The dispatcher.
        calleeNumber | text | | The number.
        isVideo? | boolean = false | | Whether with a picture.
        > talkinggroups.conference_for | | command | 代调度员开会 | Begin a conference for another dispatcher | done
        @cds PUT CDS/thirdControl/{number}/conference {"isVideo": "?isVideo", "isRecord": "?isRecord", "attendees": [{"$each": "attendees", "number": "$number!", "name": "$name", "isMute": "?isMute"}]}
        number | text | | The dispatcher.
        attendees | list | | Members, at most 23.
        attendees[].number | text | | Number.
        attendees[].name? | text | | Name.
        attendees[].isMute? | boolean = false | | Whether muted.
        isVideo? | boolean = false | | Whether with a picture.
        isRecord? | boolean = false | | Whether recorded.
        > talkinggroups.mixed_group_call_for | | command | 代调度员发起混编呼叫 | Begin a mixed group call for another dispatcher | done
        @cds PUT CDS/thirdControl/{number}/mixgroupcall {"groupAlias": "$groupAlias!", "userList": [{"$each": "userList", "number": "$number!", "userType": "#userType"}]}
        number | text | | The dispatcher.
        groupAlias | text | | Name of the call, at most 32 characters.
        userList | list | | Members, at most 89, among them at most 10 radio groups.
        userList[].number | text | | Number.
        userList[].userType? | integer = 2 | 1=radio group; 2=other | Kind of member.
        > talkinggroups.message_for | | command | 代调度员发送短信 | Send a short message for another dispatcher | done
        @cds PUT CDS/thirdControl/{number}/sms {"userList": "$userList!", "smsContent": "$smsContent!"}
        number | text | | The dispatcher.
        userList | list | | Numbers.
        smsContent | text | | The text.
        """#
}
