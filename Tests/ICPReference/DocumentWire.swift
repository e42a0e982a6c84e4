/// What the document's methods look like on the wire, written down from the reference pages: operation, arguments, method, address, body.
let documentWire = #"""
    calls.pickup | {} | PUT | voicecall/291/answer |
    calls.hangup | {} | DELETE | voicecall/291/release |
    calls.dial | {"dialContent": {"PhoneNumber": "70092", "PhoneType": "Phone", "CallType": "ConventionCall"}} | PUT | voicecall/291/callout | {"called": "70092"}
    calls.dial | {"dialContent.PhoneNumber": "13800000000"} | PUT | voicecall/291/callout | {"called": "13800000000"}
    calls.dial | {"dialContent": {"PhoneNumber": "102", "PhoneType": "Seat"}} | PUT | voicecall/291/callinner | {"called": "102"}
    calls.dial_ex | {"dialContent": {"PhoneNumber": "70092", "PhoneType": "Mobilephone", "CallType": "ConventionCall"}, "accessCode": "95588"} | PUT | voicecall/291/callout | {"called": "70092", "caller": "95588"}
    calls.dial_ex | {"dialContent": {"PhoneNumber": "102", "PhoneType": "Seat"}, "accessCode": "95588"} | PUT | voicecall/291/callinner | {"called": "102", "caller": "95588"}
    calls.hold | {"holdMode": "Hold"} | POST | voicecall/291/hold |
    calls.hold | {"holdMode": "HoldCancel"} | POST | voicecall/291/gethold |
    calls.hold_by_call_id | {"holdMode": "Hold", "CallId": "1456401416-3"} | POST | voicecall/291/hold |
    calls.hold_by_call_id | {"holdMode": "HoldCancel", "CallId": "1456401416-3"} | POST | voicecall/291/gethold?callid=1456401416-3 |
    calls.consult_call | {"dialContent": {"PhoneNumber": "102"}} | POST | voicecall/291/innerhelp | {"dstaddress": "102", "devicetype": 2, "mode": 1}
    calls.end_consult_call | {} | POST | voicecall/291/canceltransfer |
    calls.transfer_to_agent | {"CallId": "1456401416-3"} | POST | voicecall/291/connecthold/1456401416-3 |
    calls.single_step_transfer | {"targetNumber": "70092", "sourceAgent": "291"} | POST | voicecall/291/transfer | {"devicetype": 5, "address": "70092", "mode": 1}
    calls.single_step_transfer | {"targetNumber": "102", "deviceType": "2"} | POST | voicecall/291/transfer | {"devicetype": 2, "address": "102", "mode": 0}
    calls.single_step_succ_transfer | {"targetNumber": "70092", "sourceAgent": "291"} | POST | voicecall/291/transfer | {"devicetype": 5, "address": "70092", "mode": 2}
    calls.single_step_succ_transfer | {"targetNumber": "102", "deviceType": "2"} | POST | voicecall/291/transfer | {"devicetype": 2, "address": "102", "mode": 2}
    calls.transfer_to_skill_group | {"bSuccTrans": "true", "groupId": "6"} | POST | voicecall/291/transfer | {"devicetype": 1, "address": "6", "mode": 2}
    calls.transfer_to_skill_group | {"bSuccTrans": false, "groupId": "6"} | POST | voicecall/291/transfer | {"devicetype": 1, "address": "6", "mode": 0}
    calls.transfer_to_ivr | {"bReturnTrans": true, "AccessCode": "179079"} | POST | voicecall/291/transfer | {"devicetype": 3, "address": "179079", "mode": 1}
    calls.transfer_to_ivr | {"bReturnTrans": "false", "AccessCode": "179079"} | POST | voicecall/291/transfer | {"devicetype": 3, "address": "179079", "mode": 0}
    calls.query_current_calling_scope | {} | GET | calldata/291/callinfo?isNoContainLastCall=true |
    calls.query_call_info | {} | GET | calldata/291/callinfo?isNoContainLastCall=true |
    calls.disconnect_call | {"CallId": "1456401416-3"} | POST | voicecall/291/dropcall/1456401416-3 |
    calls.mute | {"isMute": "true"} | POST | voicecall/291/beginmute |
    calls.mute | {"isMute": "false"} | POST | voicecall/291/endmute |
    calls.agent_send_dtmf | {"DTMFDigits": "12#*"} | POST | voicecall/291/seconddialex?number=12#* |
    calls.set_call_data | {"callData": "vip"} | PUT | calldata/291?calldata=vip |
    calls.set_call_data | {"callData": "vip", "CallId": "1456401416-3"} | PUT | calldata/291?calldata=vip&callid=1456401416-3 |
    calls.query_call_data | {} | GET | calldata/291/appdata |
    calls.query_call_id_on_agent | {"agentId": "291"} | GET | calldata/291/allcallid |
    calls.query_call_id_on_agent | {"agentId": "102"} | GET | calldata/291/allcallinfo/102 |
    agents.set_busy | {} | POST | onlineagent/291/saybusy |
    agents.set_idle | {} | POST | onlineagent/291/sayfree |
    agents.query_agent_status | {"agentInfo": {"AgentId": "291"}} | GET | onlineagent/291/agentstatus |
    agents.query_agent_status | {"agentInfo.AgentId": "102"} | GET | agentgroup/291/agentbyworkno/102 |
    agents.query_all_agent_status | {} | GET | agentgroup/291/allagentstatus |
    agents.rest | {"time": "600", "usCause": "3"} | POST | onlineagent/291/rest/600/3 |
    agents.cancel_rest | {} | POST | onlineagent/291/cancelrest |
    agents.set_auto_enter_idle | {"bIdle": "true"} | POST | onlineagent/291/autoenteridle/true |
    agents.set_auto_enter_idle | {"bIdle": "false"} | POST | onlineagent/291/autoenteridle/false |
    agents.set_auto_answer | {"isAutoAnswer": "false"} | POST | onlineagent/291/autoanswer/false |
    agents.set_work_stop | {"bWork": "true"} | POST | onlineagent/291/resetskill/false |
    agents.set_work_stop | {"bWork": "false"} | POST | onlineagent/291/resetskill/true |
    agents.reset_agent_skill_groups | {"groupIds": [1, "2", "3"]} | POST | onlineagent/291/resetskill/false?skillid=1;2;3 |
    agents.reset_agent_skill_groups | {"agentId": "291", "groupIds": "1,2"} | POST | onlineagent/291/resetskill/false?skillid=1;2 |
    agents.exit_acw | {} | POST | onlineagent/291/cancelwork |
    agents.query_rest_reasons | {} | GET | agentgroup/291/restreason |
    agents.query_agent_skill_groups | {"agentId": "291"} | GET | onlineagent/291/agentskills |
    agents.query_agent_skill_groups | {"agentId": "102"} | GET | onlineagent/291/agentskillsbyworkno/102 |
    agents.force_logout | {"agentInfo": {"AgentId": "102"}} | POST | qualitycontrol/291/forcelogout/102 |
    agents.change_agent_pwd | {"oldPassWord": "Old-1234", "newPassWord": "New-1234"} | POST | onlineagent/291/modifyaccountpwdex | {"oldPassword": "Old-1234", "newPassword": "New-1234"}
    agents.subscribe_agent_event | {"agentId": "102", "eventType": "OnLongNoAnswer"} | POST | qualitycontrol/291/beginmonitor?agents=102 |
    agents.stop_subscribe_agent_event | {"agentid": "102", "eventType": "OnLongNoAnswer"} | POST | qualitycontrol/291/endmonitor?agents=102 |
    queues.query_skill_group_status | {"groupId": "6"} | POST | queuedevice/291/queryacdstat | {"skills": [6]}
    queues.query_call_list_by_group_id | {"groupId": "6"} | GET | calldata/291/waitcallinfo/6 |
    queues.query_skill_groups | {} | GET | queuedevice/291/agentvdnskill |
    queues.select_pickup | {"dialContent": {"CallId": "1456401416-3"}} | POST | voicecall/291/requestcall/1456401416-3/0 |
    queues.select_pickup | {"dialContent": {"CallId": "1456401416-3"}, "skillId": "6"} | POST | voicecall/291/requestcall/1456401416-3/0?skillId=6 |
    system.query_access_code_list | {} | GET | queuedevice/291/innoinfo |
    ivr.query_ivr_info | {} | GET | queuedevice/291/ivrinfo |
    supervision.monitor | {"agentInfo": {"AgentId": "102", "PhoneNumber": "40038"}} | PUT | qualitycontrol/291/addsupervise/102 |
    supervision.barge | {"agentInfo": {"AgentId": "102"}} | PUT | qualitycontrol/291/addinsert/102 |
    supervision.force_release | {"agentInfo": {"AgentId": "102"}} | PUT | qualitycontrol/291/intercept/102 |
    supervision.monitor_to_force_release | {"agentInfo": {"AgentId": "102"}} | PUT | qualitycontrol/291/intercept/102 |
    supervision.monitor_to_barge | {"agentInfo": {"AgentId": "102"}} | POST | qualitycontrol/291/switch/102 |
    supervision.whisper | {"agentInfo": {"AgentId": "102"}} | POST | qualitycontrol/291/requestwhisperagent?whisperagentid=102 |
    supervision.supervise_stop | {"AgentId": "102"} | DELETE | qualitycontrol/291/102 |
    supervision.supervise_stop | {"AgentId": "102", "operType": "1"} | DELETE | qualitycontrol/291/102 |
    supervision.supervise_stop | {"AgentId": "102", "operType": "3"} | POST | qualitycontrol/291/requeststopwhisperagent?whisperagentid=102 |
    supervision.supervise_switch | {"AgentId": "102", "operType": "0"} | POST | qualitycontrol/291/requestswitchinsertwhisperagent?whisperagentid=102&switchtype=0 |
    supervision.supervise_switch | {"AgentId": "102", "operType": "1"} | POST | qualitycontrol/291/requestswitchinsertwhisperagent?whisperagentid=102&switchtype=1 |
    supervision.supervise_switch | {"AgentId": "102", "operType": "3"} | POST | qualitycontrol/291/requestswitchinsertwhisperagent?whisperagentid=102&switchtype=2 |
    supervision.snatch_pickup | {"agentInfo": {"AgentId": "102"}} | PUT | voicecall/291/snatchpickup?destWorkNo=102 |
    lists.add_to_black_list | {"phoneNumber": "13800000000", "lockTime": "3600"} | POST | eccconfig/291/blacklist | {"phoneNumber": "13800000000", "lockTime": 3600}
    lists.add_to_black_list_ex | {"phoneNumber": "13800000000", "lockTime": "3600", "filterMode": "2"} | POST | eccconfig/291/blacklist | {"phoneNumber": "13800000000", "lockTime": 3600, "fiterMode": 2}
    lists.remove_from_black_list | {"phoneNumber": "13800000000"} | DELETE | eccconfig/291/blacklist?phoneNumber=13800000000 |
    lists.query_all_black_list | {} | GET | eccconfig/291/allblacklist?isContainInvalid=false |
    lists.query_all_black_list_ex | {} | GET | eccconfig/291/allblacklist?isContainInvalid=false |
    lists.add_to_red_list | {"phonePrefix": "13800000000", "priority": "14"} | POST | eccconfig/291/redlist | {"phoneNumber": "13800000000", "custLevel": 14}
    lists.remove_from_red_list | {"phonePrefix": "13800000000"} | DELETE | eccconfig/291/redlist?phoneNumber=13800000000 |
    lists.query_all_red_list | {} | GET | eccconfig/291/allredlist |
    messaging.send_message | {"agentId": "102", "msgContent": "午饭"} | POST | onlineagent/291/sendnoteletex | {"agentIds": [102], "content": "午饭"}
    conferences.create_meeting | {"dialContents": [{"PhoneNumber": "70092", "PhoneType": "Phone", "CallType": "ConventionCall"}, {"PhoneNumber": "102", "PhoneType": "Seat"}]} | POST | agentconf/291/requestagentconf | {"memberNum": 3}
    conferences.create_meeting | {"dialContents": [{"PhoneNumber": "70092"}], "time": "60", "promptTime": "5", "beepTone": "true", "playMode": "2", "voicePath": "y:/conf/120/1136287.V3"} | POST | agentconf/291/requestagentconf | {"memberNum": 2, "time": 60, "promptTime": 5, "beepTone": true, "playMode": 2, "voicePath": "y:/conf/120/1136287.V3"}
    conferences.create_meeting_ex | {"dialContents": [{"PhoneNumber": "70092"}], "accessCode": "95588", "time": 60, "promptTime": 5, "beepTone": false, "playMode": 2, "voicePath": "y:/x.V3"} | POST | agentconf/291/requestagentconf | {"memberNum": 2, "confCallerNo": "95588", "time": 60, "promptTime": 5, "beepTone": false, "playMode": 2, "voicePath": "y:/x.V3"}
    conferences.make_meeting | {"CallId": "1456401416-3"} | POST | voicecall/291/confjoin | {"callid": "1456401416-3"}
    conferences.single_step_meeting | {"dialContent": {"PhoneNumber": "70092", "PhoneType": "Phone", "CallType": "ConventionCall"}} | POST | agentconf/291/batchaddparticipant | {"addresses": [{"addressType": "6", "address": "70092"}]}
    conferences.single_step_meeting | {"dialContent": {"PhoneNumber": "102", "PhoneType": "Seat"}} | POST | agentconf/291/batchaddparticipant | {"addresses": [{"addressType": "9", "address": "102"}]}
    conferences.invite_meeting_member | {"meetingId": "1030400", "member": {"PhoneNumber": "102", "PhoneType": "Seat", "CallType": "ConventionCall"}} | POST | agentconf/291/batchaddparticipant | {"addresses": [{"addressType": "9", "address": "102"}]}
    conferences.remove_meeting_member | {"dialContent": {"PhoneNumber": "70092"}} | POST | agentconf/291/batchremoveparticipant | {"addresses": [{"addressType": "6", "address": "70092"}]}
    conferences.remove_meeting_member | {"dialContent": {"PhoneNumber": "102", "PhoneType": "Seat"}} | POST | agentconf/291/batchremoveparticipant | {"addresses": [{"addressType": "9", "address": "102"}]}
    conferences.exit_meeting | {"meetingId": "1030400"} | DELETE | agentconf/291/requestleaveagentconf |
    conferences.transfer_meeting_master | {"newMasterNumber": "102"} | PUT | agentconf/291/applytoshiftpresident?destWorkNo=102 |
    conferences.end_meeting | {} | DELETE | agentconf/291/releaseagentconf |
    conferences.query_meeting_members | {"meetingId": "1030400"} | POST | agentconf/291/queryconfinfos | {"confIds": [1030400]}
    conferences.change_meeting_member_mode | {"dialContent": {"PhoneNumber": "70092"}, "attribute": "1"} | POST | agentconf/291/changeparticipantmode | {"attribute": 1, "addressType": "6", "address": "70092"}
    conferences.change_meeting_member_mode | {"dialContent": {"PhoneNumber": "102", "PhoneType": "Seat"}, "attribute": "3"} | POST | agentconf/291/changeparticipantmode | {"attribute": 3, "addressType": "9", "address": "102"}
    recordings.play_record | {"recordId": "Y:/6/0/20161025/20011/1902050.V3"} | PUT | recordplay/291/play | {"voicepath": "Y:/6/0/20161025/20011/1902050.V3"}
    recordings.play_record_pause | {} | POST | recordplay/291/pauseplay |
    recordings.play_record_resume | {} | POST | recordplay/291/resumeplay |
    recordings.play_record_stop | {} | DELETE | recordplay/291/stopplay |
    recordings.get_record_length | {"recordId": "Yc1v6a20011d20161025t1902050"} | GET | recordplay/291/recordfilefromrecordid?recordid=Yc1v6a20011d20161025t1902050 |
    recordings.download_record_file | {"recordId": "Y:/6/0/x.V3", "format": "0"} | GET | recordplay/291/recordzipfileurl?filepath=Y:/6/0/x.V3 |
    recordings.download_record_file | {"recordId": "Y:/6/0/x.V3", "format": "1", "localFileName": "/tmp/x.wav", "to": "/tmp/x.wav", "zipPassword": "x"} | GET | recordplay/291/recordfileurl?filepath=Y:/6/0/x.V3 |
    phone.answer | {"callSessionId": "14684865313"} | PUT | voicecall/291/phonepickup |
    phone.release | {} | PUT | voicecall/291/phonehangup |
    talkinggroups.query | {"queryType": "2", "content": "5500"} | GET | CDS/talkGroup/5500 |
    talkinggroups.query | {"queryType": "1", "content": "1"} | GET | CDS/talkGroup/?pageNumber=1&pageSize=5&queryType=0 |
    talkinggroups.query | {"queryType": "1", "content": "3", "pageSize": "20"} | GET | CDS/talkGroup/?pageNumber=3&pageSize=20&queryType=0 |
    talkinggroups.query | {} | GET | CDS/talkGroup/?pageNumber=1&pageSize=5&queryType=0 |
    talkinggroups.query_state | {"groupNumber": "5500"} | GET | CDS/talkGroup/5500/state |
    talkinggroups.add | {"groupInfo": {"talkGroupName": "Yard", "talkGroupNumber": "5500", "talkGroupDesc": "The yard", "talkGroupType": 1, "radioGroupNumber": ["901"], "dispatchNumber": ["4501", "4502"], "receiveOnly": "false", "pttTimeoutInterval": 300, "noPttTimeoutInterval": 600}} | POST | CDS/talkGroup | {"talkGroupName": "Yard", "talkGroupNumber": "5500", "talkGroupDesc": "The yard", "talkGroupType": 1, "radioGroupNumber": ["901"], "dispatchNumber": ["4501", "4502"], "receiveOnly": "false", "pttTimeoutInterval": 300, "noPttTimeoutInterval": 600}
    talkinggroups.add | {"groupInfo.talkGroupName": "Mixed", "groupInfo.talkGroupNumber": "5600", "groupInfo.talkGroupType": "2", "groupInfo.dispatchNumber": "4501, 4502", "groupInfo.otherUserNumber": "512"} | POST | CDS/talkGroup | {"talkGroupName": "Mixed", "talkGroupNumber": "5600", "talkGroupType": 2, "dispatchNumber": ["4501", "4502"], "otherUserNumber": ["512"]}
    talkinggroups.modify | {"groupInfo": {"talkGroupName": "Yard", "talkGroupNumber": "5600", "talkGroupDesc": "The yard", "talkGroupType": 2, "radioGroupNumber": "901", "dispatchNumber": ["4501"], "otherUserNumber": ["512"], "receiveOnly": true, "pttTimeoutInterval": 300, "noPttTimeoutInterval": 600}} | PUT | CDS/talkGroup/5600 | {"talkGroupName": "Yard", "talkGroupNumber": "5600", "talkGroupDesc": "The yard", "talkGroupType": 2, "radioGroupNumber": ["901"], "dispatchNumber": ["4501"], "otherUserNumber": ["512"], "receiveOnly": "true", "pttTimeoutInterval": 300, "noPttTimeoutInterval": 600}
    talkinggroups.delete | {"groupNum": "5500"} | DELETE | CDS/talkGroup/5500 |
    talkinggroups.radio_group_query | {"queryType": "2", "content": "901"} | GET | CDS/radioGroup/901 |
    talkinggroups.radio_group_query | {"queryType": "1", "content": "2", "pageSize": "10"} | GET | CDS/radioGroup/?pageNumber=2&pageSize=10 |
    talkinggroups.subscribe | {"groupNum": "5500", "expire": "7200", "callBackURL": "http://10.0.0.5:9000/x", "websocketID": "4501"} | PUT | CDS/talkGroup/5500/subscribe | {"callBackURL": "http://10.0.0.5:9000/x", "websocketID": "4501", "expire": 7200}
    talkinggroups.subscribe | {"groupNum": "5500", "expire": 0} | PUT | CDS/talkGroup/5500/subscribe | {"expire": 0}
    talkinggroups.monitor | {"groupNum": "5500", "isMonitor": "true", "isAutoSubscribe": "true"} | POST | CDS/talkGroup/5500/monitor |
    talkinggroups.monitor | {"groupNum": "5500", "isMonitor": "false"} | DELETE | CDS/talkGroup/5500/monitor |
    talkinggroups.select | {"groupNum": "5500", "isSelect": "true"} | POST | CDS/talkGroup/5500/select |
    talkinggroups.select | {"groupNum": "5500", "isSelect": "false"} | DELETE | CDS/talkGroup/5500/select |
    talkinggroups.ptt | {"groupNum": "5500", "isPTT": "true"} | POST | CDS/talkGroup/5500/ptt |
    talkinggroups.ptt | {"groupNum": "5500", "isPTT": "false"} | DELETE | CDS/talkGroup/5500/ptt |
    talkinggroups.mixed_group_call_start | {"groupNum": "5600"} | POST | CDS/mixedGroupcall/5600 | {"users": []}
    talkinggroups.mixed_group_call_start | {"groupNum": "5600", "userStateList": [{"userNumber": "901", "userType": "RadioTrunk", "state": "inProcess"}], "mute": "true", "groupTempName": "Fire", "reservedSwitch": "0"} | POST | CDS/mixedGroupcall/5600 | {"users": [{"userNumber": "901", "userType": 1, "state": "inProcess"}], "mute": true, "groupTempName": "Fire", "reservedSwitch": "0"}
    talkinggroups.mixed_group_change_user_state | {"groupNum": "5600", "userStateList": [{"userNumber": "512", "userType": "1", "state": "notInOperation"}, {"userNumber": "514", "userType": "OtherUser", "state": "unmuted"}]} | PUT | CDS/mixedGroupcall/5600 | {"users": [{"userNumber": "512", "userType": 1, "state": "notInOperation"}, {"userNumber": "514", "userType": 2, "state": "unmuted"}]}
    talkinggroups.mixed_group_call_end | {"groupNum": "5600"} | DELETE | CDS/mixedGroupcall/5600 |
    """#
