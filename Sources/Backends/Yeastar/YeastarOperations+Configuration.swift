/// A table of the ledger; how it is read stands in `YeastarOperations.swift`.
extension YeastarOperations {
    /// Extensions, trunks, routes, menus, paging, wake-up calls and the rest of what is set up on the exchange.
    static let configuration = """
        > extension.list | query → extlist | POST /api/{version}/extensionlist/query | 查询分机列表 | List extensions with their state | extensions
        > extension.query | query → extinfos | POST /api/{version}/extension/query | 查询分机设置 | Query settings and current calls of extensions | extensions
        extid? | Extension number, or several separated by commas ("1000,1001"); absent: all extensions.
        > extension.add | command | POST /api/{version}/extension/add | 添加分机 | Add an extension | extensions
        number? | Extension number of the new extension. Marked optional, surely needed.
        username? | User name.
        callerid? | Caller ID of the extension.
        registerpassword?: secret | SIP registration password.
        maxregistrations?: integer | Number of simultaneous registrations.
        loginpassword?: secret | User (web) password.
        email? | E-mail address.
        mobile? | Mobile number (spelled right here, unlike in extension/query).
        hasvoicemail? | on=enabled; off=disabled | Voicemail box.
        vmsecret?: secret | Voicemail password.
        enablevmtoemail? | on=enabled; off=disabled | Send voicemail to e-mail.
        noanswerforward? | on=enabled; off=disabled | Forward on no answer.
        ntransferto? | Voicemail=voicemail box; Extension=extension; Mobile Number=the user's mobile number; Custom Number=custom number | Destination kind of the no-answer forward.
        ntransferext? | Extension, when the destination is Extension.
        ntransferprefix? | Dial prefix, when the destination is Custom Number or Mobile Number.
        ntransfernum? | Number, when the destination is Custom Number or Mobile Number.
        busyforward? | on=enabled; off=disabled | Forward on busy.
        btransferto? | Voicemail=voicemail box; Extension=extension; Mobile Number=the user's mobile number; Custom Number=custom number | Destination kind of the busy forward.
        btransferext? | Extension, when the destination is Extension.
        btransferprefix? | Dial prefix, when the destination is Custom Number or Mobile Number; digits, at most 7.
        btransfernum? | Number, when the destination is Custom Number or Mobile Number; digits, at most 15, not empty for Custom Number.
        enablemobile? | on=enabled; off=disabled | Mobility (mobile extension).
        ringsimultaneous? | on=enabled; off=disabled | Ring the mobile together with the extension.
        mobileprefix? | Outbound prefix for the mobile number.
        allowbeingmonitored? | on=enabled; off=disabled | May be listened to.
        monitormode? | e.g. Disabled=no monitoring; Extensive=all modes; Listen=listen only; Whisper=whisper only; Barge-in=barge in only | What monitoring this extension may do to others.
        ringtimeout? | e.g. 15=15 s; 30=30 s; 60=60 s; 120=120 s; 300=300 s | Ring timeout.
        maxduration? | e.g. Follow System=system default; Unlimited=no limit; 60=60 s; 300=300 s; 600=600 s; 900=900 s; 1800=1800 s; 3600=3600 s; 6000=6000 s | Longest call.
        dnd? | on=enabled; off=disabled | Do not disturb.
        > extension.update | command | POST /api/{version}/extension/update | 编辑分机设置 | Edit an extension | extensions
        extid | Extension to change.
        extnumber? | New extension number.
        username? | User name.
        callerid? | Caller ID of the extension.
        registerpassword?: secret | SIP registration password.
        maxregistrations?: integer | Number of simultaneous registrations.
        loginpassword?: secret | User (web) password.
        email? | E-mail address.
        mobile? | Mobile number (spelled right here, unlike in extension/query).
        hasvoicemail? | on=enabled; off=disabled | Voicemail box.
        vmsecret?: secret | Voicemail password.
        enablevmtoemail? | on=enabled; off=disabled | Send voicemail to e-mail.
        noanswerforward? | on=enabled; off=disabled | Forward on no answer.
        ntransferto? | Voicemail=voicemail box; Extension=extension; Mobile Number=the user's mobile number; Custom Number=custom number | Destination kind of the no-answer forward.
        ntransferext? | Extension, when the destination is Extension.
        ntransferprefix? | Dial prefix, when the destination is Custom Number or Mobile Number.
        ntransfernum? | Number, when the destination is Custom Number or Mobile Number.
        busyforward? | on=enabled; off=disabled | Forward on busy.
        btransferto? | Voicemail=voicemail box; Extension=extension; Mobile Number=the user's mobile number; Custom Number=custom number | Destination kind of the busy forward.
        btransferext? | Extension, when the destination is Extension.
        btransferprefix? | Dial prefix, when the destination is Custom Number or Mobile Number; digits, at most 7.
        btransfernum? | Number, when the destination is Custom Number or Mobile Number; digits, at most 15, not empty for Custom Number.
        enablemobile? | on=enabled; off=disabled | Mobility (mobile extension).
        ringsimultaneous? | on=enabled; off=disabled | Ring the mobile together with the extension.
        mobileprefix? | Outbound prefix for the mobile number.
        allowbeingmonitored? | on=enabled; off=disabled | May be listened to.
        monitormode? | e.g. Disabled=no monitoring; Extensive=all modes; Listen=listen only; Whisper=whisper only; Barge-in=barge in only | What monitoring this extension may do to others.
        ringtimeout? | e.g. 15=15 s; 30=30 s; 60=60 s; 120=120 s; 300=300 s | Ring timeout.
        maxduration? | e.g. Follow System=system default; Unlimited=no limit; 60=60 s; 300=300 s; 600=600 s; 900=900 s; 1800=1800 s; 3600=3600 s; 6000=6000 s | Longest call.
        dnd? | on=enabled; off=disabled | Do not disturb.
        > extension.delete | command! | POST /api/{version}/extension/delete | 删除分机 | Delete extensions | extensions
        number | Extension number, or several separated by commas ("2002,1001"). No "all" keyword here.
        > trunk.list | query → trunkname | POST /api/{version}/trunklist/query | 查询中继列表 | List trunks with their state | trunks
        > siptrunk.query | query → trunks | POST /api/{version}/siptrunk/query | 查询 SIP 中继 | Query SIP trunk settings | trunks
        trunkname | e.g. all=every SIP trunk | Trunk name, several separated by commas ("SIP1,SIP2"), or "all".
        > siptrunk.add | command | POST /api/{version}/siptrunk/add | 添加 SIP 中继 | Add a SIP trunk | trunks
        trunkname | Trunk name.
        trunktype | register=register trunk (PBX registers at the provider); peer=peer trunk (no registration); account=account trunk (the other side registers here) | Trunk type; decides which of the following are required.
        host? | Provider's domain or IP address; required for register and peer.
        port? | SIP port; required for register and peer.
        username? | SIP account; required for register and account.
        authname? | Authentication name; required for register and account.
        fromuser? | From header user, register only; empty when the provider does not support it.
        password?: secret | Account password; required for register and account.
        domain? | Not in the table; the XML example sends it equal to host.
        > siptrunk.update | command | POST /api/{version}/siptrunk/update | 编辑 SIP 中继 | Edit a SIP trunk | trunks
        id | Trunk id from siptrunk/query.
        trunkname | Trunk name.
        trunktype | register=register trunk (PBX registers at the provider); peer=peer trunk (no registration); account=account trunk (the other side registers here) | Trunk type; decides which of the following are required.
        host? | Provider's domain or IP address; required for register and peer.
        port? | SIP port; required for register and peer.
        username? | SIP account; required for register and account.
        authname? | Authentication name; required for register and account.
        fromuser? | From header user, register only; empty when the provider does not support it.
        password?: secret | Account password; required for register and account.
        domain? | Not in the table; the XML example sends it equal to host.
        > siptrunk.delete | command! | POST /api/{version}/siptrunk/delete | 删除 SIP 中继 | Delete SIP trunks | trunks
        trunkname | e.g. all=every SIP trunk | Trunk name, several separated by commas, or "all".
        > inroute.query | query → inroutes | POST /api/{version}/inroute/query | 查询呼入路由 | Query inbound routes | routes
        name | e.g. all=every inbound route | Route name, several separated by commas, or "all".
        > inroute.add | command | POST /api/{version}/inroute/add | 添加呼入路由 | Add an inbound route | routes
        name | Route name.
        did? | DID pattern.
        caller_id? | Caller ID pattern.
        desttype | hangup=hang up; extension=extension; voicemail=voicemail; ivr=IVR; ringgroup=ring group; queue=queue; conference=conference room; disa=DISA; callback=callback | Destination kind.
        dest | Destination (number or name).
        > inroute.update | command | POST /api/{version}/inroute/update | 编辑呼入路由 | Edit an inbound route | routes
        name | Route name.
        did? | DID pattern.
        caller_id? | Caller ID pattern.
        desttype | hangup=hang up; extension=extension; voicemail=voicemail; ivr=IVR; ringgroup=ring group; queue=queue; conference=conference room; disa=DISA; callback=callback | Destination kind.
        dest | Destination (number or name).
        > inroute.delete | command! | POST /api/{version}/inroute/delete | 删除呼入路由 | Delete inbound routes | routes
        name | e.g. all=every inbound route | Route name, several separated by commas, or "all".
        > outroute.query | query → outroutes | POST /api/{version}/outroute/query | 查询呼出路由 | Query outbound routes | routes
        name | e.g. all=every outbound route | Route name, several separated by commas, or "all".
        > outroute.add | command | POST /api/{version}/outroute/add | 添加呼出路由 | Add an outbound route | routes
        name | Route name.
        prefix? | Prefix to match and strip.
        matchpattern | Pattern of the number after the prefix ("X.").
        prepend? | Digits to put in front before the trunk.
        callerid? | Caller ID pattern: the route matches only calls whose caller ID (normally the extension number) fits; the number patterns apply.
        trunks | Trunk name(s), comma separated: "trunk1,trunk2".
        > outroute.update | command | POST /api/{version}/outroute/update | 编辑呼出路由 | Edit an outbound route | routes
        id | Route id from outroute/query.
        name | Route name.
        prefix? | Prefix to match and strip.
        matchpattern | Pattern of the number after the prefix ("X.").
        prepend? | Digits to put in front before the trunk.
        callerid? | Caller ID pattern: the route matches only calls whose caller ID (normally the extension number) fits; the number patterns apply.
        trunks | Trunk name(s), comma separated: "trunk1,trunk2".
        > outroute.delete | command! | POST /api/{version}/outroute/delete | 删除呼出路由 | Delete outbound routes | routes
        name | e.g. all=every outbound route | Route name, several separated by commas, or "all".
        > ivr.query | query → ivr | POST /api/{version}/ivr/query | 查询 IVR 设置 | Query IVR settings | ivr
        name? | IVR name (example) or number (table), several separated by commas; absent: all IVRs.
        > ivr.update | command | POST /api/{version}/ivr/update | 编辑 IVR 设置 | Edit an IVR | ivr
        ivrid | IVR to change: ivrid of ivr/query ("4").
        ivrname? | Name; at most 31 characters, not empty, none of ! $ ( ) / # ; , [ ] " = < > & ' ` ^ % @ { } / and no blank.
        promptrepeat? | 1=1 times; 2=2 times; 3=3 times; 4=4 times; 5=5 times | How often the prompt is played.
        responsetimeout?: integer | 1=1 s; 2=2 s; 3=3 s; 4=4 s; 5=5 s; 6=6 s; 7=7 s; 8=8 s; 9=9 s; 10=10 s | Seconds to wait for a digit.
        > paging.list | query → paginggrouplist | POST /api/{version}/paginggroup/lists | 查询广播组列表 | List paging groups | paging
        > paging.query | query → paginggroup | POST /api/{version}/paginggroup/query | 查询广播组详情 | Query paging groups | paging
        number | e.g. all=every group | Group number, several separated by commas ("8891,8892"), or "all".
        > paging.add | command | POST /api/{version}/paginggroup/add | 添加广播组 | Add a paging group | paging
        number | Group number.
        name | Group name.
        type | paging=one-way paging: members only hear the initiator; intercom=two-way intercom: all members talk and hear each other | Group type (body).
        member | Member extensions, comma separated ("1000,1001,1002").
        > paging.update | command | POST /api/{version}/paginggroup/update | 编辑广播组 | Edit a paging group | paging
        number | Group number.
        name? | Group name.
        type | paging=one-way paging: members only hear the initiator; intercom=two-way intercom: all members talk and hear each other | Group type (body).
        member? | Member extensions, comma separated ("1000,1001,1002").
        > paging.delete | command! | POST /api/{version}/paginggroup/delete | 删除广播组 | Delete paging groups | paging
        number | e.g. all=every group | Group number, several separated by commas, or "all".
        > wakeup.create | command | POST /api/{version}/wakeupcall/create | 添加闹铃 | Add a wake-up call | hotel
        number | Extension, or several separated by commas ("110,111").
        time | Time of day, "hh:mm" (24 h) in PBX local time by the example.
        type | onetime=once, deleted after the set number of repetitions; custom=on given weekdays, weekdays must not be empty | Wake-up type (body).
        weekdays?: list | 0=Sunday; 1=Monday; 2=Tuesday; 3=Wednesday; 4=Thursday; 5=Friday; 6=Saturday | Weekdays, comma separated ("0,1,2,3,5"); required for custom.
        prompt? | Prompt; must be a custom one ("custom/test").
        > wakeup.query | query → wakeups | POST /api/{version}/wakeupcall/query | 查询闹铃 | Query wake-up calls | hotel
        number | Extension, or several separated by commas ("110,114").
        > wakeup.update | command | POST /api/{version}/wakeupcall/update | 修改闹铃 | Change a wake-up call | hotel
        number | Extension.
        wakeupid | Id from wakeupcall/query.
        time | Time of day, "hh:mm" (24 h) in PBX local time by the example.
        type | onetime=once, deleted after the set number of repetitions; custom=on given weekdays, weekdays must not be empty | Wake-up type (body).
        weekdays?: list | 0=Sunday; 1=Monday; 2=Tuesday; 3=Wednesday; 4=Thursday; 5=Friday; 6=Saturday | Weekdays, comma separated ("0,1,2,3,5"); required for custom.
        prompt? | Prompt; must be a custom one ("custom/test").
        > wakeup.delete | command! | POST /api/{version}/wakeupcall/delete | 删除闹铃 | Delete wake-up calls | hotel
        wakeupid | e.g. all=all wake-up calls of the given extension | Id, several separated by commas ("8,9"), or "all"; absent: all wake-up calls "of the given extension".
        > hotel.checkout | command! | POST /api/{version}/hotel/checkout | 酒店退房 | Check out a hotel room | hotel
        number | Extension of the room; one only.
        """
}
