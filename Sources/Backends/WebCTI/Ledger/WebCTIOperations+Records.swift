extension WebCTIOperations {
    /// Call records and configuration (document, sections 4, 5, 7 and 8).
    static let records = #"""
        > cdr.getcdr | query | GET /webservice2/getcdr.php | 通话记录(话单) | Call detail records
        caller? | Calling number. When caller and callee are the same, records where that number is either.
        callee? | Called number. Same as caller: see there.
        disposition? | e.g. ANSWERED = answered; NO ANSWER = not answered; FAILED = failed; BUSY = busy | Call result.
        calldate1? | Start, yyyy-mm-dd hh:mm:ss.
        calldate2? | End, yyyy-mm-dd hh:mm:ss.
        accountcode? | Billing account.
        channel? | Calling channel.
        dstchannel? | Called channel.
        uniqueid? | Call id; several separated by commas.
        dnid? | Originally called number.
        direct? | IN = inbound; OUT = outbound; INNER = internal | Direction.
        firstdialstatus?: integer = 0 | 0 = all (default); 1 = not connected; 2 = connected | Result of the first dialling.
        lastdialstatus?: integer = 0 | 0 = all (default); 1 = not connected; 2 = connected | Result of the last dialling.
        onlymonitor?: integer | 0 = no; 1 = yes | Only records that have a recording.
        history?: integer | 0 = no; 1 = yes | Query the history database.
        sort? = calldate | Sort field.
        sens? = DESC | DESC = descending; ASC = ascending | Sort direction.
        offset?: integer | Offset of the first record.
        rows?: integer | Number of records.
        > cdr.getcdrcount | query | GET /webservice2/getcdrcount.php | 查询通话话单记录数 | Count of call detail records
        caller? | Calling number. When caller and callee are the same, records where that number is either.
        callee? | Called number. Same as caller: see there.
        disposition? | e.g. ANSWERED = answered; NO ANSWER = not answered; FAILED = failed; BUSY = busy | Call result.
        calldate1? | Start, yyyy-mm-dd hh:mm:ss.
        calldate2? | End, yyyy-mm-dd hh:mm:ss.
        accountcode? | Billing account.
        channel? | Calling channel.
        dstchannel? | Called channel.
        uniqueid? | Call id; several separated by commas.
        dnid? | Originally called number.
        direct? | IN = inbound; OUT = outbound; INNER = internal | Direction.
        firstdialstatus?: integer = 0 | 0 = all (default); 1 = not connected; 2 = connected | Result of the first dialling.
        lastdialstatus?: integer = 0 | 0 = all (default); 1 = not connected; 2 = connected | Result of the last dialling.
        history?: integer | 0 = no; 1 = yes | Query the history database.
        > cdr.getcdrcountsimple | query | GET /webservice2/report/getcdrcountsimple.php | 统计话单数量 | Count call detail records
        calldate1 | Start date or time.
        calldate2 | End date or time.
        disposition? | e.g. ANSWERED = answered; FAILED = failed; NO ANSWER = not answered; BUSY = busy | Call result.
        caller? | Caller number; when caller equals callee, the records in which this number is either are returned.
        callee? | Called number; see caller.
        number? | Numbers whose calls are wanted, separated by commas.
        lastdialstatus?: integer = 0 | 0 = all; 1 = not connected; 2 = connected | Result of the last dial.
        history?: integer | 0 = current; 1 = history database | Query the history database (older records) instead of the current one.
        direct? | IN = inbound; OUT = outbound; INNER = internal; INOUT = inbound and outbound | Call direction.
        > cdr.getcdrsimple | query | GET /webservice2/report/getcdrsimple.php | 获取话单明细接口 | List call detail records
        calldate1 | Start date.
        calldate2 | End date.
        caller? | Caller number; when caller equals callee, the records in which this number is either are returned.
        callee? | Called number; see caller.
        number? | Numbers whose calls are wanted, separated by commas.
        disposition? | e.g. ANSWERED = answered; FAILED = failed; NO ANSWER = not answered; BUSY = busy | Call result.
        direct? | IN = inbound; OUT = outbound; INNER = internal; INOUT = inbound and outbound | Call direction.
        lastdialstatus?: integer = 0 | 0 = all; 1 = not connected; 2 = connected | Result of the last dial.
        history?: integer | 0 = current; 1 = history database | Query the history database (older records) instead of the current one.
        sort? = calldate | Result field to sort by.
        sens? = DESC | DESC = descending; ASC = ascending | Sort direction.
        offset?: integer = 0 | Number of records to skip.
        rows?: integer | Number of records to return.
        > config.getholdmusic | query | GET /webservice2/getholdmusic.php | 获取等待音乐列表 | List the music-on-hold classes
        > config.getdevicerules | query | GET /webservice2/getdevicerules.php | 获取拨号权限列表 | List the dial permissions
        > config.pbxconfig | command! → data | GET /webservice2/report/pbxconfig.php | 平台配置 | Platforms known to the report system: list, add, change, delete
        item | add = add a record; delete = delete records; update = change records; find = list records | Action.
        pbxid? | Platform id; mandatory except for find; condition of delete, update and find.
        pbxname? | Platform name; condition of find; new value of update, emptied when not given.
        remark? | Remark; new value of update, emptied when not given.
        > config.agentlistconfig | command! → data | GET /webservice2/report/agentlistconfig.php | 坐席配置 | Agents known to the report system: list, count, add, change, delete
        item | add = add a record; delete = delete records; update = change records; find = list records; count = count records | Action.
        pbxid? | Platform id; mandatory except for find and count; condition of delete, find and count; new value of update, unchanged when not given.
        agentno? | Agent number; mandatory except for find and count; condition of delete, update, find and count.
        agentname? | Agent name; condition of find and count; new value of update, unchanged when not given.
        remark? | Remark; new value of update, emptied when not given.
        offset?: integer = 0 | Number of records to skip.
        rows?: integer | Number of records to return.
        sort? | Field to sort by.
        sens? | DESC = descending; ASC = ascending | Sort direction.
        > config.queuelistconfig | command! → data | GET /webservice2/report/queuelistconfig.php | 队列配置 | Queues known to the report system: list, add, change, delete
        item | add = add a record; delete = delete records; update = change records; find = list records | Action.
        pbxid? | Platform id; mandatory except for find; condition of delete and find; new value of update, unchanged when not given.
        queueno? | Queue number; mandatory except for find; condition of delete, update and find.
        queuelname?, queuename | Queue name (spelled queuelname in the table, surely queuename); condition of delete and find; new value of update, unchanged when not given.
        remark? | Remark; condition of find; new value of update, emptied when not given.
        > config.qmrconfig | command → data | GET /webservice2/report/qmrconfig.php, GET /webservice2/report/qmrrconfig.php | 质检按键配置 | Scores of the quality-rating keys: list, change
        item | update = change a record; find = list records | Action.
        inputkey? | -1 = hung up without rating; 0 = key 0; 1 = key 1; 2 = key 2; 3 = key 3; 4 = key 4; 5 = key 5; 6 = key 6; 7 = key 7; 8 = key 8; 9 = key 9 | Key; mandatory except for find; condition of find and update.
        score?: integer | Score; condition of find; new value of update, unchanged when not given.
        remark? | Remark; new value of update, emptied when not given.
        > config.rptcontrol | command! → data | GET /webservice2/report/rptcontrol.php | 报表控制配置 | Control of the report runs: list, add, change, delete
        item | add = add a record; delete = delete records; update = change records; find = list records | Action.
        pbxid? | Platform id; mandatory except for find; condition of find, update and delete.
        rpttype? | platform = platform report; agent = agent report; queue = queue (skill group) report; area = area report | Report type; mandatory except for find; condition of find, update and delete.
        rptname? | Report name; new value of update, unchanged when not given.
        begindate? | First day to process; new value of update, unchanged when not given.
        enddate? | Last day to process, empty = today; new value of update, unchanged when not given.
        enabled?: integer | 0 = no; 1 = yes | Whether the run is allowed; new value of update, unchanged when not given.
        """#
}
