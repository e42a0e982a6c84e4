/// A table of the ledger; how it is read stands in `ICPOperations.swift`.
extension ICPOperations {
    /// Requests of the gateway that the document has no method for: agents, queues, calls and supervision (reference, sections
    /// 2.1 to 2.7 and 2.10).
    static let gatewayCalls = #"""
        > gateway.set_busy | | command | 带原因示忙 | Go busy, with a reason | done | agents
        @ POST onlineagent/{A}/saybusy?reason=$reason&prolong=$prolong
        reason? | integer 0-250 | | 200-250, as set up; 0 for none. Must be given by who is busy already.
        prolong? | boolean | | Newer gateways only.
        > gateway.end_busy | | command | 取消示忙 | Leave the busy state | done | agents
        @ POST onlineagent/{A}/cancelbusy
        > gateway.wrap_up | | command | 进入整理态 | Go into wrap-up | done | agents
        @ POST onlineagent/{A}/work
        > gateway.set_state_word | | command | 设置自定义状态 | Set a state word of one's own | done | agents
        @ POST onlineagent/{A}/setcustomstate?customstate=$customstate!
        customstate | integer 0-65534 | | The word.
        > gateway.state_word | | query | 查询自定义状态 | Query the state word | object | agents
        @ GET onlineagent/{A}/querycustomstate
        > gateway.bulletin | | command | 发布公告 | Send a bulletin to a group or a skill | done | messaging
        @ POST onlineagent/{A}/notifybulletin {"targettype": "$targettype!", "bulletindata": "$bulletindata!", "targetname": "$targetname!"}
        targettype | text | | Whether it goes to a group or to a skill; the values are not documented.
        bulletindata | text | | The text.
        targetname | text | | The group or skill, by name.
        > gateway.set_talk_right | | command | 设置通话权限 | Set the talk right | done | agents
        @ POST onlineagent/{A}/settalkright?flag=$flag!
        flag | text | | Values not documented.
        > gateway.set_own_recording | | command | 设置本座席录音 | Switch the recording of one's own calls | done | recordings
        @ POST onlineagent/{A}/setselfrecord/{first}/{second}
        first | integer | 0=off; 1=on | First switch; meanings not documented.
        second | integer | 0=off; 1=on | Second switch; meanings not documented.
        > gateway.call_out | | command | 呼出 | Call a telephone number, with everything the gateway takes | object | calls
        @ PUT voicecall/{A}/callout {"called": "$called!", "caller": "$caller", "skillid": "#skillid", "callappdata": "$callappdata", "callcontrolid": "$callcontrolid", "mediaability": "#mediaability"}
        called | text | | The number.
        caller? | text | | The access code that is shown.
        skillid? | integer | | Skill the call counts for.
        callappdata? | text | | Data of the call.
        callcontrolid? | text | | Id of the outbound task.
        mediaability? | integer = 1 | 0=audio; 1=video; 2=maximum | Media.
        > gateway.call_agent | | command | 内部呼叫 | Call an agent by work number | object | calls
        @ PUT voicecall/{A}/callinner {"called": "$called!", "caller": "$caller", "callappdata": "$callappdata", "mediaability": "#mediaability"}
        called | text | | Work number.
        caller? | text | | The number that is shown.
        callappdata? | text | | Data of the call.
        mediaability? | integer = 1 | 0=audio; 1=video; 2=maximum | Media.
        > gateway.call_skill | | command | 呼叫技能队列 | Call a skill group | object | calls
        @ PUT voicecall/{A}/callinnerskill {"skillId": "#skillId!"}
        skillId | integer | | The skill group.
        > gateway.preview_call | | command | 预览呼出 | Call the number of a preview task | object | campaigns
        @ PUT voicecall/{A}/previewcallout {"called": "$called!", "callcontrolid": "$callcontrolid!"}
        called | text | | The number.
        callcontrolid | text | | Id of the task, from AgentEvent_Preview.
        > gateway.release_phone | | command! | 释放并挂机 | Release the call and put the telephone on hook | done | calls
        @ DELETE voicecall/{A}/releasephone
        > gateway.drop_party | | command! | 拆除一方 | Drop one party of the call | done | calls
        @ POST voicecall/{A}/disconnect/{number}
        number | text | | The party's number or work number.
        > gateway.mute_video | | command | 视频静音 | Mute the picture | done | calls
        @ POST voicecall/{A}/beginmutevideo
        > gateway.unmute_video | | command | 取消视频静音 | Show the picture again | done | calls
        @ POST voicecall/{A}/endmutevideo
        > gateway.consult | | command | 内部求助 | Consult an agent or a skill group, with two or three parties | object | calls
        @ POST voicecall/{A}/innerhelp {"dstaddress": "$dstaddress!", "devicetype": "#devicetype", "mode": "#mode", "callappdata": "$callappdata", "holdflag": "?holdflag"}
        dstaddress | text | | Work number or skill id.
        devicetype? | integer = 2 | 1=skill; 2=agent | What dstaddress is.
        mode? | integer = 1 | 1=two parties; 2=three parties | Whether the customer hears it.
        callappdata? | text | | Data of the call.
        holdflag? | boolean = true | | Whether the customer is held.
        > gateway.transfer | | command | 转移 | Transfer the call, with everything the gateway takes | done | calls
        @ POST voicecall/{A}/transfer {"devicetype": "#devicetype!", "address": "$address!", "mode": "#mode!", "callappdata": "$callappdata", "caller": "$caller", "mediaability": "#mediaability", "holdflag": "?holdflag", "skillId": "#skillId"}
        devicetype | integer | 1=skill; 2=agent; 3=IVR; 4=access code; 5=telephone number | What the address is.
        address | text | | Skill id, work number, access code or number, at most 24 characters.
        mode | integer | 0=release (1 to 4); 1=suspend (3) or release (5); 2=success; 3=talk first (5) or own queue (2); 4=three parties (5) | How it is transferred; which mode goes with which devicetype stands behind it.
        callappdata? | text | | Data of the call.
        caller? | text | | The number that is shown.
        mediaability? | integer | 0=audio; 1=video; 2=maximum | Media.
        holdflag? | boolean | | Whether the customer is held; true where it is left out.
        skillId? | integer | | With devicetype 2 only.
        > gateway.dtmf | | command | 二次拨号（无井号） | Send digits without the number sign, the older way | done | calls
        @ POST voicecall/{A}/seconddial/{digits}
        digits | text | | Digits, comma, percent and star, at most 24.
        > gateway.report_sound | | command | 报告放音结束 | Report the end of an announcement | done | calls
        @ POST voicecall/{A}/reportsound
        > gateway.force_idle | | command | 强制示闲 | Force an agent idle | done | supervision
        @ POST qualitycontrol/{A}/forceidle/{workno}
        workno | text | | Work number of the agent.
        > gateway.force_busy | | command | 强制示忙 | Force an agent busy | done | supervision
        @ POST qualitycontrol/{A}/forcebusy/{workno}
        workno | text | | Work number of the agent.
        > gateway.force_rest | | command | 强制休息 | Force an agent to rest | done | supervision
        @ POST qualitycontrol/{A}/forcerest/{workno}/{seconds}/{cause}
        workno | text | | Work number of the agent.
        seconds | integer 1-86399 | | Length of the rest.
        cause | integer 1-255 | | Reason, from agents.query_rest_reasons.
        > gateway.force_drop_call | | command! | 强制释放呼叫 | Release another agent's call | done | supervision
        @ POST qualitycontrol/{A}/forcedropcall/{callid}
        callid | text | | Id of the call.
        > gateway.adjust_skills | | command | 调整座席技能 | Change another agent's skills | done | supervision
        @ POST qualitycontrol/{A}/adjustskill {"workNo": "$workNo!", "skills": "#skills!"}
        workNo | text | | Work number of the agent.
        skills | list of integer | | The skill groups that the agent shall have.
        > gateway.intercept_call | | command! | 拦截指定呼叫 | Intercept one of an agent's calls | done | supervision
        @ PUT qualitycontrol/{A}/intercept/{workno}/{callId}
        workno | text | | Work number of the agent, who is listened to already.
        callId | text | | Id of the call.
        > gateway.inspectable_agents | | query | 可质检座席 | Agents that one may inspect | rows | supervision
        @ GET qualitycontrol/{A}/allagent
        > gateway.watch_agents | | command | 开始监视座席 | Have the changes of agents reported | done | supervision
        @ POST qualitycontrol/{A}/beginmonitor?agents=$agents!
        agents | list | | Work numbers, at most 500.
        > gateway.unwatch_agents | | command | 停止监视座席 | End the reports of agents' changes; the board then polls | done | supervision
        @ POST qualitycontrol/{A}/endmonitor?agents=$agents!
        agents | list | | Work numbers, at most 500.
        > gateway.set_agents_recording | | command | 设置座席录音 | Switch the recording of agents | done | recordings
        @ POST qualitycontrol/{A}/setselfrecord/{first}/{second}?agents=$agents!
        first | integer | 0=off; 1=on | First switch; meanings not documented.
        second | integer | 0=off; 1=on | Second switch; meanings not documented.
        agents | list | | Work numbers.
        > gateway.end_agents_recording | | command | 取消座席录音设置 | Take back the recording switches of agents | done | recordings
        @ POST qualitycontrol/{A}/cancelselfrecord?agents=$agents!
        agents | list | | Work numbers.
        > gateway.answer_for | | command | 代座席应答 | Answer for another agent | done | supervision
        @ PUT thirdcontrol/{A}/callanswer/{workno}
        workno | text | | Work number of the agent.
        > gateway.call_out_for | | command | 代座席呼出 | Call a number for another agent | object | supervision
        @ PUT thirdcontrol/{A}/callout/{workno} {"called": "$called!", "caller": "$caller", "callappdata": "$callappdata"}
        workno | text | | Work number of the agent.
        called | text | | The number.
        caller? | text | | The access code that is shown.
        callappdata? | text | | Data of the call.
        > gateway.set_state_for | | command | 代座席设置状态 | Set another agent idle or busy | done | supervision
        @ PUT thirdcontrol/{A}/setstatus/{workno} {"agentStatus": "$agentStatus!"}
        workno | text | | Work number of the agent.
        agentStatus | text | AgentState_Idle=idle; AgentState_Busy=busy | The state.
        > gateway.answer_chat | | command | 应答文字交谈 | Answer a text chat | done | messaging
        @ PUT textchat/{A}/answer/{callid}
        callid | text | | Id of the chat.
        > gateway.drop_chat | | command | 结束文字交谈 | End a text chat | done | messaging
        @ DELETE textchat/{A}/drop/{callid}
        callid | text | | Id of the chat.
        > gateway.reject_chat | | command | 拒绝文字交谈 | Refuse a text chat | done | messaging
        @ DELETE textchat/{A}/reject/{callid}
        callid | text | | Id of the chat.
        > gateway.send_chat | | command | 发送文字 | Say something in a text chat | done | messaging
        @ PUT textchat/{A}/chatmessage {"callId": "$callId!", "content": "$content!"}
        callId | text | | Id of the chat.
        content | text | | The text.
        > gateway.start_chat | | command | 内部文字交谈 | Begin a text chat with an agent | object | messaging
        @ PUT textchat/{A}/internalcall/{destno}
        destno | text | | Work number.
        > gateway.transfer_chat | | command | 转移文字交谈 | Transfer a text chat | done | messaging
        @ POST textchat/{A}/transfer {"addesstype": "#addesstype!", "destaddr": "$destaddr!", "callid": "$callid!", "attachdata": "$attachdata"}
        addesstype | integer | 1=agent; 10=skill | What destaddr is; spelt so on the wire.
        destaddr | text | | Work number or skill id.
        callid | text | | Id of the chat.
        attachdata? | text | | Data that goes along.
        """#

    /// What else the gateway can be asked: agents, groups, queues and calls.
    static let gatewayQueries = #"""
        > gateway.own_state | | query | 查询本座席状态 | Own state with its time | object | agents
        @ GET agentgroup/{A}/queryagentstatus
        > gateway.own_state_and_skills | | query | 查询本座席状态与技能 | Own state with its skills | object | agents
        @ GET agentgroup/{A}/queryagentstatusandskill
        > gateway.local_agents | | query | 本网关座席 | Agents of this gateway | rows | agents
        @ GET agentgroup/{A}/alllocalagentstatus
        > gateway.online_agents | | query | 已签入座席 | Agents that are signed in | rows | agents
        @ GET agentgroup/{A}/onlineagentonvdn
        > gateway.online_agents_by_skill | | query | 按技能列出已签入座席 | Agents that are signed in, by skill | rows | agents
        @ GET agentgroup/{A}/allonlineagents
        > gateway.idle_agents | | query | 空闲座席 | Idle agents | rows | agents
        @ GET agentgroup/{A}/idleagent
        > gateway.agents_in_state | | query | 按状态查询座席 | Agents in a state | rows | agents
        @ GET agentgroup/{A}/agentlistbystatus?status=$status!
        status | integer | 0=unknown; 1=signed in; 2=signed out; 3=busy; 4=idle; 5=wrap-up; 6=like idle; 7=in a call; 8=rest; 9=about to rest | The state.
        > gateway.agents_filtered | | query | 筛选座席 | Agents in any of some states | rows | agents
        @ POST agentgroup/{A}/agentinfonoskills {"agentLimit": "#agentLimit", "agentStatus": "#agentStatus!"}
        agentLimit? | integer | | How many at most.
        agentStatus | list of integer | | States, as in gateway.agents_in_state.
        > gateway.agents_of_skill | | query | 技能下已签入座席 | Agents that are signed in to a skill | rows | agents
        @ GET agentgroup/{A}/agentbyskill/{skillid}
        skillid | integer | | The skill group.
        > gateway.agent_numbers_of_skill | | query | 技能下座席工号 | Work numbers of a skill's agents | rows | agents
        @ GET agentgroup/{A}/agentidsbyskill/{skillid}
        skillid | integer | | The skill group.
        > gateway.agents_configured_for_skill | | query | 配置了技能的座席 | Agents that a skill is set up for | rows | agents
        @ GET agentgroup/{A}/agentbyconfigedskill/{skillid}
        skillid | integer | | The skill group.
        > gateway.agents_of_own_group | | query | 本班组座席 | Agents of one's own group | rows | agents
        @ GET agentgroup/{A}/agentongroup
        > gateway.agents_of_group | | query | 指定班组座席 | Agents of a group | rows | agents
        @ GET agentgroup/{A}/agentongroupex?groupid=$groupid!
        groupid | integer | | The group.
        > gateway.group_of_agent | | query | 座席所在班组 | The group of an agent | object | agents
        @ GET agentgroup/{A}/groupbyagent/{workno}
        workno | text | | Work number.
        > gateway.groups | | query | 全部班组 | All groups | rows | agents
        @ GET agentgroup/{A}/grouponvdn
        > gateway.rest_info | | query | 座席休息信息 | Who rests | rows | agents
        @ GET agentgroup/{A}/agentrestinfo
        > gateway.phones_in_use | | query | 已使用的电话 | Telephones in use | rows | agents
        @ GET agentgroup/{A}/loggedinagentphoneonvdn
        > gateway.agent_names | | query | 座席姓名 | Names of the agents | rows | agents
        @ GET agentgroup/{A}/agentwasnameonvdn
        > gateway.chat_agents | | query | 文字交谈座席 | Agents for text chat | rows | agents
        @ GET agentgroup/{A}/allchatagents
        > gateway.own_right | | query | 查询本座席权限 | Whether one has a right | object | agents
        @ GET agentgroup/{A}/{right}
        right | text | iscensor=inspector; ismonitor=monitor; isspymonitor=silent monitor; iscallout=calling out; ispickup=pick-up; issystem=system; isreportmanager=reports | The right.
        > gateway.skills_of_vdn | | query | 指定 VDN 技能 | Skill groups of a VDN | rows | queues
        @ GET queuedevice/{A}/vdnskill/{vdnid}
        vdnid | integer 1-512 | | The VDN.
        > gateway.skills_signed_in | | query | 座席已签入技能 | Skill groups that an agent is signed in to | rows | queues
        @ GET queuedevice/{A}/agentskill/{workno}
        workno | text | | Work number.
        > gateway.waiting | | query | 本座席技能排队数 | Callers waiting on one's own skills | object | queues
        @ GET queuedevice/{A}/waitnum
        > gateway.waiting_signed_in | | query | 已签入技能排队数 | Callers waiting on the skills one is signed in to | object | queues
        @ GET queuedevice/{A}/waitnumbyagent
        > gateway.waiting_on_skill | | query | 指定技能排队数 | Callers waiting on one skill | object | queues
        @ GET queuedevice/{A}/skillwaitnum/{skillid}
        skillid | integer | | The skill group.
        > gateway.ringing_call | | query | 应答前呼叫信息 | The call that rings | object | calls
        @ GET calldata/{A}/callinfobeforeanswer
        > gateway.call | | query | 按呼叫标识查询呼叫 | One call | object | calls
        @ GET calldata/{A}/callinfobycallid/{callid}
        callid | text | | Id of the call.
        > gateway.calls_of_agent_more | | query | 座席呼叫扩展信息 | An agent's calls, the longer form | rows | calls
        @ GET calldata/{A}/allcallinfoEx/{workno}
        workno | text | | Work number.
        > gateway.all_calls | | query | VDN 全部呼叫 | Every call of the VDN | rows | calls
        @ GET calldata/{A}/allcallinfoinvdn
        > gateway.held_calls | | query | 保持的呼叫 | One's held calls | rows | calls
        @ GET calldata/{A}/holdlist
        > gateway.held_calls_of_agent | | query | 座席保持的呼叫 | An agent's held calls | rows | calls
        @ GET calldata/{A}/holdlistex/{workno}
        workno | text | | Work number.
        > gateway.held_count | | query | 座席保持的呼叫数 | How many calls an agent holds | object | calls
        @ GET calldata/{A}/agentholdnum/{workno}
        workno | text | | Work number.
        > gateway.call_count | | query | 本座席呼叫数 | How many calls one has | object | calls
        @ GET calldata/{A}/callnums
        > gateway.handling_a_call | | query | 是否正在处理呼叫 | Whether one handles a call | object | calls
        @ GET calldata/{A}/isprocesscall
        > gateway.private_queue | | query | 私有队列呼叫 | Calls in one's private queue | rows | calls
        @ GET calldata/{A}/privatecallinfo
        > gateway.remote_numbers | | query | 对端号码 | Numbers of the other parties | rows | calls
        @ GET calldata/{A}/remotenumbers
        > gateway.statistics | | query | 话务统计 | One's own statistics | object | reports
        @ GET calldata/{A}/statistics
        > gateway.calls_in_ivr | | query | IVR 中的呼叫 | Calls in an IVR flow | rows | ivr
        @ GET calldata/{A}/ivrcallinfo/{ivrid}
        ivrid | integer | | The flow, from ivr.query_ivr_info.
        > gateway.call_count_in_ivr | | query | IVR 中的呼叫数 | How many calls are in an IVR flow | object | ivr
        @ GET calldata/{A}/ivrcallcount/{ivrid}
        ivrid | integer | | The flow, from ivr.query_ivr_info.
        > gateway.move_waiting_call | | command | 移动排队呼叫 | Move a waiting call to another skill | done | queues
        @ PUT calldata/{A}/assignuserinqueue {"callid": "$callid!", "skillid": "#skillid!"}
        callid | text | | Id of the call.
        skillid | integer | | The skill group.
        > gateway.call_records | | query | 查询通话记录 | Call records | rows | cdr | startposition 1 count rows
        @ GET calldata/{A}/callRecordInfoList?workno=$workno&skillid=$skillid&startdate=$startdate!&enddate=$enddate!&startposition=$startposition!&endposition=>startposition,count
        workno? | text | | Work number.
        skillid? | integer | | Skill group.
        startdate | text | | Start of the period; the form is not documented.
        enddate | text | | End of the period.
        startposition? | integer = 1 | | First row.
        count? | integer = 100 | | How many rows.
        > gateway.blacklist | | query | 黑名单（含失效） | The blacklist, with what has run out if wanted | rows | lists
        @ GET eccconfig/{A}/allblacklist?isContainInvalid=$isContainInvalid!
        isContainInvalid | boolean | true=also entries that have run out; false=valid entries | Which entries.
        > gateway.version | | query | 系统版本 | Version of the gateway | object | system
        @ GET querymonitor/systemversion
        > gateway.time | | query | 服务器时间 | Time of the gateway | object | system
        @ GET querymonitor/servertime
        > gateway.state | | query | 系统状态 | State of the gateway | object | system
        @ GET querymonitor/systemstate
        > gateway.cluster | | query | 集群信息 | The gateways of the cluster | object | system
        @ GET querymonitor/clusterinfo
        > gateway.agent_in_cluster | | query | 座席所在节点 | Which gateway of the cluster an agent is at | object | system
        @ GET querymonitor/agentclusterinfo/{workno}
        workno | text | | Work number.
        > gateway.agents_in_cluster | | query | 全部座席所在节点 | Which gateways of the cluster all agents are at | rows | system
        @ GET querymonitor/allagentclusterinfo
        > gateway.skill_statistics | | query | 技能统计 | Statistics of a skill | object | reports
        @ GET querymonitor/skillstatisticinfo/{skillid}
        skillid | integer | | The skill group.
        """#
}
