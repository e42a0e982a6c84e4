extension WebCTIDocument {
    /// The pages under /webservice2/report/: chapter 7 and nine of chapter 4.
    static let reports = #"""
        report/getcallday need:calldate
          calldatehour=16|timesum=0|callscount=4|avgtime=0
        report/getcallmonth need:calldate1,calldate2
          newcalldate=7|yeardate=2015|timesum=19|callscount=1|avgtime=19
          newcalldate=6|yeardate=2015|timesum=18187|callscount=318|avgtime=57
        report/getcdrcountsimple need:calldate1,calldate2
          result=#470
        report/getcdrsimple need:calldate1,calldate2
        report/getqueuecallcmp need:calldate1,calldate2
          queuename=90|totalcalls=7|answeredcalls=0|callerexit=7|calltimeout=0|othexit=0|ansrate=0.00|maxholdtime=0|\#
        avgholdtime=#null|avgringtime=#null|talktime=0|avgtalktime=#null|callerhangups=0|agenthangups=0|agenttrans=0
        report/getqueuecallcount need:calldate1,calldate2
          result=#139
        report/getqueuecalldetail need:calldate1,calldate2
        report/getbadcallreport
          item=2015-07-01|callcount=3|waittime_sum=65|waittime_avg=22|times_sum=3|times_avg=1
        report/getusercallsum need:calldate1,calldate2
          agentno=3001|callsum=47|totaltalktime=5746|avgtalktime=122.2553
          agentno=3002|callsum=74|totaltalktime=3181|avgtalktime=42.9865
          agentno=3003|callsum=77|totaltalktime=14062|avgtalktime=182.6234
          agentno=3009|callsum=41|totaltalktime=1609|avgtalktime=39.2439
          agentno=3010|callsun=1|totaltalktime=5|avgtalktime=5.0000
          agentno=3888|callsum=93|totaltalktime=3996|avgtalktime=42.9677
        report/getplatformhourreport need:rptdate1
          rptdate=2016-09-01|rpthour=#14|pbxid=#0|incomingcalls=#1|incominganswered=#1|incomingbillsecs=#0|\#
        incomingavgbillsecs=#0|incomingmaxbillsecs=#0|incomingrate=#100.0000|incomingivrs=#1|incomingextensions=#0|\#
        incomingqueues=#0|outboundcalls=#0|outboundanswered=#0|outboundrate=#0.0000|outboundnationalcalls=#0|\#
        outboundnationalanswered=#0|outboundnationalbillsecs=#0|outboundnationalavgbillsecs=#0|\#
        outboundinternationalcalls=#0|outboundinternationalanswered=#0|outboundinternationalbillsecs=#0|\#
        outboundinternationalavgbillsecs=#0|outboundavgbillsecs=#0|outboundmaxbillsecs=#0|internalcalls=#1|\#
        internalanswered=#1|internalbillsecs=#27|internalavgbillsecs=#27|internalmaxbillsecs=#27
        report/getplatformdayreport need:rptdate1
          rptdate=2016-09-01|pbxid=#1|incomingcalls=#2|incominganswered=#2|incomingbillsecs=#0|incomingavgbillsecs=#0|\#
        incomingmaxbillsecs=#0|incomingrate=#100.0000|incomingivr=#2|incomingextensions=#0|incomingqueues=#0|\#
        outboundcalls=#0|outboundanswered=#0|outboundrate=#0.0000|outboundnationalcalls=#0|\#
        outboundnationalanswered=#0|outboundnationalbillsecs=#0|outboundnationalavgbillsecs=#0|\#
        outboundinternationalcalls=#0|outboundinternationalanswered=#0|outboundinternationalbillsecs=#0|\#
        outboundinternationalavgbillsecs=#0|outboundmaxbillsecs=#0|internalcalls=#2|internalanswered=#2|\#
        internalbillsecs=#74|internalavgbillsecs=#37|internalmaxbillsecs=#47
        report/getplatformweekreport need:rptdate1 like:report/getplatformdayreport
        report/getplatformmonthreport need:rptdate1 like:report/getplatformdayreport
        report/getplatformyearreport need:rptdate1 like:report/getplatformdayreport
        report/getagentdayreport need:rptdate1
          rptdate=2018-07-09|agentno=601|pbxid=#0|incomingcalls=#0|incallanswered=#0|incominganswerrate=#0|\#
        outboundcalls=#0|outcallanswered=#0|outboundansweredrate=#0.0000|transfercalls=#0|agenthangup=#0|\#
        callerhangup=#0|pickupcalls=#0|outboundbillsecs=#0|outboundavg=#0|incomingbillsecs=#0|incomingavg=#0|\#
        ringsecs=#0|holdsecs=#0|ringavg=#0|holdavg=#0|maxoutboundbillsec=#0|maxincomingbillsec=#0|onlineduration=#0|\#
        logintimes=#0|pauselocation=#0|wrappedsecs=#0|othworksecs=#0|ringnoanswer=#0|occupancyrate=#0|qmcounts=#0|\#
        qmscore=#0|qmresult=#0|musicholdsecs=#0|musicholdcounts=#0|musicholdavg=#0|maxmusicholdsec=#0
        report/getagentweekreport need:rptdate1 like:report/getagentdayreport
        report/getagentmonthreport need:rptdate1 like:report/getagentdayreport
        report/getagentyearreport need:rptdate1 like:report/getagentdayreport
        report/getqueuehourreport need:rptdate1
          rptdate=2016-08-01|rpthour=9|pbxid=1|queue=90|queuecalls=#1|agentcalls=#1|agentanswered=#1|\#
        noanswerdcalls=#0|timeoutcalls=#0|abandancalls=#0|otherbadcalls=#0|answeredin5=#0|answeredin10=#0|\#
        answeredin15=#0|answeredin20=#1|answeredin30=#0|answeredinup30=#0|answeredholdtime=#15|avganswredholdtime=#15|\#
        abandanholdtime=#0|avgabandanholdtime=#0|maxholdtime=#15|qmcounts=#0|qmscore=#0|qmresult=#0.0000|\#
        agentrate=#100.0000|queuerate=#100.0000|billsecs=#219|avgbillsecs=#219
        report/getqueuedayreport need:rptdate1
          rptdate=2016-08-01|pbxid=#1|queue=#90|queuecalls=#3|agentcalls=#3|agentanswered=#3|noanswerdcalls=#0|\#
        timedoutcalls=#0|abandonancalls=#0|otherbadcalls=#0|answeredin5=#0|answeredin10=#0|answeredin15=#1|\#
        answeredin20=#1|answeredin30=#1|answeredinup30=#0|answeredholdtime=#48|avgansweredholdtime=#16|\#
        abandonholdtime=#0|avgabandonholdtime=#0|maxholdtime=#20|qmcounts=#0|qmscore=#0|qmresult=#0.0000|\#
        agentrate=#100.0000|queuerate=#100.0000|billsecs=#1380|avgbillsecs=#460
        report/getqueueweekreport need:rptdate1 like:report/getqueuedayreport
        report/getqueuemonthreport need:rptdate1 also:report/getqueueonthreport like:report/getqueuedayreport
        report/getqueueyearreport need:rptdate1 like:report/getqueuedayreport
        report/getareadayreport need:rptdate1
          rptdate=2016-08-01|pbxid=#1|areacode=0531|incomingcalls=25|incominganswered=24|incomingbillsecs=3651|\#
        incomingavgbillsecs=152|incomingmaxbillsecs=1085|incomingrate=96.0000|incomingqueues=6|incomingivrs=5|\#
        incomingextensions=13
        report/getareaweekreport need:rptdate1 like:report/getareadayreport
        report/getareamonthreport need:rptdate1 like:report/getareadayreport
        report/getareayearreport need:rptdate1 like:report/getareadayreport
        report/getplatformrptdetail need:flag,calldate1,calldate2 total:text
          calldate=2016-09-28 10:38:09|areacode=|caller=8601|callee=2999|dnid=2999|duration=2|billsec=2|\#
        uniqueid=1475030289.8|direct=IN|disposition=ANSWERED|dialstatus=|userfield=DIALSTATUS:
        report/getagentcdrrptdetail need:flag,calldate1,calldate2,agentno also:report/getagentcdrptdetail total:text
          calldate=2016-09-29 13:23:36|areacode=|caller=2009|callee=8601|dnid=|duration=5|billsec=1|\#
        uniqueid=1475126616.9|direct=OUT|disposition=ANSWERED|dialstatus=ANSWER|\#
        userfield=CALLFILENAME:2016/09/29/OUT2009-20160929-132338-1475126616.9.WAV DIALSTATUS:ANSWER
        report/getagentcallrptdetail need:flag,calldate1,calldate2,agentno total:text
          eventtime=2016-09-23 10:47:57|agentno=2009|queuename=93|dialstatus=RINGNOANSWER|uniqueid=1474598781.250|\#
        caller=8188|billsecs=0
        report/getagentonlinerptdetail need:calldate1,calldate2,agentno total:text
          eventtime=2016-09-29 13:20:08|agentno=2009|queuename=94|dialstatus=LOGIN|onlinetime=
        report/getagentpauserptdetail need:flag,calldate1,calldate2,agentno total:text
          eventtime=2012-12-05 15:19:08|agentno=8004|queuename=90|dialstatus=UNPAUSE|actiontime=1|actiontype=
        report/getagentpickuprptdetail need:calldate1,calldate2,\#
        agentno also:report/getagentpickupreportdetail total:number
        report/getagentqmrrptdetail need:calldate1,calldate2,agentno total:number
        report/getqueuecallrptdetail need:calldate1,calldate2,queueno total:text
          eventtime=2016-09-21 16:12:22|queuename=90|caller=18954289489|dialstatus=ENTERQUEUE|uniqueid=1474445537.192
        report/getqueuerptdetail need:flag,calldate1,calldate2,queueno also:report/getqueueptdetail total:text
          eventtime=2016-09-21 10:22:18|agentno=2001|queuename=90|dialstatus=COMPLETECALLER|uniqueid=1474424526.182|\#
        caller=82754222|billsecs=5
        report/pbxconfig need:item
          pbxid=1|pbxname=ippbx|remark=MVB2000平台
        report/agentlistconfig need:item
          pbxid=1|agentno=8600|agentname=|remark=
        report/queuelistconfig need:item
          pbxid=1|queueno=90|queueusername=|remark=
        report/qmrconfig need:item also:report/qmrrconfig
          inputkey=-1|score=0|remark=挂机
          inputkey=0|score=0|remark=
          inputkey=1|score=1|remark=
          inputkey=2|score=2|remark=
          inputkey=3|score=3|remark=
          inputkey=4|score=4|remark=
          inputkey=5|score=5|remark=
          inputkey=6|score=6|remark=23fsds
          inputkey=7|score=7|remark=
          inputkey=8|score=8|remark=
          inputkey=9|score=9|remark=1233非得
        report/rptcontrol need:item
          pbxid=1|rpttype=platform|rptname=平台报表|begindate=2015-01-01|enddate=#null|finishdate=2016-09-29|status=结束|\#
        enabled=1|lastrunbegin=2016-09-29 17:00:02|lastrunend=2016-09-29 17:00:02
          pbxid=1|rpttype=area|rptname=区域报表|begindate=2015-01-01|enddate=#null|finishdate=2016-09-29|status=结束|\#
        enabled=1|lastrunbegin=2016-09-29 17:00:03|lastrunend=2016-09-29 17:00:04
          pbxid=1|rpttype=queue|rptname=技能组报表|begindate=2015-01-01|enddate=#null|finishdate=2016-09-29|status=结束|\#
        enabled=1|lastrunbegin=2016-09-29 17:00:03|lastrunend=2016-09-29 17:00:03
          pbxid=1|rpttype=agent|rptname=坐席报表|begindate=2015-01-01|enddate=#null|finishdate=2016-09-29|status=结束|\#
        enabled=1|lastrunbegin=2016-09-29 17:00:02|lastrunend=2016-09-29 17:00:02
        """#
}
