extension WebCTIOperations {
    /// Calls, supervision, conferences, the system and its log-in (document, sections 4, 5, 7 and 8).
    static let calls = #"""
        > calls.ctiatxfer | command | GET /webservice2/ctiatxfer.php | 询问转接 | Attended transfer (consult)
        channel | Active channel of the transferring agent, e.g. SIP/2011-b7c0eb98.
        exten | Destination extension.
        context? | Dial permission (dial-plan context) for the consultation leg, e.g. from-internal.
        > calls.ctifeaturecode | command | GET /webservice2/ctifeaturecode.php | 按号码触发快捷键 | Trigger a feature key by its code on a live channel
        channel | Active channel name, technology/number-suffix, e.g. SIP/2011-b7c0d208 (not the dial interface SIP/2011).
        code | Feature key number as set up on the platform, e.g. 01.
        > calls.ctifeaturename | command | GET /webservice2/ctifeaturename.php | 按名称触发快捷键 | Trigger a feature key by its name on a live channel
        channel | Active channel name, technology/number-suffix, e.g. SIP/2011-b7c0d208 (not the dial interface SIP/2011).
        name | Feature key name, e.g. shortcuts_43.
        > calls.ctigetchanneldetail | query | GET /webservice2/ctigetchanneldetail.php | 获取活动通道详细信息 | Details and variables of an active channel
        channel | Active channel name, technology/number-suffix, e.g. SIP/2011-b7c0d208 (not the dial interface SIP/2011).
        type?: integer = 0 | 0 = variables of this channel; 1 = variables of the linked channel (call must be up); 2 = automatic: always those of the calling channel (call must be up) | Whose variables to return; 1 and 2 need an established call.
        timeout?: integer = 0 | Seconds to wait until the channel is bridged (until BRIDGEPEER is set), at most 120. Set it to read the variables at the moment the call is established.
        > calls.ctigetvar | query | GET /webservice2/ctigetvar.php | 获取通道变量 | Read a channel variable
        channel | Active channel name, technology/number-suffix, e.g. SIP/2011-b7c0d208 (not the dial interface SIP/2011).
        variable | Variable name, e.g. MVB_DNID (original called number). Useful names: section 6.1.3.
        > calls.ctigetvars | query | GET /webservice2/ctigetvars.php | 批量获取通道变量 | Read up to ten channel variables
        channel | Active channel name, technology/number-suffix, e.g. SIP/2011-b7c0d208 (not the dial interface SIP/2011).
        variable0 | Name of variable 1. The table has one row variable0~variable9, required; at least variable0 must be sent.
        variable1? | Name of variable 2. The table has one row variable0~variable9, required; at least variable0 must be sent.
        variable2? | Name of variable 3. The table has one row variable0~variable9, required; at least variable0 must be sent.
        variable3? | Name of variable 4. The table has one row variable0~variable9, required; at least variable0 must be sent.
        variable4? | Name of variable 5. The table has one row variable0~variable9, required; at least variable0 must be sent.
        variable5? | Name of variable 6. The table has one row variable0~variable9, required; at least variable0 must be sent.
        variable6? | Name of variable 7. The table has one row variable0~variable9, required; at least variable0 must be sent.
        variable7? | Name of variable 8. The table has one row variable0~variable9, required; at least variable0 must be sent.
        variable8? | Name of variable 9. The table has one row variable0~variable9, required; at least variable0 must be sent.
        variable9? | Name of variable 10. The table has one row variable0~variable9, required; at least variable0 must be sent.
        > calls.ctihangup | command! | GET /webservice2/ctihangup.php | 拆除指定通道 | Tear down a channel
        channel | Active channel name, technology/number-suffix, e.g. SIP/2011-b7c0d208 (not the dial interface SIP/2011).
        > calls.ctihold | command | GET /webservice2/ctihold.php | 呼叫保持(呼叫期间在线听音乐) | Put a party on hold with music (during the call)
        channel | Active channel that shall hear the music.
        musicclass? | Music-on-hold class (names: 4.130 getholdmusic).
        > calls.ctioriginate | command → data | GET /webservice2/ctioriginate.php, GET /webservice2/ctioriginat.php | 发起呼叫 | Originate a call (click to dial, or outside number to IVR)
        channel | Party called first: dial string, e.g. SIP/7001, Zap/g0/114, Local/114@from-internal. For an outside number that goes to an IVR: trunk/number (SIP/toIMS/4000830188), or Local/number@from-internal, which picks the trunk by the outbound routes but leaves two call records.
        context? | Dial-plan entry / dial permission of the second leg, e.g. from-internal; ivr-<id> (e.g. ivr-32) for the IVR form. Not together with application; needed without application.
        exten? | Number called second; the literal s for the IVR form; needed without application.
        priority?: integer = 1 | Step in the dial plan, normally 1. The example URLs misspell it priorty; needed without application.
        application? | Application to run instead of context/exten/priority, e.g. meetMe. Together with context: error 1231.
        data? | Data handed to the application.
        timeout?: integer | Milliseconds to wait for channel (the first party) to answer.
        callerid | Number presented. (1) Mandatory when the extension is tied to a specified trunk. (2) It must not exist among the device numbers or the call does not go out; an outgoing number set on the trunk overrides it. (3) When the first extension need not show a special number while ringing, set the extension (agent) number; otherwise set the number here and also REALCALLERIDNUM=<number> in variable.
        variable | e.g. MVB_CALLER = caller for the call record; MVB_CALLEE = callee for the call record; MVB_DIRECT = direction: in or out, not given means internal; REALCALLERIDNUM = real number presented; __MVBBOB_TASKID = IVR form: free task id, found again as obtaskid in ivr.getivrlog; __MVBBOB_DIALNUMBER = IVR form: called number, found again as dnid in ivr.getivrlog; __MVBBOB_DIALID = IVR form: free call id, found again as obdialid in ivr.getivrlog | Channel variables NAME=VALUE, several separated by a sign that the conversion of the document lost (printed as a space; a vertical bar by all appearances). MVB_CALLER, MVB_CALLEE, MVB_DIRECT are expected; the IVR form adds three free ones.
        account? | Billing account.
        async? | yes = asynchronous; 1 = asynchronous; true = asynchronous; no = synchronous; 0 = synchronous; false = synchronous | Asynchronous: returns once the command is sent; synchronous: returns when channel answers (or fails). Default not stated here.
        > calls.ctioriginatetts | command → data | GET /webservice2/ctioriginatetts.php | 发起呼叫并播放文字(需要单独购买 TTS 服务软件) | Originate a call and play text (TTS) or a sound file
        channel | Party called: SIP/7001, SIP/ims/114, DAHDI/g0/114. Avoid Local/...: answer is not recognised properly and the text may start before the callee hears it.
        context | custom-ttsplay = fixed | Entry of the flow, always custom-ttsplay.
        exten | s = fixed | Always s.
        priority: integer | 1 = fixed | Always 1.
        timeout?: integer | Dial timeout in milliseconds; 45000 recommended.
        callerid | Outgoing number; must be allowed by the carrier.
        ttstext | Text, or the name of a custom sound file (custom/<name>, played as it is): base64 first, then URL-encode.
        charset? = UTF-8 | Character set of request and response; leave out or UTF-8.
        account? | Billing account.
        async? | yes = asynchronous; 1 = asynchronous; true = asynchronous; no = synchronous; 0 = synchronous; false = synchronous | Asynchronous or not. The table prints "yes-synchronous/no-asynchronous, default synchronous", the reverse of ctioriginate; by the sister operation yes = asynchronous.
        variable? | e.g. MVB_CALLER = caller for the call record; MVB_CALLEE = callee for the call record; MVB_DIRECT = direction for the call record: IN, OUT, INTERNAL, LIN (long-distance in), LOUT (long-distance out); TTS_INPUTKEYLENGTH = number of keys to collect, default 0; TTS_PLAYCOUNT = times to play, default 1; TTS_REPLAYKEY = key that replays, default *; TTS_EXIT_GOTO = entry to go to after playing or key input, e.g. ivr-1: with a key to <entry>,<key>,1, without to <entry>,s,1 (ivr-1,3,1 or custom-ttsplay,s,1); TTS_CALLBACK_URL = URL-encoded callback, requested with GET after the text was played (see event calls.ttscallback); TTS_CALL_ID = own id, handed back in the callback; TTS_TEXT_CHARSET = character set of the text, default UTF-8; <other> = any other variable for the dial plan | Channel variables NAME=VALUE, several separated by a sign that the conversion of the document lost (printed as a space; a vertical bar by all appearances).
        > calls.ctipark | command | GET /webservice2/ctipark.php | 呼叫保持/电话驻留 驻留发起者挂机, 对方保持 | Park a call (the parking party is released, the other side waits)
        channel | Active channel to be parked.
        srcchannel | Active channel of the party that parks.
        timeout?: integer = 300 | Parking timeout in seconds; 5 minutes by default.
        > calls.ctiredirect | command | GET /webservice2/ctiredirect.php | 直接转接（盲转） | Blind transfer (redirect)
        channel | Active channel to move (the party that is to reach the new destination).
        extrachannel? | Second active channel to move along with it.
        context | Dial-plan entry, e.g. from-internal, ivr-<id>.
        exten | Destination number.
        priority: integer | Step in the dial plan, normally 1.
        > calls.ctisetvar | command | GET /webservice2/ctisetvar.php | 设置通道变量 | Set a channel variable
        channel | Active channel name, technology/number-suffix, e.g. SIP/2011-b7c0d208 (not the dial interface SIP/2011).
        variable | Variable name.
        value | Value.
        > calls.ctisetvars | command → data | GET /webservice2/ctisetvars.php | 批量设置通道变量 | Set up to ten channel variables
        channel | Active channel name, technology/number-suffix, e.g. SIP/2011-b7c0d208 (not the dial interface SIP/2011).
        variable0 | Name of variable 1. The table has one row variable0~variable9, required; at least variable0.
        variable1? | Name of variable 2. The table has one row variable0~variable9, required; at least variable0.
        variable2? | Name of variable 3. The table has one row variable0~variable9, required; at least variable0.
        variable3? | Name of variable 4. The table has one row variable0~variable9, required; at least variable0.
        variable4? | Name of variable 5. The table has one row variable0~variable9, required; at least variable0.
        variable5? | Name of variable 6. The table has one row variable0~variable9, required; at least variable0.
        variable6? | Name of variable 7. The table has one row variable0~variable9, required; at least variable0.
        variable7? | Name of variable 8. The table has one row variable0~variable9, required; at least variable0.
        variable8? | Name of variable 9. The table has one row variable0~variable9, required; at least variable0.
        variable9? | Name of variable 10. The table has one row variable0~variable9, required; at least variable0.
        value0 | Value for variable0; required for each variable sent.
        value1? | Value for variable1; required for each variable sent.
        value2? | Value for variable2; required for each variable sent.
        value3? | Value for variable3; required for each variable sent.
        value4? | Value for variable4; required for each variable sent.
        value5? | Value for variable5; required for each variable sent.
        value6? | Value for variable6; required for each variable sent.
        value7? | Value for variable7; required for each variable sent.
        value8? | Value for variable8; required for each variable sent.
        value9? | Value for variable9; required for each variable sent.
        > calls.ctiunpark | command → data | GET /webservice2/ctiunpark.php | 取消驻留 | Retrieve a parked call
        channel | Dial interface that shall retrieve the call, e.g. SIP/2012.
        parklot | Parking slot, e.g. 71 (exten of calls.getparkedcall).
        callerid? | Calling number to show.
        timeout?: integer = 60 | Dial timeout in seconds.
        > calls.ctiunhold | command | GET /webservice2/ctiunhold.php | 取消闭音(取消保持) | Take a party off hold
        channel | Active channel that was put on hold with calls.ctihold.
        > calls.getcalls | query | GET /webservice2/getcalls.php | 当前通话 | Calls now
        srcchannel? | Active channel of the caller.
        srccallerid? | Calling number.
        dstchannel? | Active channel of the callee.
        dstcallerid? | Called number.
        > calls.getchannel | query | GET /webservice2/getchannel.php | 通道 | Active channels
        channel? | Channel.
        refchannel? | Linked channel.
        > calls.getparkedcall | query | GET /webservice2/getparkedcall.php | 电话驻留 | Parked calls
        > calls.getpopupscreen | query | GET /webservice2/getpopupscreen.php | 弹屏数据 | Screen-pop data
        channel? | Dial interface, e.g. SIP/2011; all without it.
        withdetail?: integer = 0 | 0 = no; 1 = yes | Return the channel details as well; only with channel; costs resources.
        > calls.seturgentcall | command | GET /webservice2/seturgentcall.php | 修改紧急呼叫标记 | Change the flags of an urgent-call record
        id | Record id (the table says "number").
        flag: integer | Numeric application flag.
        appflag | Text application flag.
        remark? | Remark, UTF-8.
        > calls.geturgentcalls | query | GET /webservice2/geturgentcalls.php | 查询紧急呼叫列表 | List urgent calls
        id? | Record id.
        calldates? | Start of the call time.
        calldatee? | End of the call time.
        dnid? | Called number.
        flag?: integer | Numeric application flag (reserved).
        appflag? | Text application flag (reserved).
        > calls.deleteurgentcall | command! | GET /webservice2/deleteurgentcall.php | 根据 id 删除紧急呼叫记录 | Delete an urgent-call record
        id | Record id.
        > supervision.ctipickup | command → data | GET /webservice2/ctipickup.php | 代接、抢接 | Pick up (intercept) a ringing call
        channel | Dial interface of the party that picks up, e.g. SIP/2012.
        pickupexten | Extension that is ringing.
        callerid | Calling number shown to the party that picks up.
        timeout?: integer | Time to wait for the picking party to answer; unit not given (milliseconds in ctioriginate).
        variable? | Channel variables NAME=VALUE, several separated by a sign that the conversion of the document lost (printed as a space; a vertical bar by all appearances).
        async? | yes = asynchronous; 1 = asynchronous; true = asynchronous; no = synchronous; 0 = synchronous; false = synchronous | Asynchronous: returns at once; synchronous: returns when channel answers.
        > conferences.getmeetme | query | GET /webservice2/getmeetme.php | 会议状态 | Conference participants now
        meetme? | Conference room number; all without it.
        > system.about | query | GET /webservice2/about.php | 返回 webcti 接口版本号 | Version of the WEBCTI interface
        > system.cticommand | command! → data | GET /webservice2/cticommand.php | 执行指定的 CTI 命令 | Run a CTI (console) command, used for conference control
        command | e.g. meetme lock <confno> <usernumber> = lock the conference room; meetme unlock <confno> <usernumber> = unlock the conference room; meetme mute <confno> <usernumber> = mute a participant; meetme unmute <confno> <usernumber> = unmute a participant; meetme kick <confno> <usernumber> = remove a participant; meetme list <confno> <usernumber> = list participants | Console command; percent-encode the spaces. The document lists the conference (MeetMe) commands; usernumber may be the word all.
        > system.ctigetdatetime | query | GET /webservice2/ctigetdatetime.php | 获取平台时间 | Date and time of the platform
        > system.ctipbxsetting | query | GET /webservice2/ctipbxsetting.php | 获取 PBX 信息 | PBX core settings
        > system.ctipbxstatus | query | GET /webservice2/ctipbxstatus.php | 获取 PBX 状态 | PBX core status
        > system.getcpuload | query | GET /webservice2/getcpuload.php, GET /webservice2/getcpupload.php | CPU 状态 | CPU load
        > system.getdiskinfo | query | GET /webservice2/getdiskinfo.php | 磁盘状态 | Disk usage
        > system.getevents | query | GET /webservice2/getevents.php | 最新事件 | Latest events (polling)
        event | Event name, e.g. ExtensionStatus (the only name printed).
        id? | Event id. Whether it selects that event or those after it is not said.
        > system.getmemload | query | GET /webservice2/getmemload.php | 内存状态 | Memory usage
        > system.getarea | query → object | GET /webservice2/getarea.php | 获取号码归属 | Area, city, province and carrier of a telephone number
        phoneno | Telephone number.
        > system.getallstatus | query → object | GET /webservice2/getallstatus.php | 获取全部状态 | Complete state in one call: devices with their calls, users, queues with members and waiting callers, conferences, parked calls
        devices? | Device numbers, separated by commas.
        users? | User numbers, separated by commas.
        queues? | Queue numbers, separated by commas.
        > system.getareas | query | GET /webservice2/getareas.php, GET /webservice2/getarea.php | 批量获取号码归属 | Area, city, province and carrier of several telephone numbers
        phoneno | Telephone numbers, separated by commas.
        > session.integratedlogin | command → object | POST /admin/config.php | 集成登录 | Integrated login: embed an administration page of the platform
        frienduser | User name of an administrator account of the platform.
        friendpass: secret | MD5 of the password, lower-case hex, e.g. e10adc3949ba59abbe56e057f20f883e for 123456.
        (action) | e.g. /admin/config.php = main page; /admin/config.php?type=setup&display=ivr = IVR set-up; /admin/config.php?type=tool = tools; /admin/reports.php = reports | Address the form is posted to: the page to show; any address of a platform module may be used.
        """#
}
