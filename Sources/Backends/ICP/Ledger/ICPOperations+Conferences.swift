/// A table of the ledger; how it is read stands in `ICPOperations.swift`.
extension ICPOperations {
    /// Conferences, recordings, talking groups and radio (document, sections 4.5, 4.7, 4.8 and 4.13).
    static let conferences = #"""
        > conferences.create_meeting | CreateMeeting | command | 创建会议 | Create a conference (multi-call) | done
        @ POST agentconf/{A}/requestagentconf {"memberNum": "+dialContents", "time": "#time", "promptTime": "#promptTime", "beepTone": "?beepTone", "playMode": "#playMode", "voicePath": "$voicePath"}
        dialContents | list |  | Members, at most 24. They give the number of places; once the conference stands they are called with conferences.invite_meeting_member.
        dialContents[].PhoneNumber | text |  | Number to call, 1-24 digits.
        ~dialContents[].PhoneType | text = Phone | Phone=telephone; Mobilephone=mobile telephone; Unknown=not known; Seat=agent; LTE=eLTE handset; SW=short wave; WLDigitalDevice=digital radio; WLSimulateDevice=analogue radio | Kind of telephone; the gateway reaches telephones and agents.
        ~dialContents[].CallType | text = ConventionCall | ConventionCall=ordinary call; GroupCall=group call; SecretCall=private call | Kind of call; the gateway knows ordinary calls.
        +time? | integer |  | How long the conference is booked for.
        +promptTime? | integer |  | How long before its end a warning is given.
        +beepTone? | boolean | true=beep; false=silent | A tone when somebody joins.
        +playMode? | integer |  | How the announcement is played; 2 plays the given file.
        +voicePath? | text |  | The announcement: y:/conf/120/1136287.V3.
        > conferences.make_meeting | MakeMeeting | command | 形成会议 | Merge the held call and the consultation into a conference | object
        @ POST voicecall/{A}/confjoin {"callid": "$CallId!"}
        +CallId | text |  | The held call, which the gateway wants named.
        > conferences.single_step_meeting | SingleStepMeeting | command | 单步会议 | Add a third party to the current call (single-step conference) | done
        @ [dialContent.PhoneType=Phone,Mobilephone,Unknown,Seat & dialContent.CallType=ConventionCall] POST agentconf/{A}/batchaddparticipant {"addresses": [{"addressType": "$dialContent.PhoneType:Seat=9,*=6", "address": "$dialContent.PhoneNumber!"}]}
        dialContent.PhoneNumber | text |  | Number of the member, 1-24 digits; for a Seat the work number.
        ~dialContent.PhoneType | text = Phone | Phone=telephone; Mobilephone=mobile telephone; Unknown=not known; Seat=agent; LTE=eLTE handset; SW=short wave; WLDigitalDevice=digital radio; WLSimulateDevice=analogue radio | Kind of telephone; the gateway reaches telephones and agents.
        ~dialContent.CallType | text = ConventionCall | ConventionCall=ordinary call; GroupCall=group call; SecretCall=private call | Kind of call; the gateway knows ordinary calls.
        > conferences.invite_meeting_member | InviteMeetingMember | command | 邀请会议成员 | Invite a member | done
        @ [member.PhoneType=Phone,Mobilephone,Unknown,Seat & member.CallType=ConventionCall] POST agentconf/{A}/batchaddparticipant {"addresses": [{"addressType": "$member.PhoneType:Seat=9,*=6", "address": "$member.PhoneNumber!"}]}
        ~meetingId | text |  | Not sent: an agent has one conference.
        member.PhoneNumber | text |  | Number of the member, 1-24 digits; for a Seat the work number.
        ~member.PhoneType | text = Phone | Phone=telephone; Mobilephone=mobile telephone; Unknown=not known; Seat=agent; LTE=eLTE handset; SW=short wave; WLDigitalDevice=digital radio; WLSimulateDevice=analogue radio | Kind of telephone; the gateway reaches telephones and agents.
        ~member.CallType | text = ConventionCall | ConventionCall=ordinary call; GroupCall=group call; SecretCall=private call | Kind of call; the gateway knows ordinary calls.
        > conferences.remove_meeting_member | RemoveMeetingMember | command! | 移除会议成员 | Remove a member | done
        @ POST agentconf/{A}/batchremoveparticipant {"addresses": [{"addressType": "$dialContent.PhoneType:Seat=9,*=6", "address": "$dialContent.PhoneNumber!"}]}
        ~meetingId | text |  | Not sent: an agent has one conference.
        dialContent.PhoneNumber | text |  | Number of the member, 1-24 digits; for a Seat the work number.
        +dialContent.PhoneType? | text = Phone | Phone=telephone; Seat=agent, by work number | What the number is.
        > conferences.exit_meeting | ExitMeeting | command | 退出会议 | Leave the conference | done
        @ DELETE agentconf/{A}/requestleaveagentconf
        ~meetingId | text |  | Not sent: an agent has one conference.
        > conferences.transfer_meeting_master | TransferMeetingMaster | command | 转移会议主席 | Hand over the chair | done
        @ PUT agentconf/{A}/applytoshiftpresident?destWorkNo=$newMasterNumber!
        ~meetingId | text |  | Not sent: an agent has one conference.
        ~oldMasterNumber | text |  | Not sent: only the present chair may hand over.
        newMasterNumber | text |  | Work number of the new chair.
        > conferences.end_meeting | EndMeeting | command! | 结束会议 | End the conference | done
        @ DELETE agentconf/{A}/releaseagentconf
        ~meetingId | text |  | Not sent: an agent has one conference.
        > conferences.query_meeting_members | QueryMeetingMembers | query | 查询会议成员 | Query the members | rows
        @ POST agentconf/{A}/queryconfinfos {"confIds": ["#meetingId!"]}
        meetingId | integer |  | Conference id.
        > conferences.create_meeting_ex | CreateMeetingEx | command | 创建会议拓展 | Create a conference with a system access code | done
        @ POST agentconf/{A}/requestagentconf {"memberNum": "+dialContents", "confCallerNo": "$accessCode!", "time": "#time", "promptTime": "#promptTime", "beepTone": "?beepTone", "playMode": "#playMode", "voicePath": "$voicePath"}
        dialContents | list |  | Members, at most 24. They give the number of places; once the conference stands they are called with conferences.invite_meeting_member.
        dialContents[].PhoneNumber | text |  | Number to call, 1-24 digits.
        ~dialContents[].PhoneType | text = Phone | Phone=telephone; Mobilephone=mobile telephone; Unknown=not known; Seat=agent; LTE=eLTE handset; SW=short wave; WLDigitalDevice=digital radio; WLSimulateDevice=analogue radio | Kind of telephone; the gateway reaches telephones and agents.
        ~dialContents[].CallType | text = ConventionCall | ConventionCall=ordinary call; GroupCall=group call; SecretCall=private call | Kind of call; the gateway knows ordinary calls.
        accessCode | text |  | System access code, which the conference calls from.
        +time? | integer |  | How long the conference is booked for.
        +promptTime? | integer |  | How long before its end a warning is given.
        +beepTone? | boolean | true=beep; false=silent | A tone when somebody joins.
        +playMode? | integer |  | How the announcement is played; 2 plays the given file.
        +voicePath? | text |  | The announcement: y:/conf/120/1136287.V3.
        > conferences.change_meeting_member_mode | ChangeMeetingMemberMode | command | 修改与会者属性 | Change how a member may listen and talk | done
        @ POST agentconf/{A}/changeparticipantmode {"attribute": "#attribute!", "addressType": "$dialContent.PhoneType:Seat=9,*=6", "address": "$dialContent.PhoneNumber!"}
        ~meetingId | text |  | Not sent: an agent has one conference.
        dialContent.PhoneNumber | text |  | Number of the member, 1-24 digits; for a Seat the work number.
        attribute | integer | 1=listen only; 2=talk only; 3=listen and talk; 4=neither | Attribute.
        +dialContent.PhoneType? | text = Phone | Phone=telephone; Seat=agent, by work number | What the number is.
        > recordings.play_record | PlayRecord | command | 播放录音 | Play a recording | done
        @ PUT recordplay/{A}/play {"voicepath": "$recordId!"}
        recordId | text |  | Recording file address, at most 129 characters; from OnStartRecord or the recording server.
        > recordings.play_record_pause | PlayRecordPause | command | 暂停播放 | Pause playback | done
        @ POST recordplay/{A}/pauseplay
        > recordings.play_record_resume | PlayRecordResume | command | 继续播放 | Resume playback | done
        @ POST recordplay/{A}/resumeplay
        > recordings.play_record_seek_to | PlayRecordSeekTo | command | 播放进度跳转 | Jump in playback | done
        ! relative
        nStep | integer |  | Position in milliseconds from the start, non-negative, at most the total length; beyond it no jump happens.
        > recordings.play_record_stop | PlayRecordStop | command | 停止播放 | Stop playback | done
        @ DELETE recordplay/{A}/stopplay
        > recordings.get_record_length | GetRecordLength | query | 获取录音时长 | Query the length of a recording | object
        @ GET recordplay/{A}/recordfilefromrecordid?recordid=$recordId!
        recordId | text |  | Id of the recording; the gateway tells the length among other things.
        > recordings.download_record_file | DownloadRecordFile | command | 下载录音文件 | Download a recording | file
        @ [format=0] GET recordplay/{A}/recordzipfileurl?filepath=$recordId!
        @ [format=1] GET recordplay/{A}/recordfileurl?filepath=$recordId!
        recordId | text |  | Recording file address, at most 129 characters; from OnStartRecord or the recording server.
        ~localFileName | text |  | The local file to write; where it is left out the answer is the address.
        format | integer | 0=zip (holding a wav); 1=wav | File format.
        zipPassword? | secret |  | Not sent: it has no effect.
        +to? | text |  | The same as localFileName.
        > recordings.set_customized_record_info | SetCustomizedRecordInfo | command | 设置录音关联业务信息 | Attach business data to a recording | done
        ! none
        recordId | text |  | Recording file address, at most 129 characters; from OnStartRecord or the recording server.
        data | text |  | JSON string; content agreed between the CAD and the recording management system.
        > radio.ptt | PTT | command | 抢权 | Push to talk in a conference | done
        ! none
        pttOperate | text | PutUp=seize the floor; PutDown=release the floor | PTT operation.
        pttLevel? | text = 1 |  | PTT priority 1-15 as in LTE, smaller is higher; the platform passes it through.
        > radio.query_wireless_info | QueryWirelessInfo | query | 查询无线设备信息 | Query a radio device | done
        ! none
        deviceId | text |  | Radio device ID from QueryAllWirelessDevice, at most 36 characters.
        > radio.query_all_wireless_device | QueryAllWirelessDevice | query | 查询所有无线设备信息 | Query all radio devices | done
        ! none
        > radio.query_using_wireless_device | QueryUsingWirelessDevice | query | 查询当前使用的无线设备信息 | Query the radio devices in use | done
        ! none
        > talkinggroups.query | TalkingGroupQuery | query | 查询集群群组 | Query talking groups | rows |  | content 1 pageSize pages
        @cds [queryType=2] GET CDS/talkGroup/{content}
        @cds [queryType=1] GET CDS/talkGroup/?pageNumber=$content:-=1,*&pageSize=$pageSize&queryType=0
        ~queryType | integer = 1 | 1=one page; 2=one group | Query type.
        ~pageSize | integer = 5 |  | Groups per page, at least 2; with queryType 1 only.
        ~content | text |  | queryType 1: page number, from 1; 2: group number.
        > talkinggroups.query_state | TalkingGroupQueryState | query | 查询集群群组状态 | Query the state of a talking group | object
        @cds GET CDS/talkGroup/{groupNumber}/state
        groupNumber | text |  | Talking group number.
        > talkinggroups.add | TalkingGroupAdd | command | 新增集群群组 | Add a talking group | done
        @cds POST CDS/talkGroup {"talkGroupName": "$groupInfo.talkGroupName!", "talkGroupNumber": "$groupInfo.talkGroupNumber!", "talkGroupDesc": "$groupInfo.talkGroupDesc", "talkGroupType": "#groupInfo.talkGroupType!", "radioGroupNumber": "$groupInfo.radioGroupNumber", "dispatchNumber": "$groupInfo.dispatchNumber!", "otherUserNumber": "$groupInfo.otherUserNumber", "receiveOnly": "$groupInfo.receiveOnly", "pttTimeoutInterval": "#groupInfo.pttTimeoutInterval", "noPttTimeoutInterval": "#groupInfo.noPttTimeoutInterval"}
        groupInfo.talkGroupName | text |  | Name, at most 32 characters.
        groupInfo.talkGroupNumber | text |  | Number, digits and letters, at most 32 characters.
        groupInfo.talkGroupDesc? | text |  | Description, at most 50 characters.
        groupInfo.talkGroupType | integer | 1=ordinary group; 2=mixed group | Kind of group.
        groupInfo.radioGroupNumber? | list |  | Radio groups, at most 4.
        groupInfo.dispatchNumber | list |  | Dispatchers, 1-20.
        groupInfo.otherUserNumber? | list |  | Other users, at most 36; none in an ordinary group.
        groupInfo.receiveOnly? | text | true=dispatchers cannot take the floor; false=they may | Whether dispatchers only listen.
        +groupInfo.pttTimeoutInterval? | integer |  | Longest floor in seconds, e.g. 300.
        +groupInfo.noPttTimeoutInterval? | integer |  | Longest silence in seconds, e.g. 600.
        > talkinggroups.modify | TalkingGroupModify | command | 修改集群群组 | Modify a talking group | done
        @cds PUT CDS/talkGroup/{groupInfo.talkGroupNumber} {"talkGroupName": "$groupInfo.talkGroupName!", "talkGroupNumber": "$groupInfo.talkGroupNumber!", "talkGroupDesc": "$groupInfo.talkGroupDesc", "talkGroupType": "#groupInfo.talkGroupType!", "radioGroupNumber": "$groupInfo.radioGroupNumber", "dispatchNumber": "$groupInfo.dispatchNumber!", "otherUserNumber": "$groupInfo.otherUserNumber", "receiveOnly": "$groupInfo.receiveOnly", "pttTimeoutInterval": "#groupInfo.pttTimeoutInterval", "noPttTimeoutInterval": "#groupInfo.noPttTimeoutInterval"}
        groupInfo.talkGroupName | text |  | Name, at most 32 characters.
        groupInfo.talkGroupNumber | text |  | Number, digits and letters, at most 32 characters.
        groupInfo.talkGroupDesc? | text |  | Description, at most 50 characters.
        groupInfo.talkGroupType | integer | 1=ordinary group; 2=mixed group | Kind of group.
        groupInfo.radioGroupNumber? | list |  | Radio groups, at most 4.
        groupInfo.dispatchNumber | list |  | Dispatchers, 1-20.
        groupInfo.otherUserNumber? | list |  | Other users, at most 36; none in an ordinary group.
        groupInfo.receiveOnly? | text | true=dispatchers cannot take the floor; false=they may | Whether dispatchers only listen.
        +groupInfo.pttTimeoutInterval? | integer |  | Longest floor in seconds, e.g. 300.
        +groupInfo.noPttTimeoutInterval? | integer |  | Longest silence in seconds, e.g. 600.
        > talkinggroups.delete | TalkingGroupDelete | command! | 删除集群群组 | Delete a talking group | done
        @cds DELETE CDS/talkGroup/{groupNum}
        groupNum | text |  | Talking group number.
        > talkinggroups.radio_group_query | RadioGroupQuery | query | 查询无线集群群组 | Query radio groups | rows |  | content 1 pageSize pages
        @cds [queryType=2] GET CDS/radioGroup/{content}
        @cds [queryType=1] GET CDS/radioGroup/?pageNumber=$content:-=1,*&pageSize=$pageSize
        ~queryType | integer = 1 | 1=one page; 2=one group | Query type.
        ~pageSize | integer = 5 |  | Groups per page, at least 2; with queryType 1 only.
        ~content | text |  | queryType 1: page number, from 1; 2: group number.
        > talkinggroups.subscribe | TalkingGroupSubscribe | command | 订阅集群群组 | Subscribe to a talking group | done
        @cds PUT CDS/talkGroup/{groupNum}/subscribe {"callBackURL": "$callBackURL", "websocketID": "$websocketID", "expire": "#expire!"}
        expire | integer 0-7200 |  | Duration in seconds; 0 ends the subscription.
        groupNum | text |  | Talking group number.
        +callBackURL? | text |  | Where the service sends its notifications; as registered where it is left out.
        +websocketID? | text |  | Subscriber: the number of the dispatcher.
        > talkinggroups.monitor | TalkingGroupMonitor | command | 监听集群群组（Monitor） | Monitor a talking group | done
        @cds [isMonitor=true] POST CDS/talkGroup/{groupNum}/monitor
        @cds [isMonitor=false] DELETE CDS/talkGroup/{groupNum}/monitor
        groupNum | text |  | Talking group number.
        isMonitor | boolean | true=start; false=stop | Start or stop.
        isAutoSubscribe? | boolean = true | true=handle it; false=do not | Not sent: talkinggroups.subscribe subscribes.
        > talkinggroups.select | TalkingGroupSelect | command | Monitor/Select 切换 | Switch between Monitor and Select | done
        @cds [isSelect=true] POST CDS/talkGroup/{groupNum}/select
        @cds [isSelect=false] DELETE CDS/talkGroup/{groupNum}/select
        groupNum | text |  | Talking group number.
        isSelect | boolean | true=start (Monitor to Select); false=stop (Select to Monitor) | Start or stop Select.
        > talkinggroups.ptt | TalkingGroupPTT | command! | 抢权或放权 | Push to talk in a talking group | done
        @cds [isPTT=true] POST CDS/talkGroup/{groupNum}/ptt
        @cds [isPTT=false] DELETE CDS/talkGroup/{groupNum}/ptt
        groupNum | text |  | Talking group number.
        isPTT | boolean | true=seize the floor; false=release the floor | Seize or release. What was seized so stays until it is released so: nothing limits the talk time.
        > talkinggroups.get_call_info | TalkingGroupGetCallInfo | query | 查询集群群组呼叫信息 | Query the call of a talking group | done
        ! process
        groupNum | text |  | Talking group number.
        > talkinggroups.mixed_group_call_start | MixedGroupCallStart | command | 发起混编集群群组呼叫 | Start a mixed-group call | done
        @cds POST CDS/mixedGroupcall/{groupNum} {"users": [{"$each": "userStateList", "userNumber": "$userNumber!", "userType": "#userType!:RadioTrunk=1,Dispatcher=2,OtherUser=2,*", "state": "$state!"}], "mute": "?mute", "groupTempName": "$groupTempName", "reservedSwitch": "$reservedSwitch"}
        groupNum | text |  | Talking group number.
        userStateList? | list |  | Users, also of other groups.
        userStateList[].userNumber | text |  | User number.
        userStateList[].userType | text | RadioTrunk=radio group; Dispatcher=dispatcher; OtherUser=other user; 0=as it is; 1=as it is; 2=as it is | Kind of user; sent as 1 for a radio group, 2 for others, a number as it is.
        userStateList[].state | text | inProcess=invite; muted=withdraw the floor; unmuted=grant the floor; notInOperation=remove | State wanted.
        +mute? | boolean | true=members begin muted; false=they may speak | How members begin.
        +groupTempName? | text |  | Name of the call.
        +reservedSwitch? | text |  | Reserved.
        > talkinggroups.mixed_group_call_end | MixedGroupCallEnd | command! | 结束混编集群群组呼叫 | End a mixed-group call | done
        @cds DELETE CDS/mixedGroupcall/{groupNum}
        groupNum | text |  | Talking group number.
        > talkinggroups.mixed_group_change_user_state | MixedGroupChangeUserState | command | 修改混编集群群组用户状态 | Change user states in a mixed-group call | done
        @cds PUT CDS/mixedGroupcall/{groupNum} {"users": [{"$each": "userStateList", "userNumber": "$userNumber!", "userType": "#userType!:RadioTrunk=1,Dispatcher=2,OtherUser=2,*", "state": "$state!"}]}
        groupNum | text |  | Talking group number.
        userStateList? | list |  | Users, also of other groups.
        userStateList[].userNumber | text |  | User number.
        userStateList[].userType | text | RadioTrunk=radio group; Dispatcher=dispatcher; OtherUser=other user; 0=as it is; 1=as it is; 2=as it is | Kind of user; sent as 1 for a radio group, 2 for others, a number as it is.
        userStateList[].state | text | inProcess=invite; muted=withdraw the floor; unmuted=grant the floor; notInOperation=remove | State wanted.
        """#
}
