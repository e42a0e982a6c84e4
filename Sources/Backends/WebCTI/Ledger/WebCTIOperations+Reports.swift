extension WebCTIOperations {
    /// Reports (document, sections 4, 5, 7 and 8).
    static let reports = #"""
        > reports.getqmr | query | GET /webservice2/getqmr.php, GET /webservice2/getqmri.php, GET /webservice2/getqmrv.php | 获取质检记录 | List quality-rating records (keys pressed by callers after a call)
        calltime1? | Start of the time range.
        calltime2? | End of the time range.
        uniqueid? | Call id.
        phonenumbers?, phonenumber | Caller number; spelled phonenumbers in the table, phonenumber in the results and in getqmrcount.
        queueenum?, queuenum | Queue number; spelled queueenum here, queuenum in getqmrcount.
        agentno? | Agent number.
        selkey? | e.g. -1 = hung up without rating | Key pressed.
        sort? = calltime | Result field to sort by.
        sens? = DESC | DESC = descending; ASC = ascending | Sort direction.
        offset?: integer = 0 | Number of records to skip.
        rows?: integer | Number of records to return, at most 30.
        > reports.getqmrcount | query | GET /webservice2/getqmrcount.php | 查询质检记录总数 | Count quality-rating records
        calltime1? | Start of the time range.
        calltime2? | End of the time range.
        uniqueid? | Call id.
        phonenumber? | Caller number.
        queuenum? | Queue number.
        agentno? | Agent number.
        selkey? | e.g. -1 = hung up without rating | Key pressed.
        > reports.getcallday | query | GET /webservice2/report/getcallday.php | 获取话单日流量 | Call traffic of one day by hour
        calldate | Day (date, or date and time).
        disposition? | e.g. ANSWERED = answered; FAILED = failed; NO ANSWER = not answered; BUSY = busy | Call result.
        calldatehour? | Hour of the call.
        lastdialstatus?: integer = 0 | 0 = all; 1 = not connected; 2 = connected | Result of the last dial.
        history?: integer | 0 = current; 1 = history database | Query the history database (older records) instead of the current one.
        sort? = hour(calldate) | Result field to sort by.
        sens? = DESC | DESC = descending; ASC = ascending | Sort direction.
        > reports.getcallmonth | query | GET /webservice2/report/getcallmonth.php | 获取话单月流量 | Call traffic by month
        calldate1 | Start date or time.
        calldate2 | End date or time.
        disposition? | e.g. ANSWERED = answered; FAILED = failed; NO ANSWER = not answered; BUSY = busy | Call result.
        lastdialstatus?: integer = 0 | 0 = all; 1 = not connected; 2 = connected | Result of the last dial.
        history?: integer | 0 = current; 1 = history database | Query the history database (older records) instead of the current one.
        sort? = month(calldate) | Result field to sort by.
        sens? = DESC | DESC = descending; ASC = ascending | Sort direction.
        > reports.getqueuecallcmp | query | GET /webservice2/report/getqueuecallcmp.php | 获取队列话务量比较接口 | Compare the call volume of the queues
        calldate1 | Start date or time.
        calldate2 | End date or time.
        sort? = queueName | Result field to sort by.
        sens? = DESC | DESC = descending; ASC = ascending | Sort direction.
        > reports.getqueuecallcount | query | GET /webservice2/report/getqueuecallcount.php | 获取队列话务量总数 | Count queue events (total call volume of a queue)
        calldate1 | Start date or time.
        calldate2 | End date or time.
        queuename? | Queue number.
        queueevent? | Queue event (state), see enum queue_event (6.10).
        > reports.getqueuecalldetail | query | GET /webservice2/report/getqueuecalldetail.php | 获取队列话务量明细 | List queue events of a period (call volume in detail)
        calldate1 | Start date or time.
        calldate2 | End date or time.
        queuename? | Queue number.
        queueevent? | Queue event (state), see enum queue_event (6.10).
        history?: integer | 0 = current; 1 = history database | Query the history database (older records) instead of the current one.
        sort? = eventtime | Result field to sort by.
        sens? = DESC | DESC = descending; ASC = ascending | Sort direction.
        offset?: integer = 0 | Number of records to skip.
        rows?: integer | Number of records to return.
        > reports.getbadcallreport | query | GET /webservice2/report/getbadcallreport.php | 呼损记录报表 | Report of lost calls by day, month, queue or handling flag
        createtime1? | Start of the recording time.
        createtime2? | End of the recording time.
        processtime1? | Start of the handling time.
        processtime2? | End of the handling time.
        processflag?: integer | Handling flag.
        reporttype? | d = by day; m = by month; q = by queue; p = by handling flag | Grouping.
        processapp? | Application name, e.g. CSR3000.
        queue? | Queue number.
        sort? = item | item = group; callcount = lost calls; waittime_sum = waiting time; waittime_avg = average waiting time; times_sum = times lost; times_avg = average times lost | Field to sort by.
        sens? = DESC | DESC = descending; ASC = ascending | Sort direction.
        > reports.getusercallsum | query | GET /webservice2/report/getusercallsum.php | 获取座席通话话务量比较报表 | Compare the talk volume of the agents
        calldate1 | Start date or time.
        calldate2 | End date or time.
        agentno? | Agent number.
        direct? | IN = inbound; OUT = outbound; INNER = internal; INOUT = inbound and outbound | Call direction.
        history?: integer | 0 = current; 1 = history database | Query the history database (older records) instead of the current one.
        sort? = agentno | Result field to sort by.
        sens? = ASC | DESC = descending; ASC = ascending | Sort direction.
        > reports.getplatformhourreport | query | GET /webservice2/report/getplatformhourreport.php | 获取平台小时报表 | Platform report by hour
        rptdate1 | Start date.
        rptdate2? | End date; whether absent means rptdate1 only or up to today is not stated.
        rpthour1?: integer | First hour.
        rpthour2?: integer | Last hour.
        pbxid? | Platform id.
        sort? = rptdate,rpthour | Result field to sort by.
        sens? = ASC | DESC = descending; ASC = ascending | Sort direction.
        > reports.getplatformdayreport | query | GET /webservice2/report/getplatformdayreport.php | 获取平台日报表 | Platform report by day
        rptdate1 | Start date.
        rptdate2? | End date; whether absent means rptdate1 only or up to today is not stated.
        pbxid? | Platform id.
        sort? = rptdate | Result field to sort by.
        sens? = DESC | DESC = descending; ASC = ascending | Sort direction.
        > reports.getplatformweekreport | query | GET /webservice2/report/getplatformweekreport.php | 获取平台周报表 | Platform report by week
        rptdate1 | Start date.
        rptdate2? | End date; whether absent means rptdate1 only or up to today is not stated.
        pbxid? | Platform id.
        sort? = rptdate | Result field to sort by.
        sens? = DESC | DESC = descending; ASC = ascending | Sort direction.
        > reports.getplatformmonthreport | query | GET /webservice2/report/getplatformmonthreport.php | 获取平台月报表 | Platform report by month
        rptdate1 | Start date.
        rptdate2? | End date; whether absent means rptdate1 only or up to today is not stated.
        pbxid? | Platform id.
        sort? = rptdate | Result field to sort by.
        sens? = DESC | DESC = descending; ASC = ascending | Sort direction.
        > reports.getplatformyearreport | query | GET /webservice2/report/getplatformyearreport.php | 获取平台年报表 | Platform report by year
        rptdate1 | Start date.
        rptdate2? | End date; whether absent means rptdate1 only or up to today is not stated.
        pbxid? | Platform id.
        sort? = rptdate | Result field to sort by.
        sens? = DESC | DESC = descending; ASC = ascending | Sort direction.
        > reports.getagentdayreport | query | GET /webservice2/report/getagentdayreport.php | 获取坐席日报表 | Agent report by day
        rptdate1 | Start date.
        rptdate2? | End date; whether absent means rptdate1 only or up to today is not stated.
        pbxid? | Platform id.
        agentno? | Agent number.
        sort? = rptdate | Result field to sort by.
        sens? = DESC | DESC = descending; ASC = ascending | Sort direction.
        > reports.getagentweekreport | query | GET /webservice2/report/getagentweekreport.php | 获取坐席周报表 | Agent report by week
        rptdate1 | Start date.
        rptdate2? | End date; whether absent means rptdate1 only or up to today is not stated.
        pbxid? | Platform id.
        agentno? | Agent number.
        sort? = rptdate | Result field to sort by.
        sens? = DESC | DESC = descending; ASC = ascending | Sort direction.
        > reports.getagentmonthreport | query | GET /webservice2/report/getagentmonthreport.php | 获取坐席月报表 | Agent report by month
        rptdate1 | Start date.
        rptdate2? | End date; whether absent means rptdate1 only or up to today is not stated.
        pbxid? | Platform id.
        agentno? | Agent number.
        sort? = rptdate | Result field to sort by.
        sens? = DESC | DESC = descending; ASC = ascending | Sort direction.
        > reports.getagentyearreport | query | GET /webservice2/report/getagentyearreport.php | 获取坐席年报表 | Agent report by year
        rptdate1 | Start date.
        rptdate2? | End date; whether absent means rptdate1 only or up to today is not stated.
        pbxid? | Platform id.
        agentno? | Agent number.
        sort? = rptdate | Result field to sort by.
        sens? = DESC | DESC = descending; ASC = ascending | Sort direction.
        > reports.getqueuehourreport | query | GET /webservice2/report/getqueuehourreport.php | 获取队列小时报表 | Queue report by hour
        rptdate1 | Start date.
        rptdate2? | End date; whether absent means rptdate1 only or up to today is not stated.
        rpthour1?: integer | First hour.
        rpthour2?: integer | Last hour.
        pbxid? | Platform id.
        queue? | Queue number.
        sort? = rptdate | Result field to sort by.
        sens? = DESC | DESC = descending; ASC = ascending | Sort direction.
        > reports.getqueuedayreport | query | GET /webservice2/report/getqueuedayreport.php | 获取队列日报表 | Queue report by day
        rptdate1 | Start date.
        rptdate2? | End date; whether absent means rptdate1 only or up to today is not stated.
        pbxid? | Platform id.
        queue? | Queue number.
        sort? = rptdate | Result field to sort by.
        sens? = DESC | DESC = descending; ASC = ascending | Sort direction.
        > reports.getqueueweekreport | query | GET /webservice2/report/getqueueweekreport.php | 获取队列周报表 | Queue report by week
        rptdate1 | Start date.
        rptdate2? | End date; whether absent means rptdate1 only or up to today is not stated.
        pbxid? | Platform id.
        queue? | Queue number.
        sort? = rptdate | Result field to sort by.
        sens? = DESC | DESC = descending; ASC = ascending | Sort direction.
        > reports.getqueuemonthreport | query | GET /webservice2/report/getqueuemonthreport.php, GET /webservice2/report/getqueueonthreport.php | 获取队列月报表 | Queue report by month
        rptdate1 | Start date.
        rptdate2? | End date; whether absent means rptdate1 only or up to today is not stated.
        pbxid? | Platform id.
        queue? | Queue number.
        sort? = rptdate | Result field to sort by.
        sens? = DESC | DESC = descending; ASC = ascending | Sort direction.
        > reports.getqueueyearreport | query | GET /webservice2/report/getqueueyearreport.php | 获取队列年报表 | Queue report by year
        rptdate1 | Start date.
        rptdate2? | End date; whether absent means rptdate1 only or up to today is not stated.
        pbxid? | Platform id.
        queue? | Queue number.
        sort? = rptdate | Result field to sort by.
        sens? = DESC | DESC = descending; ASC = ascending | Sort direction.
        > reports.getareadayreport | query | GET /webservice2/report/getareadayreport.php | 获取区域日报表 | Area report by day
        rptdate1 | Start date.
        rptdate2? | End date; whether absent means rptdate1 only or up to today is not stated.
        pbxid? | Platform id.
        areacode? | Area code.
        sort? = rptdate | Result field to sort by.
        sens? = DESC | DESC = descending; ASC = ascending | Sort direction.
        > reports.getareaweekreport | query | GET /webservice2/report/getareaweekreport.php | 获取区域周报表 | Area report by week
        rptdate1 | Start date.
        rptdate2? | End date; whether absent means rptdate1 only or up to today is not stated.
        pbxid? | Platform id.
        areacode? | Area code.
        sort? = rptdate | Result field to sort by.
        sens? = DESC | DESC = descending; ASC = ascending | Sort direction.
        > reports.getareamonthreport | query | GET /webservice2/report/getareamonthreport.php | 获取区域月报表 | Area report by month
        rptdate1 | Start date.
        rptdate2? | End date; whether absent means rptdate1 only or up to today is not stated.
        pbxid? | Platform id.
        areacode? | Area code.
        sort? = rptdate | Result field to sort by.
        sens? = DESC | DESC = descending; ASC = ascending | Sort direction.
        > reports.getareayearreport | query | GET /webservice2/report/getareayearreport.php | 获取区域年报表 | Area report by year
        rptdate1 | Start date.
        rptdate2? | End date; whether absent means rptdate1 only or up to today is not stated.
        pbxid? | Platform id.
        areacode? | Area code.
        sort? = rptdate | Result field to sort by.
        sens? = DESC | DESC = descending; ASC = ascending | Sort direction.
        > reports.getplatformrptdetail | query | GET /webservice2/report/getplatformrptdetail.php | 获取平台报表详情 | Calls behind a figure of the platform report
        flag | in = inbound calls; out = outbound calls; inner = internal calls; citycall = local calls; nationalcall = domestic long-distance calls; internationalcall = international calls; ivr = calls served by an IVR; queue = calls served by a queue; agent = calls answered by a terminal | Which records to return.
        calldate1 | Start date.
        calldate2 | End date.
        offset?: integer = 0 | Number of records to skip.
        rows?: integer | Number of records to return.
        sort? | Result field to sort by.
        sens? | DESC = descending; ASC = ascending | Sort direction.
        > reports.getagentcdrrptdetail | query | GET /webservice2/report/getagentcdrrptdetail.php, GET /webservice2/report/getagentcdrptdetail.php | 获取坐席呼出报表详情 | Outbound calls behind a figure of the agent report
        flag | outboundcalls = outbound calls; outcallanswered = outbound calls answered; outboundbillsecs = outbound talk time | Which records to return.
        calldate1 | Start date.
        calldate2 | End date.
        agentno | Agent number.
        offset?: integer = 0 | Number of records to skip.
        rows?: integer | Number of records to return.
        sort? | Result field to sort by.
        sens? | DESC = descending; ASC = ascending | Sort direction.
        > reports.getagentcallrptdetail | query | GET /webservice2/report/getagentcallrptdetail.php | 获取坐席呼入等详情 | Inbound calls behind a figure of the agent report
        flag | incomingcalls = inbound calls; incallanswered = inbound calls answered; agenthangup = calls ended by the agent; callerhangup = calls ended by the caller; transfercalls = calls transferred; ringsecs = ringing time; holdsecs = waiting time; ringnoanswer = calls that rang unanswered; incomingbillsecs = talk time | Which records to return.
        calldate1 | Start date.
        calldate2 | End date.
        agentno | Agent number.
        offset?: integer = 0 | Number of records to skip.
        rows?: integer | Number of records to return.
        sort? | Result field to sort by.
        sens? | DESC = descending; ASC = ascending | Sort direction.
        > reports.getagentonlinerptdetail | query | GET /webservice2/report/getagentonlinerptdetail.php | 获取坐席在线时长等 | Log-ins behind the online time of the agent report
        calldate1 | Start date.
        calldate2 | End date.
        agentno | Agent number.
        offset?: integer = 0 | Number of records to skip.
        rows?: integer | Number of records to return.
        sort? | Result field to sort by.
        sens? | DESC = descending; ASC = ascending | Sort direction.
        > reports.getagentpauserptdetail | query | GET /webservice2/report/getagentpauserptdetail.php | 获取坐席示忙等详情 | Pauses behind a figure of the agent report
        flag | pauseduration = time paused; unpausduration = time not paused (this spelling); pausetimes = number of pauses; wrappedsecs = wrap-up (ACW); othworksecs = other work | Which records to return.
        calldate1 | Start date.
        calldate2 | End date.
        agentno | Agent number.
        offset?: integer = 0 | Number of records to skip.
        rows?: integer | Number of records to return.
        sort? | Result field to sort by.
        sens? | DESC = descending; ASC = ascending | Sort direction.
        > reports.getagentpickuprptdetail | query | GET /webservice2/report/getagentpickuprptdetail.php, GET /webservice2/report/getagentpickupreportdetail.php | 获取坐席代接详情 | Calls that the agent picked up for others
        calldate1 | Start date.
        calldate2 | End date.
        agentno | Agent number.
        offset?: integer = 0 | Number of records to skip.
        rows?: integer | Number of records to return.
        sort? | Result field to sort by.
        sens? | DESC = descending; ASC = ascending | Sort direction.
        > reports.getagentqmrrptdetail | query | GET /webservice2/report/getagentqmrrptdetail.php | 获取坐席质检详情 | Quality ratings of an agent
        calldate1 | Start date.
        calldate2 | End date.
        agentno | Agent number.
        offset?: integer = 0 | Number of records to skip.
        rows?: integer | Number of records to return.
        sort? | Result field to sort by.
        sens? | DESC = descending; ASC = ascending | Sort direction.
        > reports.getqueuecallrptdetail | query | GET /webservice2/report/getqueuecallrptdetail.php | 获取进入队列呼叫详情 | Calls that entered a queue
        calldate1 | Start date.
        calldate2 | End date.
        queueno | Queue number.
        offset?: integer = 0 | Number of records to skip.
        rows?: integer | Number of records to return.
        sort? | Result field to sort by.
        sens? | DESC = descending; ASC = ascending | Sort direction.
        > reports.getqueuerptdetail | query | GET /webservice2/report/getqueuerptdetail.php, GET /webservice2/report/getqueueptdetail.php | 获取队列报表明细 | Calls behind a figure of the queue report
        flag | agentcalls = calls offered to agents; agentanswered = calls answered by agents; noanswerdcalls = calls that rang unanswered (this spelling); answeredin5 = answered within 5 s; answeredin10 = answered in 5-10 s; answeredin15 = answered in 10-15 s; answeredin20 = answered in 15-20 s; answeredin30 = answered in 20-30 s; answeredinup30 = answered after more than 30 s; answeredholdtime = wait before answer; abandancalls = abandoned (this spelling); timeoutcalls = left by time-out; otherbadcalls = lost for other reasons; billsecs = talk time | Which records to return.
        calldate1 | Start date.
        calldate2 | End date.
        queueno | Queue number.
        offset?: integer = 0 | Number of records to skip.
        rows?: integer | Number of records to return.
        sort? | Result field to sort by.
        sens? | DESC = descending; ASC = ascending | Sort direction.
        """#
}
