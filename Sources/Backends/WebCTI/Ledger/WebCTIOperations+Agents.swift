extension WebCTIOperations {
    /// Agents, queues, extensions, trunks and voice menus (document, sections 4, 5, 7 and 8).
    static let agents = #"""
        > agents.getagentactivity | query | GET /webservice2/getagentactivity.php | 获取坐席活动记录 | Agent activity log
        datefrom | Start date, yyyy-mm-dd.
        dateto | End date, yyyy-mm-dd.
        agent? | Agent dial interface, e.g. SIP/6001.
        queue? | Queue number.
        agentname? | Agent number.
        event? | added = logged in to the queue; removed = logged out of the queue; 0 = became ready; 1 = became not-ready | Event filter.
        sort? = agent | Sort field.
        sens? = DESC | DESC = descending; ASC = ascending | Sort direction.
        offset?: integer | Offset of the first row.
        rows?: integer | Number of rows.
        > agents.getagentactivitycount | query | GET /webservice2/getagentactivitycount.php | 查询坐席活动记录总数 | Count of agent activity rows
        datefrom | Start date, yyyy-mm-dd.
        dateto | End date, yyyy-mm-dd.
        agent? | Agent dial interface, e.g. SIP/6001.
        queue? | Queue number.
        agentname? | Agent number.
        > agents.getagentcalls | query | GET /webservice2/getagentcalls.php | 坐席呼叫 | Calls of the agents now
        queue? | Queue number.
        agentname? | Agent number.
        > agents.getpausetype | query | GET /webservice2/getpausetype.php | 获取示忙原因列表 | List of not-ready reasons
        onlycustom?: integer = 0 | 0 = no; 1 = yes | Only custom reasons; the built-in ones are seen in the platform configuration.
        > queues.ctiqueueadd | command | GET /webservice2/ctiqueueadd.php | 坐席上线 | Log an agent in to a queue (agent on line)
        queue | Queue number.
        interface | Dial interface of the agent, e.g. SIP/2012 (not the active channel).
        penalty?: integer | Service penalty; chapter 6.10 says that a larger number means higher priority.
        > queues.ctiqueuepause | command | GET /webservice2/ctiqueuepause.php | 坐席示忙/闲 | Set an agent not-ready or ready in a queue
        queue | Queue number.
        interface | Dial interface of the agent, e.g. SIP/2012 (not the active channel).
        paused: integer | e.g. 0 = ready (unpaused); 1 = not-ready (paused); 2..99 = not-ready with the reason code of getpausetype | State 0-99: 0 ready, 1 not-ready, 2-99 not-ready with a custom reason (agents.getpausetype).
        > queues.ctiqueueremove | command | GET /webservice2/ctiqueueremove.php | 坐席下线 | Log an agent out of a queue (agent off line)
        queue | Queue number.
        interface | Dial interface of the agent, e.g. SIP/2012 (not the active channel).
        > queues.getqueuelist | query | GET /webservice2/getqueuelist.php, GET /webservice2/getqueue.list.php | 获取队列号码和名称列表 | List of queue numbers and names
        > queues.getqueuecalls | query | GET /webservice2/getqueuecalls.php | 队列呼叫 | Calls waiting in queues
        queue? | Queue number; all without it.
        > queues.getqueuemember | query | GET /webservice2/getqueuemember.php | 队列成员状态 | State of queue members (agents)
        queue? | Queue number.
        agentname? | Agent number.
        > queues.getqueue | query | GET /webservice2/getqueue.php | 队列状态 | State of queues
        queue? | Queue number; all without it.
        > queues.getqueuegeneral | query | GET /webservice2/getqueuegeneral.php | 队列基本数据 | Queue head counts: members, waiting callers, ready, busy, idle, paused
        queuenos? | Queue numbers, several separated by comma or semicolon; without it all queues (implied, not stated).
        > queues.getbadcallcount | query | GET /webservice2/getbadcallcount.php | 获取呼损记录数 | Count lost calls
        createtime1? | Start of the recording time.
        createtime2? | End of the recording time.
        processtime1? | Start of the handling time.
        processtime2? | End of the handling time.
        processflag?: integer | Handling flag.
        queue? | Queue number.
        > queues.getbadcalllist | query | GET /webservice2/getbadcalllist.php | 获取呼损记录 | List lost calls (callers who left a queue unserved)
        createtime1? | Start of the recording time.
        createtime2? | End of the recording time.
        processtime1? | Start of the handling time.
        processtime2? | End of the handling time.
        processflag?: integer | Handling flag.
        processapp? | Application name, e.g. CSR3000.
        queue? | Queue number.
        uniqueid? | Call id.
        sort? = createtime | Result field to sort by.
        sens? = DESC | DESC = descending; ASC = ascending | Sort direction.
        offset?: integer = 0 | Number of records to skip.
        rows?: integer | Number of records to return from offset.
        > queues.setbadcall | command | GET /webservice2/setbadcall.php | 根据呼叫编号标记呼损记录 | Mark a lost call as handled
        uniqueid | Call id.
        processapp? | Application name, e.g. CSR3000.
        processflag?: integer | Handling flag, a number; new records have 0.
        processmark? | Remark: base64 of its UTF-8 bytes.
        > queues.delbadcall | command! | GET /webservice2/delbadcall.php | 根据呼叫编号删除呼损记录 | Delete lost-call records
        uniqueid | Call ids, separated by commas.
        > queues.getqueuelog | query | GET /webservice2/getqueuelog.php, GET /webservice2/getqueue.log.php, GET /webservice2/getqueueolog.php | 获取队列日志信息 | Queue log of one queue or call
        queue? | Queue number.
        uniqueid? | Call ids, separated by commas.
        event? | Event type; when given, only the last matching record is returned.
        > queues.getqueueloglist | query | GET /webservice2/getqueueloglist.php, GET /webservice2/getqueueologlist.php | 获取队列日志记录列表 | List queue log records
        eventtime1? | Start date or time.
        eventtime2? | End date or time.
        event? | Event type, see enum queue_event.
        uniqueid? | Call id.
        queuename? | Queue name (the number in the example).
        agent? | Active channel or interface of the agent, e.g. SIP/999.
        agentno? | Agent number.
        history?: integer | 0 = off; 1 = on | Query the history database.
        sort? = calldate | Result field to sort by.
        sens? = DESC | DESC = descending; ASC = ascending | Sort direction.
        offset?: integer = 0 | Number of records to skip.
        rows?: integer | Number of records to return.
        > queues.getqueuelogcount | query | GET /webservice2/getqueuelogcount.php, GET /webservice2/getqueueologcount.php, GET /webservice2/getqueueilogcount.php | 获取队列日志列表总数 | Count queue log records
        eventtime1? | Start date or time.
        eventtime2? | End date or time.
        event? | Event type, see enum queue_event.
        uniqueid? | Call id.
        queuename? | Queue name (the number in the example).
        agent? | Active channel or interface of the agent, e.g. SIP/999.
        agentno? | Agent number.
        history?: integer | 0 = off; 1 = on | Query the history database.
        > queues.ctiqueuecallerwithdraw | command! | GET /webservice2/ctiqueuecallerwithdraw.php | 从队列撤回排队者 | Withdraw a waiting caller from a queue
        queue | Queue number.
        caller | Active channel of the waiting caller, e.g. SIP/7001-0000003d (channel of getqueuecalls).
        withdrawinfo? | Reason of the withdrawal.
        > extensions.ctibinddevice | command | GET /webservice2/ctibinddevice.php | 绑定工号与设备 | Bind a user (agent number) to a device
        extension | User number (agent number, extension number).
        device | Device number.
        > extensions.ctigetcf | query | GET /webservice2/ctigetcf.php | 查询无条件呼叫转移 | Query the call forwarding of an extension
        extension | Extension number.
        > extensions.ctigetcnd | query | GET /webservice2/ctigetcnd.php | 查询分机禁呼状态 | Query whether outgoing calls of an extension are barred
        extension | Extension number.
        > extensions.ctigetdnd | query | GET /webservice2/ctigetdnd.php | 查询分机免打扰状态 | Query do-not-disturb of an extension
        extension | Extension number.
        > extensions.ctigetdevice | query | GET /webservice2/ctigetdevice.php | 获取指定设备信息 | Information on one device
        device | Device number.
        > extensions.ctigetuser | query | GET /webservice2/ctigetuser.php | 获取指定用户号（工号）信息 | Information on one user (agent number)
        user | User number (agent number).
        > extensions.ctisetcndon | command → data | GET /webservice2/ctisetcndon.php, GET /webservice2/ctisetcnondon.php | 设置分机禁止呼出 | Bar outgoing calls of an extension
        extension | Extension number.
        > extensions.ctisetcnoff | command → data | GET /webservice2/ctisetcnoff.php, GET /webservice2/ctisetcndoff.php | 取消分机禁止呼出 | Lift the bar on outgoing calls of an extension
        extension | Extension number.
        > extensions.ctisetdndon | command → data | GET /webservice2/ctisetdndon.php | 开启分机免打扰 | Turn do-not-disturb on
        extension | Extension number.
        > extensions.ctisetdndoff | command → data | GET /webservice2/ctisetdndoff.php | 关闭分机免打扰 | Turn do-not-disturb off
        extension | Extension number.
        > extensions.ctisetcfon | command → data | GET /webservice2/ctisetcfon.php | 开启分机呼叫转移 | Turn call forwarding on
        extension | Extension number.
        cftype? = ALL | CF = unconditional; CFB = on busy; CFU = when unavailable; ALL = all types | Forwarding type.
        destination | Target number.
        > extensions.ctisetcfoff | command → data | GET /webservice2/ctisetcfoff.php | 关闭分机呼叫转移 | Turn call forwarding off
        extension | Extension number.
        cftype? = ALL | CF = unconditional; CFB = on busy; CFU = when unavailable; ALL = all types | Forwarding type.
        > extensions.ctisplitdevice | command | GET /webservice2/ctisplitdevice.php | 分拆工号与设备 | Unbind a user from a device
        extension | User number (agent number, extension number).
        device | Device number.
        > extensions.getdevices | query | GET /webservice2/getdevices.php | 获取设备列表 | List of devices
        device? | Device number; all without it.
        > extensions.getextensionstatus | query | GET /webservice2/getextensionstatus.php, GET /webservice2/gettextensionstatus.php | 查询设备状态 | Status of devices
        exten? | Device number; all without it.
        > extensions.gettextinterface | query | GET /webservice2/gettextinterface.php, GET /webservice2/getextinterface.php | 获取指定分机通道和拨号授权 | Dial interface and dial permission of an extension
        extension | Extension number.
        > extensions.getpeers | query | GET /webservice2/getpeers.php | 网络终端状态 | State of network terminals (SIP, IAX2 peers)
        peername? | Terminal name; all without it.
        > extensions.getusers | query | GET /webservice2/getusers.php | 获取用户列表 | List users (agent or extension numbers) with their settings
        > extensions.getallextensions | query | GET /webservice2/getallextensions.php | 批量获取所有分机名称和状态 | Names and states of all extensions in one call
        extension? | Extension number; without it all extensions.
        > trunks.gettrunklist | query | GET /webservice2/gettrunklist.php | 获取中继列表 | List of trunks
        > trunks.getzapchannel | query | GET /webservice2/getzapchannel.php | ZAP 通道状态 | State of the ZAP (telephony card) channels
        channel? | ZAP channel of the telephony card.
        > ivr.ctiwaitcalldata | query | GET /webservice2/ctiwaitcalldata.php, GET /webservice2/ctiwaitcallauth.php | 在线获取语音程序(AGI, 需单独编制)运行结果 | Wait for the result of a voice program (AGI) in the call
        channel | Active channel name, technology/number-suffix, e.g. SIP/2011-b7c0d208 (not the dial interface SIP/2011).
        timeout?: integer = 120 | Seconds to wait.
        cdvar1? | Custom variable 1.
        cdvar2? | Custom variable 2.
        cdvar3? | Custom variable 3.
        cdvar4? | Custom variable 4.
        > ivr.ctiwaitauth | command → data | GET /webservice2/ctiwaitauth.php | 在线语音(AGI, 需单独编制)验证 | Start a voice program (AGI) in the call and wait for its result (caller authentication)
        channel | Active channel name, technology/number-suffix, e.g. SIP/2011-b7c0d208 (not the dial interface SIP/2011).
        code? | Feature key number set up on the platform for the voice program. One of code and name is required; code wins.
        name? | Feature key name set up on the platform for the voice program. One of code and name is required; code wins.
        type?: integer | 1 = this channel; 0 = the other party | Who hears the prompts.
        timeout?: integer = 120 | Seconds to wait.
        cdvar1? | Custom variable 1.
        cdvar2? | Custom variable 2.
        cdvar3? | Custom variable 3.
        cdvar4? | Custom variable 4.
        > ivr.getrecordings | query | GET /webservice2/getrecordings.php | 获取自定义语音列表 | List of custom voice prompts
        > ivr.getivrlist | query | GET /webservice2/getivrlist.php | 获取 IVR 导航列表 | List of IVR menus
        > ivr.getivrlog | query | GET /webservice2/getivrlog.php | 获取 IVR 按键记录 | IVR key press log
        ivrdate1? | Start, yyyy-mm-dd hh:mm:ss.
        ivrdate2? | End, yyyy-mm-dd hh:mm:ss.
        ivrname? | IVR menu name.
        uniqueid? | Call id.
        channel? | Active channel.
        obdialid? | Dial id of a batch outbound call (or __MVBBOB_DIALID of ctioriginate).
        obtaskid? | Task id of a batch outbound call (or __MVBBOB_TASKID of ctioriginate).
        callerid? | Calling number.
        funcname? | Function of the key.
        offset?: integer = 0 | Offset of the first row.
        rows?: integer | Number of rows, at most 30.
        sort? | Sort field.
        sens? = DESC | DESC = descending; ASC = ascending | Sort direction.
        > ivr.getivrlogcount | query | GET /webservice2/getivrlogcount.php | 查询语音导航按键记录总数 | Count of the IVR key press log
        ivrdate1? | Start, yyyy-mm-dd hh:mm:ss.
        ivrdate2? | End, yyyy-mm-dd hh:mm:ss.
        ivrname? | IVR menu name.
        uniqueid? | Call id.
        channel? | Active channel.
        obdialid? | Dial id of a batch outbound call (or __MVBBOB_DIALID of ctioriginate).
        obtaskid? | Task id of a batch outbound call (or __MVBBOB_TASKID of ctioriginate).
        callerid? | Calling number.
        funcname? | Function of the key.
        """#
}
