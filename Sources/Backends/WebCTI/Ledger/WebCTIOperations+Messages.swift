extension WebCTIOperations {
    /// Voice mail, messages, recordings, lists and language (document, sections 4, 5, 7 and 8).
    static let messages = #"""
        > voicemail.ctimailboxcount | query | GET /webservice2/ctimailboxcount.php | 取语音信箱留言数量 | Number of messages in a mailbox
        mailbox | Mailbox number.
        > voicemail.ctimailboxstatus | query | GET /webservice2/ctimailboxstatus.php | 语音信箱状态 | Message-waiting state of a mailbox
        mailbox | Mailbox number.
        > voicemail.deletemsg | command! | GET /webservice2/deletemsg.php | 删除语音留言 | Delete a voicemail message
        msgbox | Mailbox number (extension number).
        msgdir | e.g. INBOX = new; Old = listened to; Urgent = urgent; Work = important; Friends = difficult / in question; Family = followed (watch); Cust1 = handled; Cust2 = cannot be contacted; Cust3 = invalid; Cust4 = nuisance; Cust5 = other; Deleted = recycle bin | Mailbox folder.
        msgfile | Message file, e.g. msg0001.WAV.
        context? = default | Voicemail context.
        > voicemail.getmsglist | query | GET /webservice2/getmsglist.php | 获取留言列表 | List of voicemail messages
        msgbox | Mailbox number (extension number).
        msgdir | e.g. INBOX = new; Old = listened to; Urgent = urgent; Work = important; Friends = difficult / in question; Family = followed (watch); Cust1 = handled; Cust2 = cannot be contacted; Cust3 = invalid; Cust4 = nuisance; Cust5 = other; Deleted = recycle bin | Mailbox folder.
        query? | Search text.
        begindatetime? | Start.
        enddatetime? | End.
        context? = default | Voicemail context.
        alreadyread?: integer | 0 = unread; 1 = read | Read flag.
        withextend?: integer | 0 = no; 1 = yes | Return the extended fields.
        sens? | DESC = descending; ASC = ascending | Sort direction.
        offset?: integer = 0 | Offset of the first row.
        rows?: integer | Number of rows.
        sort? | Sort field.
        > voicemail.getmsgcount | query | GET /webservice2/getmsgcount.php | 查询语音留言文件数量 | Count of voicemail messages in a folder
        msgbox | Mailbox number (extension number).
        msgdir | e.g. INBOX = new; Old = listened to; Urgent = urgent; Work = important; Friends = difficult / in question; Family = followed (watch); Cust1 = handled; Cust2 = cannot be contacted; Cust3 = invalid; Cust4 = nuisance; Cust5 = other; Deleted = recycle bin | Mailbox folder.
        query? | Search text.
        begindatetime? | Start.
        enddatetime? | End.
        context? = default | Voicemail context.
        alreadyread?: integer | 0 = unread; 1 = read | Read flag.
        > voicemail.getmsg | query | GET /webservice2/getmsg.php | 获取留言文件 | Download a voicemail message
        msgfile | Message file, e.g. msg0000.WAV.
        msgbox | Mailbox number (extension number).
        msgdir | e.g. INBOX = new; Old = listened to; Urgent = urgent; Work = important; Friends = difficult / in question; Family = followed (watch); Cust1 = handled; Cust2 = cannot be contacted; Cust3 = invalid; Cust4 = nuisance; Cust5 = other; Deleted = recycle bin | Mailbox folder.
        mp3? | 1 = convert; yes = convert | Convert the file to mp3 for the download.
        context? = default | Voicemail context.
        > voicemail.movemsg | command | GET /webservice2/movemsg.php | 移动语音留言 | Move a voicemail message to another folder
        msgbox | Voicemail box number (extension number).
        msgdir | e.g. INBOX = new; Old = listened to; Urgent = urgent; Work = important; Friends = difficult, in question; Family = being followed; Cust1 = handled; Cust2 = could not be contacted; Cust3 = invalid; Cust4 = nuisance; Cust5 = other; Deleted = recycle bin | Folder the message is in.
        dstdir | e.g. INBOX = new; Old = listened to; Urgent = urgent; Work = important; Friends = difficult, in question; Family = being followed; Cust1 = handled; Cust2 = could not be contacted; Cust3 = invalid; Cust4 = nuisance; Cust5 = other; Deleted = recycle bin | Destination folder.
        msgfile | Message file name, e.g. msg0001.WAV.
        context? = default | Voicemail context.
        > voicemail.setmsg | command | GET /webservice2/setmsg.php | 设置语音留言处理状态 | Set the read flag or a remark of a voicemail message
        msgbox | Voicemail box number (extension number).
        msgdir | e.g. INBOX = new; Old = listened to; Urgent = urgent; Work = important; Friends = difficult, in question; Family = being followed; Cust1 = handled; Cust2 = could not be contacted; Cust3 = invalid; Cust4 = nuisance; Cust5 = other; Deleted = recycle bin | Folder the message is in.
        msgfile | Message file name, e.g. msg0001.WAV.
        context? = default | Voicemail context.
        alreadyread?: integer | 0 = unread; 1 = read | Read flag.
        remark? | Remark.
        > messaging.delrecvsms | command! | GET /webservice2/delrecvsms.php | 删除收件箱短信 | Delete an SMS from the inbox
        id | Record id.
        > messaging.delsendsms | command! | GET /webservice2/delsendsms.php | 删除发件箱短信 | Delete an SMS from the outbox
        id | Record id.
        > messaging.getfax | query | GET /webservice2/getfax.php | 获取传真文件 | Download a fax file
        filename | File name, e.g. fax00000003.tif.
        > messaging.getfaxrecvlog | query | GET /webservice2/getfaxrecvlog.php | 查询传真收件箱 | Fax inbox
        rcvtime1? | Start, date or date-time.
        rcvtime2? | End, date or date-time.
        callerid? | Calling number.
        did? | Originally called number.
        appflag1? | Application flag 1.
        appflag2? | Application flag 2.
        faxuser? | Receiving extension user.
        result? | SUCCESS = received; FAILED = failed | Transmission result.
        dirmark? | new = inbox; archive = archive; trash = recycle bin | Folder.
        alreadyread?: integer | 0 = unread; 1 = read | Read flag.
        offset?: integer | Offset of the first row.
        rows?: integer | Number of rows.
        sort? | Sort field.
        sens? | DESC = descending; ASC = ascending | Sort direction.
        > messaging.getfaxrecvlogcount | query | GET /webservice2/getfaxrecvlogcount.php | 查询传真收件箱记录数 | Count of the fax inbox
        rcvtime1? | Start, date or date-time.
        rcvtime2? | End, date or date-time.
        callerid? | Calling number.
        did? | Originally called number.
        appflag1? | Application flag 1.
        appflag2? | Application flag 2.
        faxuser? | Receiving extension user.
        result? | SUCCESS = received; FAILED = failed | Transmission result.
        dirmark? | new = inbox; archive = archive; trash = recycle bin | Folder.
        alreadyread?: integer | 0 = unread; 1 = read | Read flag.
        > messaging.getrecvsms | query | GET /webservice2/getrecvsms.php | 获取收件箱短信 | List received text messages (SMS inbox)
        id? | Record id.
        idcmp? | e = equal to id; g = greater than id; l = less than id | How id is compared.
        number? | Sender number.
        dst? | Receiving channel number (SMS channel only).
        phone? | Receiving device (GSM modem only); the cell "required" is empty in 4.89.
        sent_dates? | Start of the sending time (GSM modem only).
        sent_datee? | End of the sending time (GSM modem only).
        received_dates? | Start of the receiving time (GSM modem only).
        received_datee? | End of the receiving time (GSM modem only).
        insert_dates? | Start of the recording time.
        insert_datee? | End of the recording time.
        processed?: integer | Processing flag, reserved; set by setrecvsms.
        text? | Part of the message text (fuzzy match).
        imsi? | Device serial number (GSM modem only).
        app_id? | Application id, up to 32 characters, reserved.
        app_user? | Application user, up to 32 characters, reserved.
        app_flag? | Application flag, up to 32 characters, reserved.
        offset?: integer = 0 | Number of records to skip.
        rows?: integer | Number of records to return from offset.
        sort? | Result field to sort by.
        sens? = DESC | DESC = descending; ASC = ascending | Sort direction.
        > messaging.getrecvsmscount | query | GET /webservice2/getrecvsmscount.php | 查询短信收件箱记录总数 | Count received text messages
        id? | Record id.
        idcmp? | e = equal to id; g = greater than id; l = less than id | How id is compared.
        number? | Mobile number of the sender.
        dst? | Receiving channel number (SMS channel only).
        phone? | Receiving device (GSM modem only); the cell "required" is empty in 4.89.
        sent_dates? | Start of the sending time (GSM modem only).
        sent_datee? | End of the sending time (GSM modem only).
        received_dates? | Start of the receiving time (GSM modem only).
        received_datee? | End of the receiving time (GSM modem only).
        insert_dates? | Start of the recording time.
        insert_datee? | End of the recording time.
        processed?: integer | Processing flag, reserved; set by setrecvsms.
        text? | Part of the message text (fuzzy match).
        imsi? | Device serial number (GSM modem only).
        app_id? | Application id, up to 32 characters, reserved.
        app_user? | Application user, up to 32 characters, reserved.
        app_flag? | Application flag, up to 32 characters, reserved.
        > messaging.getrecvsmsstat | query | GET /webservice2/getrecvsmsstat.php | 获取收件箱统计 | Statistics of the SMS inbox
        insert_dates? | Start of the recording time.
        insert_datee? | End of the recording time.
        processed?: integer | Processing flag.
        text? | Part of the message text (fuzzy match).
        imsi? | Device serial number (GSM modem only).
        phone? | Receiving device (GSM modem only).
        dst? | Receiving channel number (SMS channel only).
        app_id? | Application id.
        app_user? | Application user.
        app_flag? | Application flag.
        > messaging.getsendsms | query | GET /webservice2/getsendsms.php, GET /webservice2/getsendsmss.php | 获取发件箱短信 | List sent text messages (SMS outbox)
        id? | Record id.
        idcmp? | e = equal to id; g = greater than id; l = less than id | How id is compared.
        number? | Number; called "sender number" although it is the outbox, so it is the destination number.
        processed_dates? | Start of the processing time.
        processed_datee? | End of the processing time.
        insert_dates? | Start of the recording time.
        insert_datee? | End of the recording time.
        processed?: integer | 0 = new; 1 = entered the send queue; 2 = sent; -1 = failed | Processing flag.
        text? | Message text.
        message_id? | Message number.
        imsi? | Device serial number (GSM modem only).
        phone? | Requested sending device (GSM modem only).
        sender? | Device that sent it (GSM modem only).
        app_id? | Application id given when sending, up to 32 characters.
        app_user? | Application user given when sending, up to 32 characters.
        app_flag? | Application flag given when sending, up to 32 characters.
        offset?: integer = 0 | Number of records to skip.
        rows?: integer | Number of records to return from offset.
        sort? | Result field to sort by.
        sens? = DESC | DESC = descending; ASC = ascending | Sort direction.
        > messaging.getsendsmscount | query | GET /webservice2/getsendsmscount.php, GET /webservice2/getsendsmcount.php | 查询短信发件箱记录总数 | Count sent text messages
        id? | Record id.
        idcmp? | e = equal to id; g = greater than id; l = less than id | How id is compared.
        number? | Number; called "sender number" although it is the outbox, so it is the destination number.
        processed_dates? | Start of the processing time.
        processed_datee? | End of the processing time.
        insert_dates? | Start of the recording time.
        insert_datee? | End of the recording time.
        processed?: integer | 0 = new; 1 = entered the send queue; 2 = sent; -1 = failed | Processing flag.
        text? | Message text.
        message_id? | Message number.
        imsi? | Device serial number (GSM modem only).
        phone? | Requested sending device (GSM modem only).
        sender? | Device that sent it (GSM modem only).
        app_id? | Application id given when sending, up to 32 characters.
        app_user? | Application user given when sending, up to 32 characters.
        app_flag? | Application flag given when sending, up to 32 characters.
        > messaging.getsendsmsstat | query | GET /webservice2/getsendsmsstat.php, GET /webservice2/getsendsmssstat.php | 获取发件箱统计 | Statistics of the SMS outbox
        number? | Number ("sender number").
        processed_dates? | Start of the sending time.
        processed_datee? | End of the sending time.
        insert_dates? | Start of the recording time.
        insert_datee? | End of the recording time.
        processed?: integer | 0 = new; 1 = entered the send queue; 2 = sent; -1 = failed | Processing flag.
        app_id? | Application id given when sending, up to 32 characters.
        app_user? | Application user given when sending, up to 32 characters.
        app_flag? | Application flag given when sending, up to 32 characters.
        > messaging.getsmsdevices | query | GET /webservice2/getsmsdevices.php | 获取短信发送设备 | List SMS sending devices
        > messaging.sendsms | command | GET /webservice2/sendsms.php | 发送短信 | Send a text message (SMS)
        number | Mobile numbers, separated by commas.
        text | Text, base64 of the bytes in the charset given by charset (UTF-8), then percent-encoded.
        reqdate? | Date to send on.
        starttime? | Earliest time of day to send.
        endtime? | Latest time of day to send.
        phone? | Sending device (GSM1, GSM2 …), only with GSM modems; see getsmsdevices.
        retries?: integer = 1 | Number of retries.
        params? | Parameters in the form of the SMS gateway; when given they replace those configured for the gateway.
        app_id? | Caller's application id, free.
        app_user? | Caller's application user id, free.
        app_flag? | Caller's application flag, free.
        charset? = UTF-8 | Named by the description of text only, not in this table: character set of text (elsewhere: UTF-8).
        > messaging.setfaxrecvlog | command | GET /webservice2/setfaxrecvlog.php | 设置传真收件箱标注 | Annotate a record of the fax inbox
        id | Record id.
        appflag1? | Application flag 1.
        appflag2? | Application flag 2.
        remark? | Remark.
        > messaging.setrecvsms | command | GET /webservice2/setrecvsms.php | 设置短信收件箱标注 | Annotate a record of the SMS inbox
        id | Record id.
        processed?: integer | Processing flag.
        app_id? | Application id.
        app_user? | Application user.
        app_flag? | Application flag.
        > recordings.getmonitor | query | GET /webservice2/getmonitor.php | 获取录音文件 | Download a call recording by file name
        filename | Recording file name as registered in the call record (monitor of cdr.getcdr).
        mp3? | 1 = convert; yes = convert | Convert the file to mp3 for the download.
        checkonly?: integer = 0 | 0 = no; 1 = yes | Only test whether the file exists.
        > recordings.getmonitorbyuid | query | GET /webservice2/getmonitorbyuid.php | 根据呼叫编号获取录音文件 | Download a call recording by call id
        uniqueid | Call id.
        history?: integer | 0 = no; 1 = yes | Query the history database.
        mp3? | 1 = convert; yes = convert | Convert the file to mp3 for the download.
        recno?: integer = 0 | Which recording, counted in descending order of call time: a transferred call may have several under one call id.
        > recordings.getmonitorums | query | GET /webservice2/getmonitorums.php, GET /webservice2/getmonitornums.php | 根据指定 uniqueuid 获取录音文件列表 | Recording files of a call id
        uniqueid | Call id.
        history?: integer | 0 = no; 1 = yes | Query the history database.
        > recordings.getspoolfile | command! | GET /webservice2/getspoolfile.php | 获取/删除指定文件 | Download or delete a file of the spool directory
        location | Subdirectory name, e.g. meetme (conference recordings).
        filename | File name with extension.
        delete? | 1 = delete the file; yes = delete the file; YES = delete the file; 0 = download; no = download | Delete instead of download.
        > recordings.getrecord | query | GET /webservice2/getrecord.php | 下载 MVB2000 系统录音文件 | Download a system recording (announcement)
        filename | File name without extension.
        mp3? | Download as MP3 (value not described; presumably 1).
        > recordings.getrecordings | query | GET /webservice2/getrecordings.php | 获取 MVB2000 系统录音列表 | List the system recordings (announcements)
        > recordings.putrecordings | command | POST /webservice2/putrecordings.php | 上传 MVB2000 系统录音 | Upload a system recording (announcement)
        ivrfiile, ivrfile | The file, a multipart form field; spelled ivrfiile with a double i in the document.
        filename? | File name without extension; named automatically when absent.
        description? | Description.
        > lists.ctiaddblacklist | command | GET /webservice2/ctiaddblacklist.php | 增加黑名单 | Add a number to a blacklist
        name | Blacklist name; must be UTF-8 (percent-encode the UTF-8 bytes).
        extension | Phone number to block (any number, not only an extension).
        reason? | Reason text.
        > lists.ctidelblacklist | command! | GET /webservice2/ctidelblacklist.php | 删除黑名单 | Remove a number from a blacklist
        name? | Blacklist name. Marked optional; what happens without it is not described (always send it).
        extension | Phone number to remove.
        > lists.ctigetblacklist | query | GET /webservice2/ctigetblacklist.php | 获取黑名单 | List the numbers of a blacklist
        name | Blacklist name (UTF-8).
        > lists.getblacklist | query | GET /webservice2/getblacklist.php | 获取黑名单列表 | List the blacklist
        phone? | Number.
        name? | Creator.
        sort? | Field to sort by.
        sens? | DESC = descending; ASC = ascending | Sort direction.
        offset?: integer | Number of records to skip.
        rows?: integer | Number of records to return.
        > lists.addblacklist | command | GET /webservice2/addblacklist.php | 增加修改黑名单 | Add a number to the blacklist, or change an entry
        id? | Record id: given = change that record, absent = add.
        name? | Creator.
        extension? | Number.
        reason? | Reason.
        > lists.delblacklist | command! | GET /webservice2/delblacklist.php | 删除指定黑名单 | Delete a blacklist entry
        id? | Record id. Marked optional; what happens without it is not described, so always send it.
        > lists.getrouteblacklist | query | GET /webservice2/getrouteblacklist.php | 查询呼出路由黑名单 | List the blacklist of the outbound routes
        extension? | Telephone number.
        isValid?: integer | 1 = in force; 0 = not in force | Whether the entry is in force.
        sort? = id | Result field to sort by.
        sens? = ASC | DESC = descending; ASC = ascending | Sort direction.
        offset?: integer = 0 | Number of records to skip.
        rows?: integer | Number of records to return from offset.
        > lists.addrouteblacklist | command | GET /webservice2/addrouteblacklist.php | 添加呼出路由黑名单 | Add a number to the blacklist of the outbound routes
        extension | Telephone number.
        reason? | Reason (Chinese text: UTF-8, percent-encoded).
        isValid?: integer | 1 = in force; 0 = not in force | Whether the entry is in force; default not stated.
        > lists.deleterouteblacklist | command! | GET /webservice2/deleterouteblacklist.php | 删除呼出路由黑名单 | Delete a number from the blacklist of the outbound routes
        extension | Telephone number.
        > lists.getroutewhitelist | query | GET /webservice2/getroutewhitelist.php | 查询呼出路由白名单 | List the whitelist of the outbound routes
        extension? | Telephone number.
        isValid?: integer | 1 = in force; 0 = not in force | Whether the entry is in force.
        sort? = id | Result field to sort by.
        sens? = ASC | DESC = descending; ASC = ascending | Sort direction.
        offset?: integer = 0 | Number of records to skip.
        rows?: integer | Number of records to return from offset.
        > lists.addroutewhitelist | command | GET /webservice2/addroutewhitelist.php | 添加呼出路由白名单 | Add a number to the whitelist of the outbound routes
        extension | Telephone number.
        reason? | Reason (Chinese text: UTF-8, percent-encoded).
        isValid?: integer | 1 = in force; 0 = not in force | Whether the entry is in force; default not stated.
        > lists.deleteroutewhitelist | command! | GET /webservice2/deleteroutewhitelist.php | 删除呼出路由白名单 | Delete a number from the whitelist of the outbound routes
        extension | Telephone number.
        > nlp.getccsalist | query | GET /webservice2/getccsalist.php | 获取座席助手交互记录列表 | List agent-assistant transcripts (speech recognition of agent and caller)
        uniqueid | Caller's call ids, separated by commas.
        > nlp.getnlprest | query | GET /webservice2/getnlprest.php | 获取语义理解结果 | Semantic understanding of a text (dialogue engine)
        callerid | User id, tells users apart.
        content | Text to understand.
        clearsession?: integer | 0 = go on with the multi-turn dialogue; 1 = reset the multi-turn dialogue | Reset the dialogue.
        paramsmem? | Cache of the engine: paramsmem of the previous answer, unchanged; mandatory to continue a multi-turn dialogue.
        > nlp.getnlpinfo | query | GET /webservice2/getnlpinfo.php | 获取理解引擎名称 | Name of the understanding engine
        """#
}
