/// What the requests beyond the document look like on the wire, written down from the reference pages: operation, arguments, method, address, body.
let beyondWire = #"""
    gateway.set_busy | {} | POST | onlineagent/291/saybusy |
    gateway.set_busy | {"reason": "200", "prolong": "true"} | POST | onlineagent/291/saybusy?reason=200&prolong=true |
    gateway.end_busy | {} | POST | onlineagent/291/cancelbusy |
    gateway.wrap_up | {} | POST | onlineagent/291/work |
    gateway.set_state_word | {"customstate": "7"} | POST | onlineagent/291/setcustomstate?customstate=7 |
    gateway.state_word | {} | GET | onlineagent/291/querycustomstate |
    gateway.bulletin | {"targettype": "1", "bulletindata": "Drill at 10", "targetname": "jst"} | POST | onlineagent/291/notifybulletin | {"targettype": "1", "bulletindata": "Drill at 10", "targetname": "jst"}
    gateway.set_talk_right | {"flag": "1"} | POST | onlineagent/291/settalkright?flag=1 |
    gateway.set_own_recording | {"first": "1", "second": "0"} | POST | onlineagent/291/setselfrecord/1/0 |
    gateway.call_out | {"called": "70092", "caller": "95588", "skillid": "6", "callappdata": "x", "callcontrolid": "9", "mediaability": "1"} | PUT | voicecall/291/callout | {"called": "70092", "caller": "95588", "skillid": 6, "callappdata": "x", "callcontrolid": "9", "mediaability": 1}
    gateway.call_agent | {"called": "102", "caller": "291", "callappdata": "x", "mediaability": "0"} | PUT | voicecall/291/callinner | {"called": "102", "caller": "291", "callappdata": "x", "mediaability": 0}
    gateway.call_skill | {"skillId": "6"} | PUT | voicecall/291/callinnerskill | {"skillId": 6}
    gateway.preview_call | {"called": "70092", "callcontrolid": "9"} | PUT | voicecall/291/previewcallout | {"called": "70092", "callcontrolid": "9"}
    gateway.release_phone | {} | DELETE | voicecall/291/releasephone |
    gateway.drop_party | {"number": "70092"} | POST | voicecall/291/disconnect/70092 |
    gateway.mute_video | {} | POST | voicecall/291/beginmutevideo |
    gateway.unmute_video | {} | POST | voicecall/291/endmutevideo |
    gateway.consult | {"dstaddress": "6", "devicetype": "1", "mode": "2", "callappdata": "x", "holdflag": "false"} | POST | voicecall/291/innerhelp | {"dstaddress": "6", "devicetype": 1, "mode": 2, "callappdata": "x", "holdflag": false}
    gateway.transfer | {"devicetype": "2", "address": "102", "mode": "3", "callappdata": "x", "caller": "95588", "mediaability": "2", "holdflag": "true", "skillId": "6"} | POST | voicecall/291/transfer | {"devicetype": 2, "address": "102", "mode": 3, "callappdata": "x", "caller": "95588", "mediaability": 2, "holdflag": true, "skillId": 6}
    gateway.dtmf | {"digits": "12*"} | POST | voicecall/291/seconddial/12%2A |
    gateway.report_sound | {} | POST | voicecall/291/reportsound |
    gateway.force_idle | {"workno": "102"} | POST | qualitycontrol/291/forceidle/102 |
    gateway.force_busy | {"workno": "102"} | POST | qualitycontrol/291/forcebusy/102 |
    gateway.force_rest | {"workno": "102", "seconds": "600", "cause": "3"} | POST | qualitycontrol/291/forcerest/102/600/3 |
    gateway.force_drop_call | {"callid": "1456401416-3"} | POST | qualitycontrol/291/forcedropcall/1456401416-3 |
    gateway.adjust_skills | {"workNo": "49999", "skills": [10, 25]} | POST | qualitycontrol/291/adjustskill | {"workNo": "49999", "skills": [10, 25]}
    gateway.intercept_call | {"workno": "102", "callId": "1456401416-3"} | PUT | qualitycontrol/291/intercept/102/1456401416-3 |
    gateway.inspectable_agents | {} | GET | qualitycontrol/291/allagent |
    gateway.watch_agents | {"agents": "101,102"} | POST | qualitycontrol/291/beginmonitor?agents=101;102 |
    gateway.unwatch_agents | {"agents": ["101", "102"]} | POST | qualitycontrol/291/endmonitor?agents=101;102 |
    gateway.set_agents_recording | {"first": "1", "second": "1", "agents": ["101", "102"]} | POST | qualitycontrol/291/setselfrecord/1/1?agents=101;102 |
    gateway.end_agents_recording | {"agents": "101"} | POST | qualitycontrol/291/cancelselfrecord?agents=101 |
    gateway.answer_for | {"workno": "102"} | PUT | thirdcontrol/291/callanswer/102 |
    gateway.call_out_for | {"workno": "102", "called": "70092", "caller": "95588", "callappdata": "x"} | PUT | thirdcontrol/291/callout/102 | {"called": "70092", "caller": "95588", "callappdata": "x"}
    gateway.set_state_for | {"workno": "102", "agentStatus": "AgentState_Busy"} | PUT | thirdcontrol/291/setstatus/102 | {"agentStatus": "AgentState_Busy"}
    gateway.answer_chat | {"callid": "1-2"} | PUT | textchat/291/answer/1-2 |
    gateway.drop_chat | {"callid": "1-2"} | DELETE | textchat/291/drop/1-2 |
    gateway.reject_chat | {"callid": "1-2"} | DELETE | textchat/291/reject/1-2 |
    gateway.send_chat | {"callId": "1-2", "content": "Hello"} | PUT | textchat/291/chatmessage | {"callId": "1-2", "content": "Hello"}
    gateway.start_chat | {"destno": "102"} | PUT | textchat/291/internalcall/102 |
    gateway.transfer_chat | {"addesstype": "10", "destaddr": "6", "callid": "1-2", "attachdata": "x"} | POST | textchat/291/transfer | {"addesstype": 10, "destaddr": "6", "callid": "1-2", "attachdata": "x"}
    gateway.own_state | {} | GET | agentgroup/291/queryagentstatus |
    gateway.own_state_and_skills | {} | GET | agentgroup/291/queryagentstatusandskill |
    gateway.local_agents | {} | GET | agentgroup/291/alllocalagentstatus |
    gateway.online_agents | {} | GET | agentgroup/291/onlineagentonvdn |
    gateway.online_agents_by_skill | {} | GET | agentgroup/291/allonlineagents |
    gateway.idle_agents | {} | GET | agentgroup/291/idleagent |
    gateway.agents_in_state | {"status": "4"} | GET | agentgroup/291/agentlistbystatus?status=4 |
    gateway.agents_filtered | {"agentLimit": "50", "agentStatus": [4, 7]} | POST | agentgroup/291/agentinfonoskills | {"agentLimit": 50, "agentStatus": [4, 7]}
    gateway.agents_of_skill | {"skillid": "6"} | GET | agentgroup/291/agentbyskill/6 |
    gateway.agent_numbers_of_skill | {"skillid": "6"} | GET | agentgroup/291/agentidsbyskill/6 |
    gateway.agents_configured_for_skill | {"skillid": "6"} | GET | agentgroup/291/agentbyconfigedskill/6 |
    gateway.agents_of_own_group | {} | GET | agentgroup/291/agentongroup |
    gateway.agents_of_group | {"groupid": "1"} | GET | agentgroup/291/agentongroupex?groupid=1 |
    gateway.group_of_agent | {"workno": "102"} | GET | agentgroup/291/groupbyagent/102 |
    gateway.groups | {} | GET | agentgroup/291/grouponvdn |
    gateway.rest_info | {} | GET | agentgroup/291/agentrestinfo |
    gateway.phones_in_use | {} | GET | agentgroup/291/loggedinagentphoneonvdn |
    gateway.agent_names | {} | GET | agentgroup/291/agentwasnameonvdn |
    gateway.chat_agents | {} | GET | agentgroup/291/allchatagents |
    gateway.own_right | {"right": "iscensor"} | GET | agentgroup/291/iscensor |
    gateway.own_right | {"right": "ispickup"} | GET | agentgroup/291/ispickup |
    gateway.skills_of_vdn | {"vdnid": "6"} | GET | queuedevice/291/vdnskill/6 |
    gateway.skills_signed_in | {"workno": "102"} | GET | queuedevice/291/agentskill/102 |
    gateway.waiting | {} | GET | queuedevice/291/waitnum |
    gateway.waiting_signed_in | {} | GET | queuedevice/291/waitnumbyagent |
    gateway.waiting_on_skill | {"skillid": "6"} | GET | queuedevice/291/skillwaitnum/6 |
    gateway.ringing_call | {} | GET | calldata/291/callinfobeforeanswer |
    gateway.call | {"callid": "1456401416-3"} | GET | calldata/291/callinfobycallid/1456401416-3 |
    gateway.calls_of_agent_more | {"workno": "102"} | GET | calldata/291/allcallinfoEx/102 |
    gateway.all_calls | {} | GET | calldata/291/allcallinfoinvdn |
    gateway.held_calls | {} | GET | calldata/291/holdlist |
    gateway.held_calls_of_agent | {"workno": "102"} | GET | calldata/291/holdlistex/102 |
    gateway.held_count | {"workno": "102"} | GET | calldata/291/agentholdnum/102 |
    gateway.call_count | {} | GET | calldata/291/callnums |
    gateway.handling_a_call | {} | GET | calldata/291/isprocesscall |
    gateway.private_queue | {} | GET | calldata/291/privatecallinfo |
    gateway.remote_numbers | {} | GET | calldata/291/remotenumbers |
    gateway.statistics | {} | GET | calldata/291/statistics |
    gateway.calls_in_ivr | {"ivrid": "3"} | GET | calldata/291/ivrcallinfo/3 |
    gateway.call_count_in_ivr | {"ivrid": "3"} | GET | calldata/291/ivrcallcount/3 |
    gateway.move_waiting_call | {"callid": "1456401416-3", "skillid": "6"} | PUT | calldata/291/assignuserinqueue | {"callid": "1456401416-3", "skillid": 6}
    gateway.call_records | {"workno": "102", "skillid": "6", "startdate": "20261101", "enddate": "20261130", "startposition": "101", "count": "50"} | GET | calldata/291/callRecordInfoList?workno=102&skillid=6&startdate=20261101&enddate=20261130&startposition=101&endposition=150 |
    gateway.call_records | {"startdate": "20261101", "enddate": "20261130"} | GET | calldata/291/callRecordInfoList?startdate=20261101&enddate=20261130&startposition=1&endposition=100 |
    gateway.blacklist | {"isContainInvalid": "true"} | GET | eccconfig/291/allblacklist?isContainInvalid=true |
    gateway.version | {} | GET | querymonitor/systemversion |
    gateway.time | {} | GET | querymonitor/servertime |
    gateway.state | {} | GET | querymonitor/systemstate |
    gateway.cluster | {} | GET | querymonitor/clusterinfo |
    gateway.agent_in_cluster | {"workno": "102"} | GET | querymonitor/agentclusterinfo/102 |
    gateway.agents_in_cluster | {} | GET | querymonitor/allagentclusterinfo |
    gateway.skill_statistics | {"skillid": "6"} | GET | querymonitor/skillstatisticinfo/6 |
    gateway.create_conference | {"memberNum": "5", "confCallerNo": "95588", "time": "60", "promptTime": "5", "beepTone": "true", "playMode": "2", "voicePath": "y:/x.V3"} | POST | agentconf/291/requestagentconf | {"memberNum": 5, "confCallerNo": "95588", "time": 60, "promptTime": 5, "beepTone": true, "playMode": 2, "voicePath": "y:/x.V3"}
    gateway.accept_conference | {} | PUT | agentconf/291/answeragentconf |
    gateway.refuse_conference | {} | DELETE | agentconf/291/rejectagentconf |
    gateway.invite_members | {"addresses": [{"address": "70092"}, {"address": "70093"}]} | POST | agentconf/291/batchaddparticipant | {"addresses": [{"addressType": "6", "address": "70092"}, {"addressType": "6", "address": "70093"}]}
    gateway.invite_members | {"addresses": [{"address": "102", "addressType": "9"}], "beepTone": "true", "playMode": "2", "voicePath": "y:/x.V3"} | POST | agentconf/291/batchaddparticipant | {"addresses": [{"addressType": "9", "address": "102"}], "beepTone": true, "playMode": 2, "voicePath": "y:/x.V3"}
    gateway.remove_members | {"addresses": [{"address": "102", "addressType": "9"}, {"address": "70092"}]} | POST | agentconf/291/batchremoveparticipant | {"addresses": [{"addressType": "9", "address": "102"}, {"addressType": "6", "address": "70092"}]}
    gateway.hold_member | {"address": "102", "addressType": "9", "playMode": "2", "voicePath": "y:/x.V3"} | POST | agentconf/291/holdparticipant | {"addressType": "9", "address": "102", "playMode": 2, "voicePath": "y:/x.V3"}
    gateway.unhold_member | {"address": "70092", "addressType": "6", "playMode": "2", "voicePath": "y:/x.V3"} | POST | agentconf/291/unholdparticipant | {"addressType": "6", "address": "70092", "playMode": 2, "voicePath": "y:/x.V3"}
    gateway.prolong_conference | {"prolongTime": "30"} | PUT | agentconf/291/prolongtime?prolongTime=30 |
    gateway.resize_conference | {"modifyType": "1", "modifyNum": "2"} | POST | agentconf/291/modifyconfresource | {"modifyType": 1, "modifyNum": 2}
    gateway.play_to_conference | {"playType": "1", "playMode": "2", "voicePath": "y:/x.V3"} | PUT | agentconf/291/playvoicetoconf | {"playType": "1", "playMode": 2, "voicePath": "y:/x.V3"}
    gateway.stop_playing_to_conference | {} | PUT | agentconf/291/stopvoicetoconf |
    gateway.conferences | {"confIds": "1030400,1030656"} | POST | agentconf/291/queryconfinfos | {"confIds": [1030400, 1030656]}
    gateway.play | {"voicepath": "Y:/x.V3", "startpostion": "10", "volumechange": "60", "speedchange": "0", "times": "1", "codeformat": "0"} | PUT | recordplay/291/play | {"voicepath": "Y:/x.V3", "startpostion": 10, "volumechange": 60, "speedchange": 0, "times": 1, "codeformat": 0}
    gateway.play_forward | {"seconds": "10"} | POST | recordplay/291/forefast/10 |
    gateway.play_back | {"seconds": "10"} | POST | recordplay/291/backfast/10 |
    gateway.record | {"fileName": "x", "mediaType": "5", "recordMode": "1"} | PUT | recordplay/291/record | {"fileName": "x", "mediaType": 5, "recordMode": 1}
    gateway.record_to_file | {"filename": "x.V3"} | PUT | recordplay/291/record?filename=x.V3 |
    gateway.record_without_file | {} | PUT | recordplay/291/recordwithoutfilename |
    gateway.pause_recording | {} | POST | recordplay/291/pauserecord |
    gateway.resume_recording | {} | POST | recordplay/291/resumerecord |
    gateway.stop_recording | {} | DELETE | recordplay/291/stoprecord |
    gateway.find_recordings | {"workno": "102", "skillid": "6", "startdate": "20261101", "enddate": "20261130", "startposition": "1", "count": "20"} | GET | recordplay/291/recordfile?workno=102&skillid=6&startdate=20261101&enddate=20261130&startposition=1&endposition=20 |
    gateway.recording_of_call | {"workno": "102", "callid": "1456401416-3", "calltime": "1456401416"} | GET | recordplay/291/queryrecordfilebycallid?workno=102&callid=1456401416-3&calltime=1456401416 |
    gateway.recording_url | {"filepath": "Y:/x.V3"} | GET | recordplay/291/recordfileurl?filepath=Y:/x.V3 |
    gateway.recording_zip_url | {"filepath": "Y:/x.V3"} | GET | recordplay/291/recordzipfileurl?filepath=Y:/x.V3 |
    gateway.recordings_zip_url | {"filepath": "Y:/x.V3,Y:/y.V3"} | GET | recordplay/291/batchrecordzipfileurl?filepath=Y:/x.V3;Y:/y.V3 |
    gateway.recording_path | {"recordId": "Yc1"} | GET | qualitycontrol/291/localrecordpath?format=1&recordId=Yc1 |
    talkinggroups.emergency_answer | {"groupNum": "5500"} | POST | CDS/talkGroup/5500/emergencyAnswer |
    talkinggroups.emergency_exit | {"groupNum": "5500"} | DELETE | CDS/talkGroup/5500/emergencyExit |
    talkinggroups.parameters | {} | GET | CDS/pubparam |
    talkinggroups.set_parameters | {"maxGrpMonCount": "1", "maxGrpSubCount": "2", "maxDisMonCount": "3", "maxDisSubCount": "4", "maxTempGrpMemberCount": "36", "isPttDependsSelect": "false", "maxPttTimeoutInterval": "70", "maxMonOpTimeoutInterval": "60", "maxPttOpTimeoutInterval": "2000", "isAutoDownCall": "true", "isMixSupportGrant": "true", "optimizedPtt": "false", "recordPath": "rec/"} | PUT | CDS/pubparam | {"maxGrpMonCount": 1, "maxGrpSubCount": 2, "maxDisMonCount": 3, "maxDisSubCount": 4, "maxTempGrpMemberCount": 36, "isPttDependsSelect": false, "maxPttTimeoutInterval": 70, "maxMonOpTimeoutInterval": 60, "maxPttOpTimeoutInterval": 2000, "isAutoDownCall": true, "isMixSupportGrant": true, "optimizedPtt": false, "recordPath": "rec/"}
    talkinggroups.proxy | {"number": "8001"} | GET | CDS/jasProxy/8001 |
    talkinggroups.proxies | {} | GET | CDS/jasProxy/all |
    talkinggroups.recordings | {"corpId": "7", "pageIndex": "1", "pageSize": "5", "searchKey": "a6311", "startTime": "t1", "endTime": "t2", "onlyLocalRecord": "true", "isConfRecord": "false"} | GET | opengw/corp/7/recordlist?pageIndex=1&pageSize=5&searchKey=a6311&startTime=t1&endTime=t2&onlyLocalRecord=true&isConfRecord=false&isMultiKey=true&isExactSearch=true |
    talkinggroups.call_for | {"number": "4501", "calleeNumber": "70092", "isVideo": "true"} | PUT | CDS/thirdControl/4501/call | {"calleeNumber": "70092", "isVideo": true}
    talkinggroups.conference_for | {"number": "4501", "attendees": [{"number": "70092", "name": "Gate", "isMute": "true"}, {"number": "70093"}], "isVideo": "false", "isRecord": "true"} | PUT | CDS/thirdControl/4501/conference | {"isVideo": false, "isRecord": true, "attendees": [{"number": "70092", "name": "Gate", "isMute": true}, {"number": "70093", "isMute": false}]}
    talkinggroups.mixed_group_call_for | {"number": "4501", "groupAlias": "Fire", "userList": [{"number": "901", "userType": "1"}, {"number": "512"}]} | PUT | CDS/thirdControl/4501/mixgroupcall | {"groupAlias": "Fire", "userList": [{"number": "901", "userType": 1}, {"number": "512", "userType": 2}]}
    talkinggroups.message_for | {"number": "4501", "userList": "512,514", "smsContent": "Come back"} | PUT | CDS/thirdControl/4501/sms | {"userList": ["512", "514"], "smsContent": "Come back"}
    """#
