extension WebCTIOperations {
    /// Outbound campaigns (document, sections 4, 5, 7 and 8).
    static let campaigns = #"""
        > campaigns.addobtask | command | GET /webservice2/outcall/addobtask.php | 新建批量外拨任务 | Create a batch outbound task
        name | Task name.
        actiontype: integer | 1 = voice notification; 2 = automatic survey / follow-up; 3 = call the agent first; 4 = call the agent afterwards; 5 = connect to an application; 6 = run a dial plan script; 7 = preview dialling; 8 = transfer to a queue; 9 = shared outbound calling | How the task calls.
        runttype, runtype: integer | 0 = ordinary task; 1 = cyclic task (only action types 1, 2, 5, 6) | Kind of task; spelled runttype here, runtype everywhere else: send both.
        begindate | First day.
        enddate | Last day.
        amrange? | Morning range, 24-hour, e.g. 8:10-12:30; ignored for cyclic tasks.
        pmrange? | Afternoon range, 24-hour, e.g. 18:10-22:30; ignored for cyclic tasks.
        monthlist? | Cyclic tasks: months 1,2,…,12.
        timelist? | Cyclic tasks: time ranges, e.g. 10:10-12:10,14:10-16:20; marked mandatory, but applies to cyclic tasks only.
        weeklist? | Cyclic tasks: days of the week 0,1,…,6 (0 presumably Sunday).
        daylist? | Cyclic tasks: days of the month 1,2,…,31.
        maxcalls?: integer | Most simultaneous calls of the task; also bounded by the global number; 0 = no limit.
        maxretries?: integer | Most retries; 0 = global setting.
        timeout?: integer | Dial time-out; 0 = global setting.
        outtrunk? | Outbound trunk.
        callerid? | Caller id shown.
        voicefile1? | Sound file 1; mandatory for action types 1 and 2.
        voicefile2? | Thank-you sound file 2; mandatory for action type 2.
        validkey? | Valid keys, e.g. 0-1-2-3 (action types 1, 2).
        inputtimeout?: integer | Seconds to wait for a key (action type 2).
        inputerrorcount?: integer | Wrong keys allowed (action type 2).
        inputtimeoutcount?: integer | Input time-outs allowed (action type 2).
        context? | Dial-plan context; mandatory for action types 6 and 8. For a queue: ext-queues.
        exten? | Number; mandatory for action types 6 and 8. For a queue: the queue number.
        priority? | Dial-plan priority; mandatory for action types 6 and 8. For a queue: 1.
        neednotify? | Y = yes; N = no | Whether to go on announcing.
        needinput? | Y = yes; N = no | Whether the agent must enter a result.
        agentvoice? | Sound played to the agent.
        queuecallrate?: number | Ratio of calls to queue capacity.
        application? | Application name; mandatory for action type 5.
        appdata? | Application data.
        variable? | Variables.
        needqs? | Y = yes; N = no | Whether to ask for a quality rating.
        agentno? | Agent number.
        agentchannel? | Agent interface.
        account? | Billing account.
        createbyapp? | Module name.
        creater? | Creator (this spelling).
        > campaigns.getobtasks | query | GET /webservice2/outcall/getobtasks.php | 获取批量外拨任务 | List batch outbound tasks
        id? | Task id.
        name? | Task name.
        actiontype?: integer | 1 = voice notification; 2 = automatic survey / follow-up; 3 = call the agent first; 4 = call the agent afterwards; 5 = connect to an application; 6 = run a dial plan script; 7 = preview dialling; 8 = transfer to a queue; 9 = shared outbound calling | How the task calls.
        status? | N = new; B = start; S = stop; P = pause; C = continue; R = running; F = finished | Task state.
        begindate? | First day.
        enddate? | Last day.
        offset?: integer | Number of records to skip (paging).
        rows?: integer | Number of records to return (paging).
        sort? | Result field to sort by.
        sens? | DESC = descending; ASC = ascending | Sort direction.
        > campaigns.setobtask | command | GET /webservice2/outcall/setobtask.php | 修改指定外拨任务 | Change an outbound task
        id | Task id.
        name? | Task name.
        runtype?: integer | 0 = ordinary task; 1 = cyclic task (only action types 1, 2, 5, 6) | Kind of task.
        begindate? | First day.
        enddate? | Last day.
        amrange? | Morning range, 24-hour, e.g. 8:10-12:30; ignored for cyclic tasks.
        pmrange? | Afternoon range, 24-hour, e.g. 18:10-22:30; ignored for cyclic tasks.
        monthlist? | Cyclic tasks: months 1,2,…,12.
        timelist? | Cyclic tasks: time ranges, e.g. 10:10-12:10,14:10-16:20; marked mandatory, but applies to cyclic tasks only.
        weeklist? | Cyclic tasks: days of the week 0,1,…,6 (0 presumably Sunday).
        daylist? | Cyclic tasks: days of the month 1,2,…,31.
        maxcalls?: integer | Most simultaneous calls of the task; also bounded by the global number; 0 = no limit.
        maxretries?: integer | Most retries; 0 = global setting.
        timeout?: integer | Dial time-out; 0 = global setting.
        outtrunk? | Outbound trunk.
        callerid? | Caller id shown.
        voicefile1? | Sound file 1; mandatory for action types 1 and 2.
        voicefile2? | Thank-you sound file 2; mandatory for action type 2.
        validkey? | Valid keys, e.g. 0-1-2-3 (action types 1, 2).
        inputtimeout?: integer | Seconds to wait for a key (action type 2).
        inputerrorcount?: integer | Wrong keys allowed (action type 2).
        inputtimeoutcount?: integer | Input time-outs allowed (action type 2).
        context? | Dial-plan context; mandatory for action types 6 and 8. For a queue: ext-queues.
        exten? | Number; mandatory for action types 6 and 8. For a queue: the queue number.
        priority? | Dial-plan priority; mandatory for action types 6 and 8. For a queue: 1.
        neednotify? | Y = yes; N = no | Whether to go on announcing.
        needinput? | Y = yes; N = no | Whether the agent must enter a result.
        agentvoice? | Sound played to the agent.
        queuecallrate?: number | Ratio of calls to queue capacity.
        application? | Application name; mandatory for action type 5.
        appdata? | Application data.
        variable? | Variables.
        needqs? | Y = yes; N = no | Whether to ask for a quality rating.
        agentno? | Agent number.
        agentchannel? | Agent interface.
        account? | Billing account.
        createbyapp? | Module name.
        > campaigns.delobtask | command! | GET /webservice2/outcall/delobtask.php | 删除指定外拨任务 | Delete an outbound task
        id | Task id.
        > campaigns.getobparams | query | GET /webservice2/outcall/getobparams.php | 获取外拨任务全局参数配置 | Read the global parameters of outbound tasks
        keyname? | e.g. timeout = dial time-out; outboundcontext = dial permission for outbound calls; maxretries = retries; maxcalls = most simultaneous calls; musichold = music on hold; touservoice = sound played to the customer before the agent is connected; toagentvoice = sound asking the agent to wait before the next number (action type 3); outtrunk = outbound trunk; resultprompt = sound asking the agent to enter the result (agent first); callerid = default caller id | Parameter name.
        keydesc? | Parameter description.
        sort? | Result field to sort by.
        sens? | DESC = descending; ASC = ascending | Sort direction.
        > campaigns.setobparams | command | GET /webservice2/outcall/setobparams.php | 修改外拨任务全局参数配置 | Change a global parameter of outbound tasks
        keyname | e.g. timeout = dial time-out; outboundcontext = dial permission for outbound calls; maxretries = retries; maxcalls = most simultaneous calls; musichold = music on hold; touservoice = sound played to the customer before the agent is connected; toagentvoice = sound asking the agent to wait before the next number (action type 3); outtrunk = outbound trunk; resultprompt = sound asking the agent to enter the result (agent first); callerid = default caller id | Parameter name.
        keyvalue? | Value.
        keydesc? | Description.
        > campaigns.getobdiallist | query | GET /webservice2/outcall/getobdiallist.php | 获取外拨名单详情 | Dial list of a task with the results
        taskid | Task id.
        id? | Record id.
        dialnumber? | Number to call.
        createtime1? | Start of the creation time.
        createtime2? | End of the creation time.
        dialedtime1? | Start of the dial time.
        dialedtime2? | End of the dial time.
        answertime1? | Start of the answer time.
        answertime2? | End of the answer time.
        endtime1? | Start of the hang-up time.
        endtime2? | End of the hang-up time.
        status? | N = new; R = retry; D = dialling; S = success; F = failed | Dial state.
        remark? | Remark.
        caller? | Agent who took the call.
        responsekey? | Key the customer pressed.
        duration? | up = longer than second; down = shorter than second | Compare the talk time with second, e.g. duration=up&second=10.
        second?: integer | Seconds for duration.
        offset?: integer | Number of records to skip (paging).
        rows?: integer | Number of records to return (paging).
        sort? | Result field to sort by.
        sens? | DESC = descending; ASC = ascending | Sort direction.
        > campaigns.addobdiallist | command | GET /webservice2/outcall/addobdiallist.php | 新建外拨名单 | Add a number to the dial list of a task
        taskid | Task id.
        dialnumber | Number to call.
        extrefid? | Id of related external data.
        campaignid? | Complaint record id.
        ttstext1? | Text 1, spoken to the customer by speech synthesis.
        ttstext2? | Text 2, spoken (automatic survey).
        remark? | Remark.
        caller? | Agent who calls; set by the system for shared outbound calling and for transfer to a queue with special agents.
        > campaigns.setobdiallist | command! | GET /webservice2/outcall/setobdiallist.php | 修改外拨名单 | Change one entry or the whole dial list of a task
        id? | Record id: given = change this entry only, absent = change every entry of the task.
        taskid | Task id.
        extrefid? | Id of related external data.
        campaignid? | Complaint record id.
        uniqueid? | Call id.
        ttstext1? | Text 1, spoken to the customer by speech synthesis.
        ttstext2? | Text 2, spoken (automatic survey).
        remark? | Remark.
        status? | N = new; R = retry; D = dialling; S = success; F = failed | State.
        caller? | Agent who calls; set by the system for shared outbound calling and for transfer to a queue with special agents.
        > campaigns.delobdiallist | command! | GET /webservice2/outcall/delobdiallist.php | 删除外拨名单 | Delete entries or the whole dial list of a task
        id? | Record ids, separated by commas; absent = delete every entry of the task.
        taskid | Task id.
        > campaigns.getobcalllog | query | GET /webservice2/outcall/getobcalllog.php | 获取周期性任务日志 | Call log of cyclic tasks
        taskid? | Task id.
        dialid? | Id of the dial list entry.
        phoneno? | Number called.
        answertime1? | Start of the answer time.
        answertime2? | End of the answer time.
        offset?: integer | Number of records to skip (paging).
        rows?: integer | Number of records to return (paging).
        sort? | Result field to sort by.
        sens? | DESC = descending; ASC = ascending | Sort direction.
        > campaigns.delobcalllog | command! | GET /webservice2/outcall/delobcalllog.php | 删除周期性任务外拨日志 | Delete call log entries of a cyclic task
        id? | Record ids, separated by commas; absent = delete everything of the task.
        taskid | Task id.
        dialid? | Id of the dial list entry.
        > campaigns.setobtaskstatus | command | GET /webservice2/outcall/setobtaskstatus.php | 修改外拨任务状态 | Start, stop, pause or continue an outbound task
        id | Task id.
        status | e.g. B = start; S = stop; P = pause; C = continue | Wanted state; values from getobtasks (8.3), this table lists none.
        > campaigns.addagentgroup | command | GET /webservice2/outcall/addagentgroup.php | 新建特殊坐席分组 | Create a group of special agents
        groupname | Group name.
        grouplist? | Call group.
        ackcall? | yes = answer by key; no = no;  = not set (empty) | Answer by key.
        autologoff?: integer | Log-off time-out: with answer by key on, an agent who does not answer within this time is logged out of the queue.
        wrapuptime?: integer | Wrap-up (ACW) time.
        musiconhold? | Music on hold class.
        asexten? | yes = yes; no = no | Whether the agent can be called.
        > campaigns.getagentgroup | query | GET /webservice2/outcall/getagentgroup.php | 获取特殊坐席分组 | List the groups of special agents
        groupname? | Group name.
        sort? | Result field to sort by.
        sens? | DESC = descending; ASC = ascending | Sort direction.
        > campaigns.setagentgroup | command | GET /webservice2/outcall/setagentgroup.php | 修改特殊坐席分组 | Change a group of special agents
        id | Group id.
        groupname? | Group name.
        grouplist? | Call group.
        ackcall? | yes = answer by key; no = no;  = not set (empty) | Answer by key.
        autologoff?: integer | Log-off time-out: with answer by key on, an agent who does not answer within this time is logged out of the queue.
        wrapuptime?: integer | Wrap-up (ACW) time.
        musiconhold? | Music on hold class.
        asexten? | yes = yes; no = no | Whether the agent can be called.
        > campaigns.delagentgroup | command! | GET /webservice2/outcall/delagentgroup.php | 删除特殊坐席分组 | Delete a group of special agents
        id | Group id.
        > campaigns.addspecialagent | command | GET /webservice2/outcall/addspecialagent.php | 新建特殊坐席 | Create a special agent (logs in by telephone with a password)
        groupid | Group id.
        agent | Agent number.
        agentname | Name.
        agentpassword: secret | Log-in password, plain text in the URL.
        > campaigns.getspecialagent | query | GET /webservice2/outcall/getspecialagent.php | 获取特殊坐席 | List special agents with their queue memberships
        groupid? | Group id.
        agent? | Agent number.
        agentname? | Name.
        queue? | Queue number.
        sort? | Result field to sort by.
        sens? | DESC = descending; ASC = ascending | Sort direction.
        > campaigns.setspecialagent | command | GET /webservice2/outcall/setspecialagent.php | 修改特殊坐席 | Change a special agent
        groupid | Group id.
        agent | Agent number.
        agentname | Name.
        agentpassword: secret | Log-in password, plain text in the URL.
        > campaigns.delspecialagent | command! | GET /webservice2/outcall/delspecialagent.php | 删除特殊坐席 | Delete a special agent
        groupid | Group id.
        agent | Agent number.
        > campaigns.addobagent | command | GET /webservice2/outcall/addobagent.php | 新建特殊坐席与队列关系 | Add a special agent to a queue
        queue | Queue number.
        agent | Agent number.
        penalty?: integer | Priority.
        > campaigns.getobagent | query | GET /webservice2/outcall/getobagent.php | 获取特殊坐席与队列关系列表 | List the queue memberships of special agents
        queue? | Queue number.
        agent? | Agent number.
        penalty?: integer | Priority.
        sort? | Result field to sort by.
        sens? | DESC = descending; ASC = ascending | Sort direction.
        > campaigns.setobagent | command | GET /webservice2/outcall/setobagent.php | 修改特殊坐席与队列关系 | Change the queue membership of a special agent
        id | Membership id.
        agent? | Agent number.
        queue? | Queue number.
        penalty?: integer | Priority.
        > campaigns.delobagent | command! | GET /webservice2/outcall/delobagent.php | 删除特殊坐席 | Remove special agents from a queue
        id? | Membership id: delete this record of the queue only.
        queue | Queue number; alone it removes every special agent of the queue.
        agent? | Agent numbers, separated by commas: remove only these from the queue.
        > campaigns.gettaskreport | query | GET /webservice2/outcall/gettaskreport.php, GET /webservice2/outcall/gettakreport.php | 获取外呼任务报表 | Report of outbound tasks
        begindate1? | Start of the first day.
        begindate2? | End of the first day.
        id? | Task id.
        name? | Task name.
        status? | N = new; B = start; S = stop; P = pause; C = continue; R = running; F = finished | Task state.
        actiontype?: integer | 1 = voice notification; 2 = automatic survey / follow-up; 3 = call the agent first; 4 = call the agent afterwards; 5 = connect to an application; 6 = run a dial plan script; 7 = preview dialling; 8 = transfer to a queue; 9 = shared outbound calling | How the task calls.
        offset?: integer | Number of records to skip (paging).
        rows?: integer | Number of records to return (paging).
        sort? | Result field to sort by.
        sens? | DESC = descending; ASC = ascending | Sort direction.
        > campaigns.getagentreport | query | GET /webservice2/outcall/getagentreport.php | 统计坐席外呼报表 | Outbound calls of a task by agent
        id | Task id.
        sort? | Result field to sort by.
        sens? | DESC = descending; ASC = ascending | Sort direction.
        > campaigns.gettimereport | query | GET /webservice2/outcall/gettimereport.php | 统计通话时长报表 | Calls of a task longer and shorter than a talk time
        id | Task id.
        second?: integer = 10 | Seconds.
        sort? | Result field to sort by.
        sens? | DESC = descending; ASC = ascending | Sort direction.
        > campaigns.getpresskeyreport | query | GET /webservice2/outcall/getpresskeyreport.php | 统计反馈按键 | Keys pressed by the customers of a task
        id | Task id.
        sort? | Result field to sort by.
        sens? | DESC = descending; ASC = ascending | Sort direction.
        """#
}
