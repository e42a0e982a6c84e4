extension WebCTIDocument {
    /// The pages of chapter 4, under /webservice2/.
    static let main = #"""
        about
          version=2.0.0.0|message=WEBCTI2版本|lastbuild=2015-01-10
        ctiaddblacklist need:name,extension
        ctiatxfer need:channel,exten
        ctibinddevice need:extension,device
        cticommand need:command
        ctidelblacklist need:extension
        ctifeaturecode need:channel,code
        ctifeaturename need:channel,name
        ctigetblacklist need:name
          extension=3005
          extension=3006
          extension=3007
        ctigetcf need:extension
        ctigetchanneldetail need:channel
        ctigetcnd need:extension
        ctigetdnd need:extension
        ctigetdevice need:device
        ctigetdatetime
        ctigetuser need:user
        ctigetvar need:channel,variable
        ctigetvars need:channel,variable0
        ctihangup need:channel
        ctihold need:channel
        ctimailboxcount need:mailbox
          mailbox=2011|oldmessages=0|newmessages=0
        ctimailboxstatus need:mailbox
          mailbox=2011|waiting=0
        ctioriginate need:channel also:ctioriginat
        ctioriginatetts need:channel,ttstext
        ctipbxsetting
          pbxversion=1.2.40.141127|maxcalls=10|maxloadavg=0.000000
        ctipbxstatus
        ctipark need:channel,srcchannel
        ctipickup need:channel,pickupexten,callerid
        ctiqueueadd need:queue,interface
        ctiqueuepause need:queue,interface,paused
        ctiqueueremove need:queue,interface
        ctiredirect need:channel,context,exten,priority
        ctisetcndon need:extension also:ctisetcnondon
        ctisetcnoff need:extension also:ctisetcndoff
        ctisetdndon need:extension
        ctisetdndoff need:extension
        ctisetcfon need:extension,destination
        ctisetcfoff need:extension
        ctisetvar need:channel,variable,value
        ctisetvars need:channel,variable0,value0
        ctisplitdevice need:extension,device
        ctiunpark need:channel,parklot
        ctiunhold need:channel
        ctiwaitcalldata need:channel also:ctiwaitcallauth
          CALldata_STATE=#0|CALldata_ID=(null)|CALldata_Account=(null)|CALldata_Auth=#0|CALldata_Timestamp=(null)|\#
        CALldata_Data1=(null)|CALldata_Data2=(null)|CALldata_Data3=(null)|CALldata_Data4=(null)
        ctiwaitauth need:channel
        deletemsg need:msgbox,msgdir,msgfile
        delrecvsms need:id
        delsendsms need:id
        getagentactivity need:datefrom,dateto
        getagentactivitycount need:datefrom,dateto
          result=23
        getagentcalls
        getcalls
        getcdr
        getcdrcount
          result=100
        getchannel
        getcpuload also:getcpupload
          createtime=2015-01-21 06:07:53|infotype=cpuload|user=0.75|system=0.50|nice=0.08|idle=98.66
        getdiskinfo
          createtime=2015-01-21 06:59:20|filesystem=/dev/mapper/VolGroup00-LogVol00|type=ext3|size=15G|used=7.7G|\#
        avail=6.2G|usedper=56%|mountedon=/
          createtime=2015-01-21 06:59:20|filesystem=/dev/sda1|type=ext3|size=99M|used=13M|avail=82M|usedper=14%|\#
        mountedon=/boot
        getdevices
        getevents need:event
          id=1294|timestamp=2015-01-21 09:08:40|event=ExtensionStatus|content=Event: ExtensionStatus Privilege: call,\#
        all Exten: 2012 Context: ext-local Status: 1
        getextensionstatus also:gettextensionstatus
        gettextinterface need:extension also:getextinterface
        getfax need:filename
        getfaxrecvlog
          id=6|createtime=2022-11-01 09:51:39|channel=SIP/to100-00000011|exten=s|uniqueid=1667267369.32|\#
        callerid=4000820188|destnumber=|remotestationid=ipxchina|localstationid=PBXV5|pagestransferred=2|\#
        resolution=8031x7700|transferrate=14400|duration=130|mode=audio|result=SUCCESS|resultstr=OK|error=HANGUP|\#
        faxuser=6002|filename=/var/spool/asterisk/fax/inbox/1667267369.32.tif|alreadyread=0|dirmark=new|\#
        trashtime=#null|appflag1=#null|appflag2=#null|remark=#null
        getfaxrecvlogcount
          result=#1
        gettrunklist
        getrecordings
          id=136|filename=custom/ob9_replay|description=重听请按9, 结束请按0
        getivrlist
          id=2|ivrname=welcomemenu
          id=4|ivrname=pleaseadialect
          id=5|ivrname=returnmenu
          id=7|ivrname=leavemsg
          id=31|ivrname=mvb2000info
        getivrlog
          ivrdate=0000-00-00 00:00:00|ivrcontext=1|ivrname=1|funcname=1|channel=1|uniqueid=|keyinput=1|callerid=|\#
        dnid=|obtaskid=0|obdialid=0
        getivrlogcount
          result=#1
        getmeetme
        getmemload
          createtime=2015-01-22 08:30:43|infotype=memload|memtotal=1518236|memfree=66180|buffers=144320|cached=633584|\#
        swapcached=0|active=1122204|inactive=250600|hightotal=618432|highfree=1100|lowtotal=899804|lowfree=65080|\#
        swaptotal=5144568|swapfree=5144408|dirty=468|writeback=0|mapped=594836|slab=35456|commitlimit=64064|\#
        committed_as=3380|pagetables=0|vmalloctotal=0|vmallocused=5903684|vmallocchunk=1578200|hugepages_total=114680|\#
        hugepages_free=7176|hugepagesize=106952|kernelapp=#674152
        getmonitor need:filename
        getmonitorbyuid need:uniqueid
        getmonitorums need:uniqueid also:getmonitornums
          fileid=#0|filename=meetme-975704-21150127-131455-1422335692.23.WAV
        getmsglist need:msgbox,msgdir
          msgfile=msg0000.WAV|msgdir=Old|msgbox=2007|msgcontext=macro-vm|msgmacrocontext=from-pstn|\#
        msgreason=goCHANUNAVAIL|rdnis=unknown|msgchan=SIP/100-0000004a|msgcallerid=8601|\#
        msgdatetime=2016-09-05 17:33:28|msgduration=17
        getmsgcount need:msgbox,msgdir
          result=#2
        getmsg need:msgfile,msgbox,msgdir
        getparkedcall
        getpeers
        getpopupscreen
        getpausetype
        getqueuelist also:getqueue.list
        getqueuecalls
        getqueuemember
        getqueue
        getqueuegeneral
        getqmr also:getqmri,getqmrv
          id=2|uniqueid=1384997518.33|name=|phonenumber=3005|agentno=604|calltime=2013-11-21 09:33:07|selkey=#1|\#
        ownerapp=MVBOUTBOUND
          id=#1|uniqueid=1383813830.10|name=|phonenumber=3002|agentno=602|calltime=2013-11-07 16:44:01|selkey=#-1|\#
        ownerapp=MVBOUTBOUND
        getqmrcount
          result=2
        getrecvsms
          id=1|number=123456789|sent_date=0000-00-00 00:00:00|received_date=0000-00-00 00:00:00|\#
        insert_date=2015-01-27 09:37:56|text=123456789|phone=234442|split=0|processed=0|msgfile=|imsi=|app_flag=|\#
        app_id=|app_user=
        getrecvsmscount
          result=0
        getrecvsmsstat
          rows=#0|maxid=#null|minid=#null|maxdate=#null|mindate=#null
        getsendsms also:getsendsmss
          id=26|number=3432423|clinkman=0|processed_date=0000-00-00 00:00:00|insert_date=2015-01-12 17:08:19|\#
        text=您好！感谢您对我们公司的支持。|phone=1|processed=0|msgfile=|error=0|dreport=0|reqdate=0000-00-00|not_before=00:00:00|\#
        not_after=23:59:59|sent_date=0000-00-00 00:00:00|sender=|split=0|report_date=0000-00-00 00:00:00|\#
        reportstatus=|imsi=|message_id=|app_id=|app_flag=CSR3000|app_user=848196
        getsendsmscount also:getsendsmcount
          result=#2
        getsendsmsstat also:getsendsmssstat
          rows=#24|maxid=#26|minid=#2|maxdate=2015-01-12 17:08:19|mindate=2013-11-01 08:25:10|\#
        maxprodate=0000-00-00 00:00:00|minprodate=0000-00-00 00:00:00
        getsmsdevices
          devid=1|devname=GSM1
        getspoolfile need:location,filename
        getusers
        getzapchannel
          createime=2015-01-27 10:15:57|channel=1|signalling=|context=1|dnd=1|alarm=|callerid=1|state=|uniqueid=
        movemsg need:msgbox,msgdir,dstdir,msgfile
        setmsg need:msgbox,msgdir,msgfile
        sendsms need:number,text
        setfaxrecvlog need:id
        setrecvsms need:id
        getallextensions
        getarea need:phoneno
        getallstatus
        seturgentcall need:id,flag,appflag
        geturgentcalls
          id=1|calldate=0000-00-00 00:00:00|calleridnum=8003|channel=|uniqueid=|dnid=|flag=0|appflag=|remark=
        deleteurgentcall need:id
        getbadcallcount
          result=27
        getbadcalllist
        setbadcall need:uniqueid
        delbadcall need:uniqueid
        getareas need:phoneno also:getarea
          area=0512|city=苏州市|province=江苏|type=江苏联通GSM卡|phone=18662616572
          area=020|city=广州市|province=广东|type=联通185卡|phone=18565466836
        getqueuelog also:getqueue.log,getqueueolog
        getqueueloglist also:getqueueologlist
        getqueuelogcount also:getqueueologcount,getqueueilogcount
        getblacklist total:text
          id=28|blacklistname=weixiaolin 2016-09-21 16:55:55|extension=13874526535|reason=13456
        addblacklist
        delblacklist
        getholdmusic
          name=agent
        getdevicerules
          rulename=全部权限|context=from-internal
          rulename=内线电话|context=from-internal-5
        getrecord need:filename
        putrecordings
        ctiqueuecallerwithdraw need:queue,caller
        getccsalist need:uniqueid
        getrouteblacklist
          id=#27|extension=#4000820188|reason=黑名单电话二|isValid=#0
          id=#29|extension=#4000830188|reason=黑名单电话一|isValid=#1
        addrouteblacklist need:extension
        deleterouteblacklist need:extension
        getroutewhitelist
          id=15|extension=4000820188|reason=呼出白名单二|isValid=0
          id=17|extension=4000830188|reason=呼出白名单一|isValid=1
        addroutewhitelist need:extension
        deleteroutewhitelist need:extension
        getnlprest need:callerid,content
          reply=|function=transfer_agent|status=success|errmsg=|type=function|duration=0.598|\#
        paramsmem=session_id=chat-session-id-10057161-fa22d735b4c8c39cf91
        getnlpinfo
          name=BaiduNlp
        """#
}
