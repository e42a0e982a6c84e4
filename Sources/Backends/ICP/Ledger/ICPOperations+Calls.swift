/// A table of the ledger; how it is read stands in `ICPOperations.swift`.
extension ICPOperations {
    /// Session, system, configuration and calls (document, sections 4.1 to 4.3 and 4.11).
    static let calls = #"""
        > session.initialize | Initialize | command | 启动软电话 | Sign the agent in (start the soft-phone) | done
        ! own
        agentInfo.AgentId | text |  | Agent ID, 1-5 digits.
        agentInfo.PhoneNumber | text |  | Phone number to bind, 1-24 digits.
        agentInfo.PassWord? | secret |  | Agent password, 1-32 characters.
        agentInfo.VCPhoneNumber? | text |  | Video terminal number, 1-24 digits.
        settings.HuaweiCTIServerIP | text |  | IP address of the main AgentGateway server.
        settings.HuaweiBackupCTIServerIP? | text |  | IP address of the backup AgentGateway server.
        settings.HuaweiTimeout? | text |  | Time-out, non-negative integer, 35-60; printed unit milliseconds; values outside are clamped to the bound.
        settings.HuaweiWebServiceUrl | text |  | URL of the main web service on the main node.
        settings.HuaweiBackupWebServiceUrl? | text |  | URL of the backup web service on the main node.
        settings.DRHuaweiWebServiceUrl? | text |  | URL of the main web service on the disaster-recovery node.
        settings.HuaweiDRHuaweiBackupWebServiceUrl? | text |  | URL of the web service on the disaster-recovery node; described with the same words as DRHuaweiWebServiceUrl, by its name the backup one.
        settings.HuaweiOutboundPrefix? | text |  | Outbound prefix, 1-24 characters.
        settings.HuaweiExtensionPrefix? | text |  | Extension prefix, 1-24 characters.
        settings.HuaweiExtensionLength? | text |  | Extension length, 1-20 digits.
        settings.HuaweiSetAutoAnswer? | text | true=on; false=off | Auto answer.
        settings.HuaweiIsEnableACW? | text | true=on; false=off | Wrap-up (ACW) state after calls.
        settings.HuaweiPhoneLinkage? | text | 0=external phone, linked; 1=ordinary; 2=phone nailed up | Working mode of the agent's phone.
        settings.IsForceLogin? | text | 0=do not force; 1=force | Forced sign-in.
        > session.uninitialize | UnInitialize | command | 关闭软电话 | Sign the agent out (close the soft-phone) | done
        ! own
        > system.get_version | GetVersion | query | 版本号查询 | Get the SDK version | done
        ! library
        > session.login_to_uportal | LoginToUPortal | command | 登录 UPortal | Log in to UPortal | done
        ! own
        serverAddressInfo | text |  | Server address(es): protocol (http/https), IP address, port and path. Via API Gateway: https://10.10.10.10:443/v1/EC; direct: https://10.10.10.10:443. Several servers allowed, see notes.
        userName | text |  | Dispatcher account.
        password | secret |  | Password of the account.
        initNum? | text |  | Initial phone number; when not empty, synchronous phone login is done; may carry a domain, then the domain huawei.com in ECC.xml may be empty.
        > session.logout_from_uportal | LogoutFromUPortal | command | 登出 UPortal | Log out of UPortal | done
        ! own
        > session.uninitialize_all | UnInitializeAll | command | 回收所有资源 | Release all resources | done
        ! own
        > calls.pickup | Pickup | command | 摘机 | Answer the incoming call | done
        @ PUT voicecall/{A}/answer
        > calls.hangup | Hangup | command! | 挂机 | Hang up | done
        @ DELETE voicecall/{A}/release
        > calls.dial | Dial | command | 单呼 | Dial | object
        @ [dialContent.PhoneType=Phone,Mobilephone,Unknown & dialContent.CallType=ConventionCall] PUT voicecall/{A}/callout {"called": "$dialContent.PhoneNumber!"}
        @ [dialContent.PhoneType=Seat & dialContent.CallType=ConventionCall] PUT voicecall/{A}/callinner {"called": "$dialContent.PhoneNumber!"}
        dialContent.PhoneNumber | text |  | Number to call, 1-24 digits; for a Seat the work number.
        ~dialContent.PhoneType | text = Phone | Phone=telephone; Mobilephone=mobile telephone; Unknown=not known; Seat=agent; LTE=eLTE handset; SW=short wave; WLDigitalDevice=digital radio; WLSimulateDevice=analogue radio | Kind of telephone; the gateway reaches telephones and agents.
        ~dialContent.CallType | text = ConventionCall | ConventionCall=ordinary call; GroupCall=group call; SecretCall=private call | Kind of call; the gateway knows ordinary calls.
        > calls.hold | Hold | command | 保持 | Hold or retrieve the call | done
        @ [holdMode=Hold] POST voicecall/{A}/hold
        @ [holdMode=HoldCancel] POST voicecall/{A}/gethold
        holdMode | text | Hold=hold; HoldCancel=retrieve | Hold or cancel.
        > calls.consult_call | ConsultCall | command | 协商呼叫 | Consultation call | object
        @ POST voicecall/{A}/innerhelp {"dstaddress": "$dialContent.PhoneNumber!", "devicetype": 2, "mode": 1}
        dialContent.PhoneNumber | text |  | Work number of the agent to consult.
        > calls.end_consult_call | EndConsultCall | command | 结束协商呼叫 | End the consultation call | done
        @ POST voicecall/{A}/canceltransfer
        > calls.transfer_to_agent | TransferToAgent | command | 协商转移 | Attended transfer to the consulted agent | done
        @ POST voicecall/{A}/connecthold/{CallId}
        +CallId | text |  | The held call, which the gateway wants named.
        > calls.single_step_transfer | SingleStepTransfer | command | 非监督转移 | Blind transfer | done
        @ [deviceType=2] POST voicecall/{A}/transfer {"devicetype": 2, "address": "$targetNumber!", "mode": 0}
        @ [deviceType=5] POST voicecall/{A}/transfer {"devicetype": 5, "address": "$targetNumber!", "mode": 1}
        sourceAgent? | text |  | Agent ID; reserved, not used.
        targetNumber | text |  | Target number, 1-24 digits, inside or outside line.
        +deviceType? | text = 5 | 2=agent, by work number; 5=telephone number | What targetNumber is.
        > calls.single_step_succ_transfer | SingleStepSuccTransfer | command | 呼叫成功转移 | Transfer on answer | done
        @ [deviceType=2] POST voicecall/{A}/transfer {"devicetype": 2, "address": "$targetNumber!", "mode": 2}
        @ [deviceType=5] POST voicecall/{A}/transfer {"devicetype": 5, "address": "$targetNumber!", "mode": 2}
        sourceAgent? | text |  | Agent ID; reserved, not used.
        targetNumber | text |  | Target number, 1-24 digits, inside or outside line.
        +deviceType? | text = 5 | 2=agent, by work number; 5=telephone number | What targetNumber is.
        > calls.query_current_calling_scope | QueryCurrentCallingScope | query | 查询当前呼叫范围 | Query whether the incoming call is inside or outside | object
        @ GET calldata/{A}/callinfo?isNoContainLastCall=true
        > calls.polling_call | PollingCall | command | 轮询呼叫 | Dial a list one after the other | done
        ! one-by-one
        dialContents | list |  | Targets to call, in order, at most 10.
        dialContents[].PhoneNumber | text |  | Number to call, 1-24 digits.
        dialContents[].PhoneType | text | Phone=telephone; Mobilephone=mobile telephone; Unknown=not known; Seat=agent; LTE=eLTE handset; SW=short wave; WLDigitalDevice=digital radio; WLSimulateDevice=analogue radio | Kind of telephone; the gateway reaches telephones and agents.
        dialContents[].CallType? | text | ConventionCall=ordinary call; GroupCall=group call; SecretCall=private call | Kind of call; the gateway knows ordinary calls.
        timeout | integer |  | Ring time-out per number, 10-60 seconds.
        > calls.disconnect_call | DisconnectCall | command! | 根据 CallId 释放呼叫 | Release a call by its ID | done
        @ POST voicecall/{A}/dropcall/{CallId}
        CallId | text |  | Id of the call, e.g. 1456401416-3.
        > calls.transfer_to_skill_group | TransferToSkillGroup | command | 通话转队列 | Transfer to a skill group (queue) | done
        @ [bSuccTrans=true] POST voicecall/{A}/transfer {"devicetype": 1, "address": "$groupId!", "mode": 2}
        @ [bSuccTrans=false] POST voicecall/{A}/transfer {"devicetype": 1, "address": "$groupId!", "mode": 0}
        bSuccTrans | boolean | true=success transfer; false=release transfer | Kind of transfer.
        groupId | text |  | Skill group ID, fewer than 25 digits; from WAS or QuerySkillGroups.
        > calls.dial_ex | DialEx | command | 单呼拓展 | Dial with a system access code | object
        @ [dialContent.PhoneType=Phone,Mobilephone,Unknown & dialContent.CallType=ConventionCall] PUT voicecall/{A}/callout {"called": "$dialContent.PhoneNumber!", "caller": "$accessCode!"}
        @ [dialContent.PhoneType=Seat & dialContent.CallType=ConventionCall] PUT voicecall/{A}/callinner {"called": "$dialContent.PhoneNumber!", "caller": "$accessCode!"}
        dialContent.PhoneNumber | text |  | Number to call, 1-24 digits; for a Seat the work number.
        ~dialContent.PhoneType | text = Phone | Phone=telephone; Mobilephone=mobile telephone; Unknown=not known; Seat=agent; LTE=eLTE handset; SW=short wave; WLDigitalDevice=digital radio; WLSimulateDevice=analogue radio | Kind of telephone; the gateway reaches telephones and agents.
        ~dialContent.CallType | text = ConventionCall | ConventionCall=ordinary call; GroupCall=group call; SecretCall=private call | Kind of call; the gateway knows ordinary calls.
        accessCode | text |  | System access code, 1-24 characters; visible in WAS.
        > calls.polling_call_ex | PollingCallEx | command | 轮询呼叫拓展 | Dial a list one after the other, with a system access code | done
        ! one-by-one
        dialContents | list |  | Targets to call, in order, at most 10.
        dialContents[].PhoneNumber | text |  | Number to call, 1-24 digits.
        dialContents[].PhoneType | text | Phone=telephone; Mobilephone=mobile telephone; Unknown=not known; Seat=agent; LTE=eLTE handset; SW=short wave; WLDigitalDevice=digital radio; WLSimulateDevice=analogue radio | Kind of telephone; the gateway reaches telephones and agents.
        dialContents[].CallType? | text | ConventionCall=ordinary call; GroupCall=group call; SecretCall=private call | Kind of call; the gateway knows ordinary calls.
        timeout | integer |  | Ring time-out per number, 10-60 seconds.
        accessCode | text |  | System access code, 1-24 digits.
        > calls.mute | Mute | command | 静音 | Mute or unmute the call | done
        @ [isMute=true] POST voicecall/{A}/beginmute
        @ [isMute=false] POST voicecall/{A}/endmute
        isMute | boolean | true=mute; false=unmute | Mute switch.
        > calls.agent_send_dtmf | AgentSendDTMF | command | 二次拨号 | Send DTMF digits | done
        @ POST voicecall/{A}/seconddialex?number=$DTMFDigits!
        DTMFDigits | text |  | Digits to send, at most 24 characters.
        > calls.transfer_to_ivr | TransferToIVR | command | 转到 IVR | Transfer to an IVR flow | done
        @ [bReturnTrans=true] POST voicecall/{A}/transfer {"devicetype": 3, "address": "$AccessCode!", "mode": 1}
        @ [bReturnTrans=false] POST voicecall/{A}/transfer {"devicetype": 3, "address": "$AccessCode!", "mode": 0}
        bReturnTrans | boolean | true=suspend transfer, call comes back; false=release transfer | Kind of transfer.
        AccessCode | text |  | Access code of the IVR flow, fewer than 25 digits; from QueryIVRInfo (InNo) or WAS.
        > calls.hold_by_call_id | HoldByCallId | command | 根据 CallId 保持通话 | Hold or retrieve a given call | done
        @ [holdMode=Hold] POST voicecall/{A}/hold
        @ [holdMode=HoldCancel] POST voicecall/{A}/gethold?callid=$CallId!
        holdMode | text | Hold=hold; HoldCancel=retrieve | Hold or cancel.
        CallId | text |  | Id of the call; the gateway holds the current call and wants it for the retrieval only.
        > config.set_config | SetConfig | command | 设置配置项 | Set a configuration item (ring tone) | done
        ! process
        cfgKey | text | CONFIG_ALERTING_FILE_PATH=ring-tone file; CONFIG_ALERTING_ENABLE=ring-tone switch | Configuration key.
        cfgValue | text |  | CONFIG_ALERTING_FILE_PATH: absolute path of a '64K pure PCM' wav, empty = default tone. CONFIG_ALERTING_ENABLE: 0 or 1.
        > config.get_config | GetConfig | query | 查询配置项 | Query a configuration item (ring tone) | done
        ! process
        cfgKey | text | CONFIG_ALERTING_FILE_PATH=ring-tone file; CONFIG_ALERTING_ENABLE=ring-tone switch | Configuration key.
        > ivr.query_ivr_info | QueryIVRInfo | query | 查询 IVR | Query the IVR flows | rows
        @ GET queuedevice/{A}/ivrinfo
        > system.query_access_code_list | QueryAccessCodeList | query | 查询所有系统接入码配置信息 | Query the system access codes | rows
        @ GET queuedevice/{A}/innoinfo
        > cdr.query_lost_calls | QueryLostCalls | query | 查询丢话记录 | Query lost calls | done
        ! none
        startPosition | integer |  | First position, positive.
        endPosition | integer |  | Last position, positive; endPosition - startPosition must be greater than 0 and less than 500; at most 500 records per query.
        beginTime | text |  | DateTime, format yyyy-MM-dd HH:mm:ss. Start of the period.
        endTime | text |  | DateTime, format yyyy-MM-dd HH:mm:ss. End of the period.
        > cdr.query_lost_calls_count | QueryLostCallsCount | query | 查询丢话记录数量 | Count lost calls | done
        ! none
        beginTime | text |  | DateTime, format yyyy-MM-dd HH:mm:ss. Start of the period.
        endTime | text |  | DateTime, format yyyy-MM-dd HH:mm:ss. End of the period.
        > calls.query_call_info | QueryCallInfo | query | 查询当前通话信息 | Query the current call | object
        @ GET calldata/{A}/callinfo?isNoContainLastCall=true
        > cdr.query_malicious_calls | QueryMaliciousCalls | query | 查询骚扰记录 | Query the call attempts of a blacklisted number | done
        ! none
        PhoneNumber | text |  | Calling number, 1-24 digits.
        > calls.set_call_data | SetCallData | command | 设置呼叫数据 | Attach data to the call | done
        @ [callData>1023] PUT calldata/{A}/setcalldataex {"callid": "$CallId!", "calldata": "$callData!"}
        @ PUT calldata/{A}?calldata=$callData!&callid=$CallId
        callData | text |  | Data; up to 1023 bytes go with the address, more need CallId.
        +CallId? | text |  | Id of the call; needed for more than 1023 bytes.
        > calls.query_call_data | QueryCallData | query | 查询呼叫数据 | Query the data of the call | object
        @ GET calldata/{A}/appdata
        > calls.set_customer_level | SetCustomerLevel | command | 设置呼叫的客户级别 | Set the customer level | done
        ! none
        phoneNumber | text |  | Number of the current call, 1-24 digits.
        level | integer |  | Level 1-14, larger is higher.
        > calls.query_call_id_on_agent | QueryCallIDOnAgent | query | 查询座席的 CallId | Query the call ID of an agent | rows
        @ [agentId={A}] GET calldata/{A}/allcallid
        @ GET calldata/{A}/allcallinfo/{agentId}
        agentId | text |  | Agent ID, 1-59999.
        > calls.pickup_vc_call | PickupVCCall | command | 接听视频电话 | Answer a video call | done
        ! process
        > calls.hangup_vc_call | HangupVCCall | command | 挂断视频电话 | Hang up a video call | done
        ! process
        """#
}
