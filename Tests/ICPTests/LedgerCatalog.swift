/// The document's 145 methods as the catalog has them: id, native name, kind, parameters (`?` where they may be left out).
let documentCatalog = """
    session.initialize|Initialize|command|agentInfo.AgentId agentInfo.PhoneNumber agentInfo.PassWord? agentInfo.VCPhoneNumber? settings.HuaweiCTIServerIP settings.HuaweiBackupCTIServerIP? settings.HuaweiTimeout? settings.HuaweiWebServiceUrl settings.HuaweiBackupWebServiceUrl? settings.DRHuaweiWebServiceUrl? settings.HuaweiDRHuaweiBackupWebServiceUrl? settings.HuaweiOutboundPrefix? settings.HuaweiExtensionPrefix? settings.HuaweiExtensionLength? settings.HuaweiSetAutoAnswer? settings.HuaweiIsEnableACW? settings.HuaweiPhoneLinkage? settings.IsForceLogin?
    session.uninitialize|UnInitialize|command|
    system.get_version|GetVersion|query|
    session.login_to_uportal|LoginToUPortal|command|serverAddressInfo userName password initNum?
    session.logout_from_uportal|LogoutFromUPortal|command|
    session.uninitialize_all|UnInitializeAll|command|
    calls.pickup|Pickup|command|
    calls.hangup|Hangup|command|
    calls.dial|Dial|command|dialContent.PhoneNumber dialContent.PhoneType dialContent.CallType
    calls.hold|Hold|command|holdMode
    calls.consult_call|ConsultCall|command|dialContent.PhoneNumber
    calls.end_consult_call|EndConsultCall|command|
    calls.transfer_to_agent|TransferToAgent|command|
    calls.single_step_transfer|SingleStepTransfer|command|sourceAgent? targetNumber
    calls.single_step_succ_transfer|SingleStepSuccTransfer|command|sourceAgent? targetNumber
    calls.query_current_calling_scope|QueryCurrentCallingScope|query|
    calls.polling_call|PollingCall|command|dialContents dialContents[].PhoneNumber dialContents[].PhoneType dialContents[].CallType? timeout
    calls.disconnect_call|DisconnectCall|command|CallId
    calls.transfer_to_skill_group|TransferToSkillGroup|command|bSuccTrans groupId
    calls.dial_ex|DialEx|command|dialContent.PhoneNumber dialContent.PhoneType dialContent.CallType accessCode
    calls.polling_call_ex|PollingCallEx|command|dialContents dialContents[].PhoneNumber dialContents[].PhoneType dialContents[].CallType? timeout accessCode
    calls.mute|Mute|command|isMute
    calls.agent_send_dtmf|AgentSendDTMF|command|DTMFDigits
    calls.transfer_to_ivr|TransferToIVR|command|bReturnTrans AccessCode
    calls.hold_by_call_id|HoldByCallId|command|holdMode CallId
    agents.set_busy|SetBusy|command|
    agents.set_idle|SetIdle|command|
    agents.query_agent_status|QueryAgentStatus|query|agentInfo.AgentId
    agents.query_all_agent_status|QueryAllAgentStatus|query|
    agents.rest|Rest|command|time usCause
    agents.cancel_rest|CancelRest|command|
    agents.set_auto_enter_idle|SetAutoEnterIdle|command|bIdle
    agents.set_work_stop|SetWorkStop|command|bWork
    agents.exit_acw|ExitACW|command|
    agents.query_rest_reasons|QueryRestReasons|query|
    queues.query_skill_group_status|QuerySkillGroupStatus|query|groupId
    config.set_config|SetConfig|command|cfgKey cfgValue
    config.get_config|GetConfig|query|cfgKey
    ivr.query_ivr_info|QueryIVRInfo|query|
    queues.query_call_list_by_group_id|QueryCallListByGroupId|query|groupId
    queues.stop_query_call_list_by_group_id|StopQueryCallListByGroupId|command|groupId
    lists.query_black_list|QueryBlackList|query|phoneNumber
    lists.query_black_list_ex|QueryBlackListEx|query|phoneNumber
    lists.query_all_black_list|QueryAllBlackList|query|
    lists.query_all_black_list_ex|QueryAllBlackListEx|query|
    lists.query_red_list|QueryRedList|query|phonePrefix
    lists.query_all_red_list|QueryAllRedList|query|
    queues.query_skill_groups|QuerySkillGroups|query|
    system.query_access_code_list|QueryAccessCodeList|query|
    cdr.query_lost_calls|QueryLostCalls|query|startPosition endPosition beginTime endTime
    cdr.query_lost_calls_count|QueryLostCallsCount|query|beginTime endTime
    calls.query_call_info|QueryCallInfo|query|
    agents.query_agent_skill_groups|QueryAgentSkillGroups|query|agentId
    cdr.query_malicious_calls|QueryMaliciousCalls|query|PhoneNumber
    conferences.create_meeting|CreateMeeting|command|dialContents dialContents[].PhoneNumber dialContents[].PhoneType dialContents[].CallType
    conferences.make_meeting|MakeMeeting|command|
    conferences.single_step_meeting|SingleStepMeeting|command|dialContent.PhoneNumber dialContent.PhoneType dialContent.CallType
    conferences.invite_meeting_member|InviteMeetingMember|command|meetingId member.PhoneNumber member.PhoneType member.CallType
    conferences.remove_meeting_member|RemoveMeetingMember|command|meetingId dialContent.PhoneNumber
    conferences.exit_meeting|ExitMeeting|command|meetingId
    conferences.transfer_meeting_master|TransferMeetingMaster|command|meetingId oldMasterNumber newMasterNumber
    conferences.end_meeting|EndMeeting|command|meetingId
    conferences.query_meeting_members|QueryMeetingMembers|query|meetingId
    conferences.create_meeting_ex|CreateMeetingEx|command|dialContents dialContents[].PhoneNumber dialContents[].PhoneType dialContents[].CallType accessCode
    conferences.change_meeting_member_mode|ChangeMeetingMemberMode|command|meetingId dialContent.PhoneNumber attribute
    supervision.barge|Barge|command|agentInfo.AgentId agentInfo.PhoneNumber
    supervision.force_release|ForceRelease|command|agentInfo.AgentId agentInfo.PhoneNumber
    supervision.monitor|Monitor|command|agentInfo.AgentId agentInfo.PhoneNumber
    supervision.monitor_to_barge|MonitorToBarge|command|agentInfo.AgentId agentInfo.PhoneNumber
    supervision.monitor_to_force_release|MonitorToForceRelease|command|agentInfo.AgentId agentInfo.PhoneNumber
    supervision.whisper|Whisper|command|agentInfo.AgentId agentInfo.PhoneNumber
    supervision.supervise_stop|SuperviseStop|command|
    supervision.supervise_switch|SuperviseSwitch|command|operType
    lists.add_to_black_list|AddToBlackList|command|phoneNumber lockTime
    lists.add_to_black_list_ex|AddToBlackListEx|command|phoneNumber lockTime filterMode
    lists.remove_from_black_list|RemoveFromBlackList|command|phoneNumber
    lists.remove_all_black_list|RemoveAllBlackList|command|
    queues.select_pickup|SelectPickup|command|dialContent.CallId
    supervision.snatch_pickup|SnatchPickup|command|agentInfo.AgentId agentInfo.PhoneNumber
    agents.force_logout|ForceLogout|command|agentInfo.AgentId
    agents.change_agent_pwd|ChangeAgentPwd|command|oldPassWord newPassWord
    lists.add_to_red_list|AddToRedList|command|phonePrefix priority
    lists.remove_from_red_list|RemoveFromRedList|command|phonePrefix
    lists.remove_all_red_list|RemoveAllRedList|command|
    messaging.send_message|SendMessage|command|agentId msgContent
    agents.set_auto_answer|SetAutoAnswer|command|isAutoAnswer
    calls.set_call_data|SetCallData|command|callData
    calls.query_call_data|QueryCallData|query|
    calls.set_customer_level|SetCustomerLevel|command|phoneNumber level
    calls.query_call_id_on_agent|QueryCallIDOnAgent|query|agentId
    agents.query_agent_ip|QueryAgentIP|query|agentInfo.AgentId
    agents.reset_agent_skill_groups|ResetAgentSkillGroups|command|agentId groupIds
    agents.subscribe_agent_event|SubscribeAgentEvent|command|agentId eventType
    agents.stop_subscribe_agent_event|StopSubscribeAgentEvent|command|agentid eventType
    recordings.play_record|PlayRecord|command|recordId
    recordings.play_record_pause|PlayRecordPause|command|
    recordings.play_record_resume|PlayRecordResume|command|
    recordings.play_record_seek_to|PlayRecordSeekTo|command|nStep
    recordings.play_record_stop|PlayRecordStop|command|
    recordings.get_record_length|GetRecordLength|query|recordId
    recordings.download_record_file|DownloadRecordFile|command|recordId localFileName format zipPassword?
    recordings.set_customized_record_info|SetCustomizedRecordInfo|command|recordId data
    radio.ptt|PTT|command|pttOperate pttLevel?
    radio.query_wireless_info|QueryWirelessInfo|query|deviceId
    radio.query_all_wireless_device|QueryAllWirelessDevice|query|
    radio.query_using_wireless_device|QueryUsingWirelessDevice|query|
    messaging.send_sms|SendSMS|command|deviceId phoneNumber note mciIp mciPort ulSeqNo
    messaging.reply_sms|ReplySMS|command|CCBIdx mediaStreamInfo ulSeqNo
    messaging.release_call_ex_with_ccb_idx|ReleaseCallExWithCCBIdx|command|CCBIdx
    messaging.transfer_sms_to_agent|TransferSMSToAgent|command|CCBIdx targetAgent
    messaging.send_email|SendEmail|command|receiverAddress skillID index
    messaging.reply_email|ReplyEmail|command|
    messaging.query_agent_email_cfg_info|QueryAgentEmailCfgInfo|query|
    messaging.get_send_email_index|GetSendEmailIndex|query|
    messaging.release_mail_call|ReleaseMailCall|command|
    calls.pickup_vc_call|PickupVCCall|command|
    calls.hangup_vc_call|HangupVCCall|command|
    phone.initialize|PhoneInitialize|command|phoneMode phoneNum phonePassword? sipServerInfo audioDeviceInfo? localInfo.LocalIp? localInfo.LocalSipPort? localInfo.LocalAudioPort? settings?
    phone.uninitialize|PhoneUnInitialize|command|
    phone.answer|PhoneAnswer|command|callSessionId
    phone.release|PhoneRelease|command|callSessionId
    phone.mute|PhoneMute|command|callSessionId isMute
    phone.switch_sound_device|PhoneSwitchSoundDevice|command|callSessionId isToAidDevice
    phone.get_sound_device|PhoneGetSoundDevice|query|isInput
    phone.set_sound_device|PhoneSetSoundDevice|command|isInput deviceIndex
    phone.get_volume|PhoneGetVolume|query|isInput
    phone.get_device_volume|PhoneGetDeviceVolume|query|isInput deviceType
    phone.set_volume|PhoneSetVolume|command|isInput volumeValue
    phone.set_device_volume|PhoneSetDeviceVolume|command|isInput volumeValue deviceType
    phone.get_volume_gain_by_call|PhoneGetVolumeGainByCall|query|callSessionId isInput
    phone.set_volume_gain_by_call|PhoneSetVolumeGainByCall|command|callSessionId isInput gainValue
    talkinggroups.query|TalkingGroupQuery|query|queryType pageSize content
    talkinggroups.query_state|TalkingGroupQueryState|query|groupNumber
    talkinggroups.add|TalkingGroupAdd|command|groupInfo
    talkinggroups.modify|TalkingGroupModify|command|groupInfo
    talkinggroups.delete|TalkingGroupDelete|command|groupNum
    talkinggroups.radio_group_query|RadioGroupQuery|query|queryType pageSize content
    talkinggroups.subscribe|TalkingGroupSubscribe|command|expire groupNum
    talkinggroups.monitor|TalkingGroupMonitor|command|groupNum isMonitor isAutoSubscribe?
    talkinggroups.select|TalkingGroupSelect|command|groupNum isSelect
    talkinggroups.ptt|TalkingGroupPTT|command|groupNum isPTT
    talkinggroups.get_call_info|TalkingGroupGetCallInfo|query|groupNum
    talkinggroups.mixed_group_call_start|MixedGroupCallStart|command|groupNum userStateList? userStateList[].userNumber userStateList[].userType userStateList[].state
    talkinggroups.mixed_group_call_end|MixedGroupCallEnd|command|groupNum
    talkinggroups.mixed_group_change_user_state|MixedGroupChangeUserState|command|groupNum userStateList? userStateList[].userNumber userStateList[].userType userStateList[].state
    """
