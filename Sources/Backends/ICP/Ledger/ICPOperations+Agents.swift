/// A table of the ledger; how it is read stands in `ICPOperations.swift`.
extension ICPOperations {
    /// Agents, queues, supervision, lists of callers and messages (document, sections 4.3, 4.4, 4.6, 4.9 and 4.10).
    static let agents = #"""
        > agents.set_busy | SetBusy | command | 置忙 | Set the agent busy (not ready) | done
        @ POST onlineagent/{A}/saybusy
        > agents.set_idle | SetIdle | command | 置闲 | Set the agent idle (ready) | done
        @ POST onlineagent/{A}/sayfree
        > agents.query_agent_status | QueryAgentStatus | query | 查询座席状态 | Query the state of an agent | object
        @ [agentInfo.AgentId={A}] GET onlineagent/{A}/agentstatus
        @ GET agentgroup/{A}/agentbyworkno/{agentInfo.AgentId}
        agentInfo.AgentId | text |  | Agent ID (工号) of the target agent, range 1-59999 (1-5 digits).
        > agents.query_all_agent_status | QueryAllAgentStatus | query | 查询所有座席状态 | Query the state of all agents | rows
        @ GET agentgroup/{A}/allagentstatus
        > agents.rest | Rest | command | 休息 | Request a rest | done
        @ POST onlineagent/{A}/rest/{time}/{usCause}
        time | integer 1-86399 |  | Length of the rest in seconds; the document allows 3600, the gateway a day.
        usCause | integer 0-255 |  | Rest reason code, from agents.query_rest_reasons.
        > agents.cancel_rest | CancelRest | command | 取消休息 | Cancel the rest | done
        @ POST onlineagent/{A}/cancelrest
        > agents.set_auto_enter_idle | SetAutoEnterIdle | command | 设置通话后是否进入示闲状态 | Choose the state after a call | done
        @ POST onlineagent/{A}/autoenteridle/{bIdle}
        bIdle | boolean | true=idle; false=wrap-up | State after a call.
        > agents.set_work_stop | SetWorkStop | command | 设置是否进入开关班 | Go off duty or on duty | done
        @ [bWork=true] POST onlineagent/{A}/resetskill/false
        @ [bWork=false] POST onlineagent/{A}/resetskill/true
        bWork | boolean | true=off duty; false=on duty | Duty switch; note the inverted name.
        > agents.exit_acw | ExitACW | command | 退出整理态 | Leave wrap-up (ACW) | done
        @ POST onlineagent/{A}/cancelwork
        > agents.query_rest_reasons | QueryRestReasons | query | 查询 VDN 休息原因 | Query the rest reasons of the VDN | rows
        @ GET agentgroup/{A}/restreason
        > queues.query_skill_group_status | QuerySkillGroupStatus | query | 查询呼叫队列状态 | Query the status of a skill group (queue) | rows
        @ POST queuedevice/{A}/queryacdstat {"skills": ["#groupId!"]}
        groupId | integer 1-2000 |  | Skill group ID, range 1-2000.
        > queues.query_call_list_by_group_id | QueryCallListByGroupId | query | 查询某组呼叫队列 | Query (and watch) the calls waiting in a skill group | rows
        @ GET calldata/{A}/waitcallinfo/{groupId}
        groupId | text |  | Skill group id. An idle agent that asks is given a waiting call: ask while busy.
        > queues.stop_query_call_list_by_group_id | StopQueryCallListByGroupId | command | 停止查询某组呼叫队列 | Stop watching a skill group | done
        ! no-watch
        groupId | text |  | Skill group ID, fewer than 25 digits; empty stops all groups.
        > lists.query_black_list | QueryBlackList | query | 查询是否是黑名单 | Query whether a number is blacklisted | done
        ! whole-list
        phoneNumber | text |  | Phone number, 1-24 digits.
        > lists.query_black_list_ex | QueryBlackListEx | query | 查询是否是黑名单扩展 | Query whether a number is blacklisted, with mode | done
        ! whole-list
        phoneNumber | text |  | Phone number, 1-24 digits.
        > lists.query_all_black_list | QueryAllBlackList | query | 查询所有黑名单 | List the blacklist | rows
        @ GET eccconfig/{A}/allblacklist?isContainInvalid=false
        > lists.query_all_black_list_ex | QueryAllBlackListEx | query | 查询所有黑名单扩展 | List the blacklist, with modes | rows
        @ GET eccconfig/{A}/allblacklist?isContainInvalid=false
        > lists.query_red_list | QueryRedList | query | 查询是否是优先级名单 | Query the priority of a number | done
        ! whole-list
        phonePrefix | text |  | Phone number, 1-24 digits (the table says 'of the agent queried').
        > lists.query_all_red_list | QueryAllRedList | query | 查询所有优先级名单 | List the priority list | rows
        @ GET eccconfig/{A}/allredlist
        > queues.query_skill_groups | QuerySkillGroups | query | 查询技能队列信息 | Query the skill groups (queues) | rows
        @ GET queuedevice/{A}/agentvdnskill
        > agents.query_agent_skill_groups | QueryAgentSkillGroups | query | 查询座席技能信息 | Query the skills of an agent | rows
        @ [agentId={A}] GET onlineagent/{A}/agentskills
        @ GET onlineagent/{A}/agentskillsbyworkno/{agentId}
        agentId | text |  | Agent ID, 1-59999.
        > supervision.barge | Barge | command | 强插 | Barge | done
        @ PUT qualitycontrol/{A}/addinsert/{agentInfo.AgentId}
        agentInfo.AgentId | text |  | Agent ID (工号) of the target agent, range 1-59999.
        ~agentInfo.PhoneNumber | text |  | Not sent: the gateway knows the telephone.
        > supervision.force_release | ForceRelease | command! | 拦截 | Intercept | done
        @ PUT qualitycontrol/{A}/intercept/{agentInfo.AgentId}
        agentInfo.AgentId | text |  | Work number of the agent; the gateway intercepts only while one listens, barges or whispers.
        ~agentInfo.PhoneNumber | text |  | Not sent: the gateway knows the telephone.
        > supervision.monitor | Monitor | command | 监听 | Listen | done
        @ PUT qualitycontrol/{A}/addsupervise/{agentInfo.AgentId}
        agentInfo.AgentId | text |  | Agent ID (工号) of the target agent, range 1-59999.
        ~agentInfo.PhoneNumber | text |  | Not sent: the gateway knows the telephone.
        > supervision.monitor_to_barge | MonitorToBarge | command | 监听转强插 | Listen to barge | done
        @ POST qualitycontrol/{A}/switch/{agentInfo.AgentId}
        agentInfo.AgentId | text |  | Agent ID (工号) of the target agent, range 1-59999.
        ~agentInfo.PhoneNumber | text |  | Not sent: the gateway knows the telephone.
        > supervision.monitor_to_force_release | MonitorToForceRelease | command! | 监听转拦截 | Listen to intercept | done
        @ PUT qualitycontrol/{A}/intercept/{agentInfo.AgentId}
        agentInfo.AgentId | text |  | Agent ID (工号) of the target agent, range 1-59999.
        ~agentInfo.PhoneNumber | text |  | Not sent: the gateway knows the telephone.
        > supervision.whisper | Whisper | command | 耳语 | Whisper | done
        @ POST qualitycontrol/{A}/requestwhisperagent?whisperagentid=$agentInfo.AgentId!
        agentInfo.AgentId | text |  | Agent ID (工号) of the target agent, range 1-59999.
        ~agentInfo.PhoneNumber | text |  | Not sent: the gateway knows the telephone.
        > supervision.supervise_stop | SuperviseStop | command | 停止质检 | Stop supervising | done
        @ [operType=3] POST qualitycontrol/{A}/requeststopwhisperagent?whisperagentid=$AgentId!
        @ DELETE qualitycontrol/{A}/{AgentId}
        +AgentId | text |  | Work number of the supervised agent, which the gateway wants named.
        +operType? | integer = 0 | 0=listen; 1=barge; 3=whisper | What is stopped.
        > supervision.supervise_switch | SuperviseSwitch | command | 质检切换 | Switch between listen, barge and whisper | done
        @ POST qualitycontrol/{A}/requestswitchinsertwhisperagent?whisperagentid=$AgentId!&switchtype=$operType!:3=2,*
        operType | integer | 0=listen; 1=barge; 3=whisper | Kind to switch to.
        +AgentId | text |  | Work number of the supervised agent, which the gateway wants named.
        > lists.add_to_black_list | AddToBlackList | command | 设置黑名单 | Add to the blacklist | done
        @ POST eccconfig/{A}/blacklist {"phoneNumber": "$phoneNumber!", "lockTime": "#lockTime!"}
        phoneNumber | text |  | Number to blacklist, 1-24 digits.
        lockTime | integer 5-999999999 |  | Lock duration in seconds.
        > lists.add_to_black_list_ex | AddToBlackListEx | command | 设置黑名单扩展 | Add to the blacklist, with mode | done
        @ POST eccconfig/{A}/blacklist {"phoneNumber": "$phoneNumber!", "lockTime": "#lockTime!", "fiterMode": "#filterMode!"}
        phoneNumber | text |  | Number to blacklist, 1-24 digits.
        lockTime | integer 5-999999999 |  | Lock duration in seconds.
        filterMode | integer | 1=reject; 2=degrade | Blacklist mode.
        > lists.remove_from_black_list | RemoveFromBlackList | command! | 取消黑名单 | Remove from the blacklist | done
        @ DELETE eccconfig/{A}/blacklist?phoneNumber=$phoneNumber!
        phoneNumber | text |  | Number to remove, 1-24 digits.
        > lists.remove_all_black_list | RemoveAllBlackList | command | 移除全部黑名单 | Empty the blacklist | done
        ! none
        > queues.select_pickup | SelectPickup | command | 选择应答 | Pick a call out of the queue | done
        @ POST voicecall/{A}/requestcall/{dialContent.CallId}/0?skillId=$skillId
        dialContent.CallId | text |  | Id of the waiting call, from queues.query_call_list_by_group_id.
        +skillId? | text |  | The skill group in which the call waits.
        > supervision.snatch_pickup | SnatchPickup | command | 代接 | Pick up for another agent | done
        @ PUT voicecall/{A}/snatchpickup?destWorkNo=$agentInfo.AgentId!
        agentInfo.AgentId | text |  | Agent ID (工号) of the target agent, range 1-59999.
        ~agentInfo.PhoneNumber | text |  | Not sent: the gateway knows the telephone.
        > agents.force_logout | ForceLogout | command! | 强制座席签出 | Force an agent to sign out | done
        @ POST qualitycontrol/{A}/forcelogout/{agentInfo.AgentId}
        agentInfo.AgentId | text |  | Agent ID (工号) of the target agent, range 1-59999.
        > agents.change_agent_pwd | ChangeAgentPwd | command | 修改座席密码 | Change the agent password | done
        @ POST onlineagent/{A}/modifyaccountpwdex {"oldPassword": "$oldPassWord!", "newPassword": "$newPassWord!"}
        oldPassWord | secret |  | Old password, at most 32 characters.
        newPassWord | secret |  | New password, 8-32 characters of at least three kinds: lower case, upper case, digit, special character.
        > lists.add_to_red_list | AddToRedList | command | 设置优先级名单 | Add to the priority list | done
        @ POST eccconfig/{A}/redlist {"phoneNumber": "$phonePrefix!", "custLevel": "#priority!"}
        phonePrefix | text |  | Phone number, 1-24 digits.
        priority | integer 1-14 |  | Priority; the larger goes first.
        > lists.remove_from_red_list | RemoveFromRedList | command! | 取消优先级名单 | Remove from the priority list | done
        @ DELETE eccconfig/{A}/redlist?phoneNumber=$phonePrefix!
        phonePrefix | text |  | Phone number, 1-24 digits.
        > lists.remove_all_red_list | RemoveAllRedList | command | 移除全部优先级名单 | Empty the priority list | done
        ! none
        > messaging.send_message | SendMessage | command | 座席发送便签 | Send a note to an agent | done
        @ POST onlineagent/{A}/sendnoteletex {"agentIds": ["#agentId!"], "content": "$msgContent!"}
        agentId | integer |  | Work number of the receiver.
        msgContent | text |  | Text; the document allows 169 bytes, the gateway 1023.
        > agents.set_auto_answer | SetAutoAnswer | command | 设置是否自动应答 | Switch auto answer | done
        @ POST onlineagent/{A}/autoanswer/{isAutoAnswer}
        isAutoAnswer | boolean | true=on; false=off | Auto answer.
        > agents.query_agent_ip | QueryAgentIP | query | 查询座席 IP | Query the IP address of an agent | done
        ! none
        agentInfo.AgentId | text |  | Agent ID (工号) of the target agent, range 1-59999.
        > agents.reset_agent_skill_groups | ResetAgentSkillGroups | command | 重置座席技能 | Reset the skills of the agent | done
        @ [agentId=] POST onlineagent/{A}/resetskill/false?skillid=$groupIds!
        @ [agentId={A}] POST onlineagent/{A}/resetskill/false?skillid=$groupIds!
        ~agentId | text |  | Not sent: only the own skills can be reset; gateway.adjust_skills changes another agent's.
        groupIds | list of integer |  | Skill group ids; those that are configured for the agent are signed in to.
        > agents.subscribe_agent_event | SubscribeAgentEvent | command | 订阅座席事件 | Subscribe to an event of another agent | done
        @ POST qualitycontrol/{A}/beginmonitor?agents=$agentId!
        agentId | text |  | ID of the agent observed, 1-59999.
        ~eventType | text | OnLongNoAnswer=long no answer | Not sent: the gateway reports every change of the agent.
        > agents.stop_subscribe_agent_event | StopSubscribeAgentEvent | command | 停止订阅座席事件 | Cancel the subscription to an agent event | done
        @ POST qualitycontrol/{A}/endmonitor?agents=$agentid!
        agentid | text |  | ID of the agent observed, 1-59999.
        ~eventType | text | OnLongNoAnswer=long no answer | Not sent: the reports of every change end.
        > messaging.send_sms | SendSMS | command | 发送短信 | Send an SMS | done
        ! sms
        deviceId | text |  | SMS skill ID, a positive integer as text.
        phoneNumber | text |  | Receiver, 1-24 digits; several separated by ';'.
        note | text |  | Text, at most 140 characters (Chinese, letters or digits).
        mciIp | text |  | IP address of the MCI (SMS gateway), e.g. 172.22.19.98; ignored when not valid.
        mciPort | text |  | MCI port, e.g. 80.
        ulSeqNo | integer |  | Sequence number, non-negative, chosen by the caller; echoed in the result event (OnSendSMSResult, OnReplySMSResult).
        > messaging.reply_sms | ReplySMS | command | 回复短信 | Reply to an SMS | done
        ! sms
        CCBIdx | integer |  | Internal index of the SMS call, positive; from OnReceiveSMS.
        mediaStreamInfo | text |  | Text, at most 140 characters.
        ulSeqNo | integer |  | Sequence number, non-negative, chosen by the caller; echoed in the result event (OnSendSMSResult, OnReplySMSResult).
        > messaging.release_call_ex_with_ccb_idx | ReleaseCallExWithCCBIdx | command | 座席释放指定短信用户呼叫 | Release an SMS call | done
        ! sms
        CCBIdx | integer |  | Internal index of the SMS call, positive; from OnReceiveSMS.
        > messaging.transfer_sms_to_agent | TransferSMSToAgent | command | 短信转移 | Transfer an SMS call | done
        ! sms
        CCBIdx | integer |  | Internal index of the SMS call, positive; from OnReceiveSMS.
        targetAgent | text |  | Target agent ID, 1-59999.
        > messaging.send_email | SendEmail | command | 发送邮件 | Send an e-mail | done
        ! process
        receiverAddress | text |  | Receiver's e-mail address; one receiver only.
        skillID | text |  | E-mail skill ID, non-negative integer as text; visible in WAS.
        index | integer |  | E-mail index from GetSendEmailIndex, positive 4-byte number.
        > messaging.reply_email | ReplyEmail | command | 回复邮件 | Reply to an e-mail | done
        ! process
        > messaging.query_agent_email_cfg_info | QueryAgentEmailCfgInfo | query | 查询座席邮件配置信息 | Query the e-mail configuration of the agent | done
        ! process
        > messaging.get_send_email_index | GetSendEmailIndex | query | 获取发送邮件索引号 | Get the index of the e-mail to send | done
        ! process
        > messaging.release_mail_call | ReleaseMailCall | command | 停止邮件呼叫 | Release the e-mail call | done
        ! process
        """#
}
