extension WebCTIDocument {
    /// The pages of chapter 8, under /webservice2/outcall/.
    static let outbound = #"""
        outcall/addobtask need:name,actiontype,runttype,begindate,enddate total:number
        outcall/getobtasks total:text
          id=3|name=test|begindate=2016-10-19|enddate=2016-10-19|amrange=08:00-12:30|pmrange=13:15-17:30|monthlist=|\#
        timelist=|weeklist=|daylist=|runtype=0|actiontype=1|maxcalls=0|maxretries=0|timeout=0|queuecallrate=0.00|\#
        outtrunk=|needqs=|neednotify=|needinput=|agentvoice=|voicefile1=leavemsg|voicefile2=|validkey=|inputtimeout=0|\#
        inputerrorcount=0|inputtimeoutcount=0|callerid=|account=|application=|appdata=|variable=套餐业务六|context=|exten=|\#
        priority=|agentno=|agentchannel=|createbyapp=r3|creater=admin|createtime=2016-10-19 14:42:50|\#
        begintime=2016-10-19 14:46:48|status=F|lastrun=|curdialid=7|lastruntime=2016-10-19 14:53:00|\#
        finishtime=2016-10-19 14:53:00
        outcall/setobtask need:id
        outcall/delobtask need:id
        outcall/getobparams
          keyname=callerid|keyvalue=|keydesc=默认出局号码
        outcall/setobparams need:keyname
        outcall/getobdiallist need:taskid total:text
          id=12|taskid=5|createtime=2016-10-19 16:28:12|dialnumber=13370821702|extrefid=54|campaignid=0|\#
        uniqueid=1476866071.63|responsekey=-1|responsetime=0000-00-00 00:00:00|ttstext1=|ttstext2=|agentinput=|\#
        retrytimes=1|lastruntime=2016-10-19 16:34:30|cause=16|disposition=ANSWER|message=|status=S|lastrange=|\#
        communicateret=|monitorfile=|callerid=|caller=|remark=|endtime=2016-10-19 16:35:12|duration=41|\#
        dialedtime=2016-10-19 16:34:31|answertime=2016-10-19 16:34:31
        outcall/addobdiallist need:taskid,dialnumber
        outcall/setobdiallist need:taskid
        outcall/delobdiallist need:taskid
        outcall/getobcalllog total:text
          id=1|taskid=1|dialid=1|guid=|phoneno=13856269632|answertime=0000-00-00 00:00:00|timerange=|uniqueid=|\#
        duration=0|responsekey=|responsetime=2016-10-20 09:51:17|remark=
        outcall/delobcalllog need:taskid
        outcall/setobtaskstatus need:id,status
        outcall/addagentgroup need:groupname
        outcall/getagentgroup
          id=14|groupname=营销组|grouplist=|ackcall=|autologoff=0|wrapptime=0|musiconhold=|asexten=no
        outcall/setagentgroup need:id
        outcall/delagentgroup need:id
        outcall/addspecialagent need:groupid,agent,agentname,agentpassword
        outcall/getspecialagent
          groupid=14|agentid=1111|agentpassword=111|agentname=111|id=#null|queue=#null|penalty=#null|logstatus=#null|\#
        logintime=#null|logouttime=#null
        outcall/setspecialagent need:groupid,agent,agentname,agentpassword
        outcall/delspecialagent need:groupid,agent
        outcall/addobagent need:queue,agent
        outcall/getobagent
          id=3|queue=90|agentid=1111|penalty=0|logstatus=0|logintime=0000-00-00 00:00:00|\#
        logouttime=0000-00-00 00:00:00|extraid=
        outcall/setobagent need:id
        outcall/delobagent need:queue
        outcall/gettaskreport also:outcall/gettakreport total:number
          id=21|name=测试1|begindate=2016-10-20|enddate=0000-00-00|actiontype=7|runtype=0|status=F|total=0|\#
        failcount=#null|succcount=#null|succrate=#0|finishrate=#0
        outcall/getagentreport need:id
          taskid=18|agent=8000|num=1
        outcall/gettimereport need:id
          taskid=18|up=1|down=0
        outcall/getpresskeyreport need:id
          taskid=18|responsekey=-1|num=1
        """#
}
