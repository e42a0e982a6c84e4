extension ICPErrors {
    /// The document's 334 codes (section 6), as they stand there: family, code, meaning.
    static let document = """
        ECC SDK | 0 | success
        ECC SDK | -1 | wrong state
        ECC SDK | 1 | general error
        ECC SDK | 2 | configuration file does not exist
        ECC SDK | 3 | error while loading the configuration file
        ECC SDK | 11 | routing failed
        ECC SDK | 13 | forced outgoing call error
        ECC SDK | 14 | no such caller
        ECC SDK | 15 | control block error or parameter error
        ECC SDK | 16 | DEVICE_ID does not exist
        ECC SDK | 17 | CALLID does not exist
        ECC SDK | 18 | no lost call to fetch
        ECC SDK | 19 | no such skill tree node
        ECC SDK | 21 | connection lost
        ECC SDK | 22 | no agent (proxy)
        ECC SDK | 99 | APC card is not initialised
        ECC SDK | 100 | internal error
        ECC SDK | 101 | parameter error
        ECC SDK | 102 | communication layer busy for the moment
        ECC SDK | 103 | the resource is unavailable or faulty
        ECC SDK | 104 | API call timed out
        ECC SDK | 105 | no predictive call
        ECC SDK | 106 | too many threads (more than 50) call the API at once
        ECC SDK | 107 | not enough space
        ECC SDK | 108 | general error
        ECC SDK | 109 | connection lost
        ECC SDK | 110 | not logged in to the CCS
        ECC SDK | 111 | permission error
        ECC SDK | 112 | user information file error
        ECC SDK | 113 | user information file not found
        ECC SDK | 114 | number of system users is full
        ECC SDK | 115 | user already exists
        ECC SDK | 116 | user not found
        ECC SDK | 117 | file open error
        ECC SDK | 118 | control block state error
        ECC SDK | 119 | control block HANDLE mismatch
        ECC SDK | 120 | invalid agent (operator)
        ECC SDK | 121 | invalid call
        ECC SDK | 122 | invalid queue
        ECC SDK | 123 | wrong agent state
        ECC SDK | 124 | resource connection error
        ECC SDK | 125 | retrieve (unhold) error
        ECC SDK | 126 | hold error
        ECC SDK | 127 | call connection timed out
        ECC SDK | 128 | error occupying the agent
        ECC SDK | 129 | null pointer in the call
        ECC SDK | 130 | supervision timed out waiting for the SCP or OC
        ECC SDK | 131 | the SPY of this agent ID is already logged in
        ECC SDK | 132 | wrong user name or password
        ECC SDK | 133 | the CCS is receiving data, the configuration file cannot be sent
        ECC SDK | 134 | the initialisation file is locked by another process
        ECC SDK | 135 | data packets out of sequence
        ECC SDK | 136 | memory error during the operation
        ECC SDK | 137 | agent recording terminated
        ECC SDK | 138 | agent playback terminated
        ECC SDK | 146 | the user does not respond
        ECC SDK | 147 | the user does not answer
        ECC SDK | 149 | the user refused
        ECC SDK | 155 | destination unreachable
        ECC SDK | 159 | the agent is already locked
        ECC SDK | 202 | the agent is not signed in
        ECC SDK | 207 | routing to the agent failed
        ECC SDK | 259 | not enough resources
        ECC SDK | 260 | modem
        ECC SDK | 261 | fax
        ECC SDK | 262 | fax or modem
        ECC SDK | 263 | answering machine
        ECC SDK | 531 | the user hung up
        ECC SDK | 537 | callee busy
        ECC SDK | 538 | vacant or wrong number
        ECC SDK | 548 | the password must be changed at the first login
        ECC SDK | 549 | mobile phone out of the service area
        ECC SDK | 550 | the password was changed before its minimum validity period was over
        ECC SDK | 551 | the configuration is locked by another user
        ECC SDK | 601 | the user hung up before the answer
        ECC SDK | 602 | the switch (ACD) has no resources
        ECC SDK | 603 | released because of no answer
        ECC SDK | 604 | call refused
        ECC SDK | 605 | switching equipment busy
        ECC SDK | 606 | switch (ACD) timed out
        ECC SDK | 701 | the user hung up while queuing
        ECC SDK | 702 | released because of queue time-out
        ECC SDK | 2253 | the agent is already locked
        ECC SDK | 2282 | wrong server type in the CALLID
        ECC SDK | 2354 | the password violates the enforced encryption policy
        ECC SDK | 2382 | login failed, the agent ID is locked
        ECC SDK | 2383 | password change failed, same as a recently used password
        ECC SDK | 2384 | password change failed, shorter than the minimum length
        ECC SDK | 2385 | password change failed, the password contains the user name
        ECC SDK | 2386 | the password has expired
        ECC SDK | 2410 | password change failed, the password is the reversed user name
        ECC SDK | 2412 | password change failed, the password contains 3 identical digits in a row
        ECC SDK | 3498 | the jau control block is not found
        ECC SDK | 21002 | illegal input parameter
        ECC SDK | 25014 | this inspector already has a task on this agent
        ECC SDK | 25018 | no such permission
        ECC SDK | 20601 | wrong parameter on transfer to a skill group
        ECC SDK | 25212 | failed to occupy the inspector
        ECC SDK | 60000 | parameter error
        ECC SDK | 60001 | not initialised
        ECC SDK | 60002 | invalid e-mail address
        ECC SDK | 60003 | invalid TokenID
        ECC SDK | 60004 | invalid IPv4 address
        ECC SDK | 60005 | invalid port
        ECC SDK | 60006 | file does not exist
        ECC SDK | 60007 | system error
        ECC SDK | 60008 | password not complex enough
        ECC SDK | 60009 | the floor is seized already, the channel cannot be changed
        ECC SDK | 60010 | database exception
        ECC SDK | 60011 | seizing the floor failed on a direct call
        ECC SDK | 60012 | more than one radio in the conference
        ECC SDK | 60013 | the agent called is neither idle nor in the studying state
        ECC SDK | 60014 | the SDK failed to connect to the EDS server pair
        ECC SDK | 60015 | the password length is not allowed, it must be 8-32 characters
        ECC SDK | 60100 | conference member does not exist
        ECC SDK | 60101 | conference member already exists
        ECC SDK | 61001 | call set-up failed
        ECC SDK | 61002 | hung up
        ECC SDK | 61003 | the called number does not exist
        ECC SDK | 61004 | the switch (ACD) cannot allocate a trunk or a digit receiver for the call
        ECC SDK | 61005 | no proper answer message within the time allowed
        ECC SDK | 61006 | wrong calling or called number
        ECC SDK | 61007 | the called number is busy
        ECC SDK | 61008 | the user has no permission to set up the call
        ECC SDK | 61009 | number of valid blacklist entries exceeds the limit
        ECC SDK | 61010 | number of red list (priority list) entries exceeds the limit
        ECC SDK | 61020 | no more than 100 agents can be monitored
        ECC SDK | 62000 | general ocx control error
        ECC SDK | 40000001 | the user is not logged in
        ECC SDK | 40000002 | the user has no permission for supervision recording or playback
        ECC SDK | 40000003 | illegal input parameter
        ECC SDK | 40000004 | recording download failed: illegal file name
        ECC SDK | 40000005 | recording download failed: no mapped drive configured
        ECC SDK | 4000006 | recording download failed: the recording file does not exist
        ECC SDK | 4000007 | recording download failed: the root directory of the file cannot be obtained
        ECC SDK | 40000008 | recording download failed: write exception while packing the file
        ECC SDK | 4000009 | recording download failed: not enough space
        ECC SDK | 40000010 | exception while closing the file stream
        ECC SDK | 40000011 | recording file format not supported
        ECC SDK | 40000012 | system parameter for the recording format not configured
        ECC SDK | 40000013 | recording download failed: recordings of another VDN cannot be downloaded
        server | -1 | unknown error
        server | 0 | success
        server | 1 | operation failed
        server | 1200 | database operation failed
        server | 100001 | parameter is empty
        server | 100002 | illegal parameter
        server | 100003 | parameter longer than the maximum
        server | 100004 | parameter shorter than the minimum
        server | 100005 | parameter value larger than the maximum
        server | 100006 | parameter value smaller than the minimum
        server | 100007 | parameter is not in the set of legal parameters
        server | 100008 | illegal parameter value
        server | 100009 | contains a character that is not a digit
        server | 100010 | contains an illegal e-mail address
        server | 100011 | contains an illegal set of parameters
        server | 100012 | parameter already exists
        server | 100013 | parameter does not exist
        server | 100014 | parameter cannot be deleted
        server | 100015 | not enough conference resources
        server | 300000 | parameter is empty
        server | 300001 | illegal parameter
        server | 300002 | internal error
        server | 300003 | duplicate radio group
        server | 300004 | maximum number of configured items exceeded
        server | 300005 | database operation failed
        server | 300006 | invalid talking group name, it contains illegal characters
        server | 300007 | invalid talking group number, it contains illegal characters
        server | 300008 | invalid talking group type
        server | 300009 | invalid radio group number
        server | 300010 | invalid dispatcher number
        server | 300011 | invalid other-user number
        server | 300012 | relative address of the recording storage exceeds the maximum length
        server | 300013 | group description exceeds the maximum length
        server | 300014 | number is empty
        server | 300015 | invalid conference ID
        server | 300016 | invalid conference member number
        server | 300017 | invalid conference member role
        server | 300018 | invalid conference member type
        server | 300019 | the radio group is referenced by a talking group
        server | 300020 | duplicate talking group
        server | 300021 | booking the conference failed
        server | 300022 | inviting into the conference failed
        server | 300023 | the limit of monitored talking groups is reached
        server | 300024 | the limit of monitored talking groups is reached
        server | 300025 | already in the monitor state
        server | 300026 | the talking group is not configured
        server | 300027 | invalid radio group type
        server | 300028 | the radio group is not configured
        server | 300029 | the dispatcher is not configured
        server | 300030 | not in the monitor state
        server | 300031 | cancelling the monitor failed
        server | 300032 | cancelling the monitor failed
        server | 300033 | invalid radio mode
        server | 300034 | the limit of configured groups is reached
        server | 300035 | no record
        server | 300036 | invalid count of dispatcher numbers
        server | 300037 | invalid count of radio group numbers
        server | 300038 | invalid count of other-user numbers
        server | 300039 | radio group, dispatcher and other-user numbers contain duplicates
        server | 300040 | maximum number of users exceeded
        server | 300041 | invalid index field in the common parameter table
        server | 300042 | the talking-group user account does not exist
        server | 300043 | invalid talking-group user
        server | 300044 | the talking-group user already exists
        server | 300045 | the talking-group user is not configured
        server | 300046 | invalid talking-group user or password
        server | 300047 | number longer than 32 characters
        server | 300048 | number contains illegal characters, only 0-9, A-F and a-f are allowed
        server | 300053 | the limit of configured talking groups is reached
        server | 300054 | the dispatcher is already in the PTT state
        server | 300055 | the dispatcher is not in the PTT state
        server | 300056 | a PTT operation is being processed
        server | 300057 | PTT needs monitor first
        server | 300058 | PTT needs Select first
        server | 300059 | floor conflict
        server | 300057 | invalid PTT group information
        server | 300060 | no valid talking group in the group
        server | 300061 | invalid PTT group information
        server | 300062 | monitor operation timed out
        server | 300063 | PTT operation timed out
        server | 300064 | the talking-group user account is already referenced
        server | 300065 | querying the user state failed
        server | 300066 | invalid down-link PTT group information
        server | 300067 | PTT request refused
        server | 300068 | internal communication error
        server | 300069 | invalid Select group information
        server | 300070 | invalid DeSelect group information
        server | 300071 | the dispatcher is not in the Select state
        server | 300072 | the dispatcher is already in the Select state
        server | 300073 | the dispatcher has reached the limit of selected groups
        server | 300074 | updating the user state failed
        server | 300075 | the talking group has reached its limit of subscriptions
        server | 300076 | the user is in this state already
        server | 300077 | the mixed group is already in a call
        server | 300078 | a user who is not the chair may not do this
        server | 300079 | the talking group type cannot be changed
        server | 300080 | the user is not subscribed
        server | 300081 | an ordinary talking group cannot have other-user numbers
        server | 300082 | the group is not a mixed talking group
        server | 300083 | mixed talking groups do not support this operation
        server | 300084 | the dispatcher has reached the maximum of subscriptions
        server | 300085 | illegal recording file
        server | 300086 | the host failed to process the data
        server | 300087 | no account was opened for the dispatcher
        server | 300088 | authentication failed
        server | 300089 | the recording file address may hold 0-9, A-Z, a-z and / or be empty; when not empty it must begin with 0-9, A-Z or a-z and end with /
        server | 300090 | the mixed group is in a call, try again after the call
        server | 300091 | unsubscribing is not allowed in the monitor state
        server | 300092 | unsubscribing is not allowed in the PTT state
        server | 300093 | a radio group can be configured in one ordinary talking group only
        server | 300094 | in a talking group whose ReceiveOnly is True, dispatchers cannot use PTT
        server | 300095 | already in PTT with another talking group
        Voice.ocx | 79999 | default error
        Voice.ocx | 70000 | input parameter error
        Voice.ocx | 70001 | not initialised
        Voice.ocx | 70002 | invalid e-mail address
        Voice.ocx | 70003 | invalid TokenID
        Voice.ocx | 70004 | invalid IPv4 address
        Voice.ocx | 70005 | invalid port
        Voice.ocx | 70006 | file does not exist
        Voice.ocx | 70007 | system error
        Voice.ocx | 70008 | password not complex enough
        Voice.ocx | 70009 | the floor is seized already, the channel cannot be changed
        Voice.ocx | 70010 | database exception
        Voice.ocx | 70011 | SIP message RequestlineReject: seizing the floor failed
        Voice.ocx | 70012 | more than one radio in the conference
        Voice.ocx | 70013 | wrong state of the other party (neither idle nor studying)
        Voice.ocx | 70014 | the SDK failed to connect to the EDS server pair
        Voice.ocx | 70015 | password length not allowed
        Voice.ocx | 70016 | operation timed out
        Voice.ocx | 70017 | wrong account name or password
        Voice.ocx | 70019 | getting the main sound device failed
        Voice.ocx | 70020 | getting the sound devices failed
        Voice.ocx | 70021 | soft-phone registration failed
        Voice.ocx | 70100 | conference member does not exist
        Voice.ocx | 70101 | conference member already exists
        Voice.ocx | 70102 | a member that is being called cannot be removed
        Voice.ocx | 70103 | the local conference does not exist
        Voice.ocx | 70200 | the user is logged in to UPortal already
        Voice.ocx | 70201 | the UPortal server does not respond
        Voice.ocx | 70202 | connecting to the UPortal server failed
        Voice.ocx | 70203 | the user token is empty
        Voice.ocx | 70204 | seizing the floor is not allowed
        Voice.ocx | 70205 | the user does not exist
        Voice.ocx | 70210 | the WebSocket channel is not open
        Voice.ocx | 70211 | the talking group asked for is neither monitored nor in a group call
        Voice.ocx | 72000 | other ocx error
        TUP | 0 | success
        TUP | 1 | Voice Ctrl error: Voice control uninitialized
        TUP | 2 | Voice Ctrl error: Point of param is null
        TUP | 3 | Voice Ctrl error: Param is empty
        TUP | 4 | Voice Ctrl error: Param is not a valid value
        TUP | 5 | Required information is not configured
        TUP | 6 | Voice Ctrl error: State wrong
        TUP | 7 | Voice Ctrl error: Set tup config value failed
        TUP | 8 | Voice Ctrl error: Set tup config value failed
        TUP | 9 | Voice Ctrl error: System unknown error
        TUP | 1000 | Call tup api failed
        TUP | 1001 | TUP call general error
        TUP | 1002 | TUP call parameter error
        TUP | 1003 | TUP call memory alloc error
        TUP | 1004 | TUP call system error
        TUP | 1005 | TUP call send message error
        TUP | 1006 | TUP call system configuration error
        TUP | 1007 | TUP call physical network error
        TUP | 1008 | TUP call network access failed
        TUP | 1009 | TUP call create timer error
        TUP | 1010 | TUP call state error
        TUP | 1011 | TUP call some other operation has not finished error
        TUP | 1012 | TUP call request main control to call error
        TUP | 1013 | TUP call apply audio media resource error
        TUP | 1014 | TUP call additional service is on processing error
        TUP | 1015 | TUP call record call operation error
        TUP | 1016 | TUP call media process error
        TUP | 1017 | TUP call exist max call number error
        TUP | 1018 | TUP call sip account id not exist error
        TUP | 1019 | TUP call call id not exist error
        TUP | 1020 | TUP call registering error
        TUP | 1021 | TUP call invoke sip register interface error
        TUP | 1022 | TUP call invoke sip unregister interface error
        TUP | 1023 | TUP call set account info error
        TUP | 1024 | TUP call set sip module error
        TUP | 1025 | TUP call notification error
        TUP | 1026 | TUP call sip server information error
        TUP | 1027 | TUP call account information error
        TUP | 1028 | TUP call SIPC error
        TUP | 1029 | TUP call unregister error
        TUP | 1030 | TUP call invoke sip subscribe interface error
        TUP | 1031 | TUP call undo subscribe error
        TUP | 1032 | TUP call subscribing error
        TUP | 1057 | TUP call network error
        TUP | 1058 | TUP call service conflict error
        TUP | 1078 | TUP call tls root cert error
        """

    /// The gateway's return codes (reference, section 1.6); a code without its second part stands for all that begin so.
    static let gateway = """
        gateway | 000-000 | unknown fault of the configuration interface
        gateway | 000-001 | events are fetched in the wrong way: polled while they are pushed, or the reverse
        gateway | 000-002 | wrong address or parameter
        gateway | 000-003 | no right, or the session has expired
        gateway | 000-004 | the agent is being switched over, or has no inspector right
        gateway | 000-005 | one cannot inspect oneself
        gateway | 000-006 | wrong parameter in the message
        gateway | 000-007 | the same request was repeated before the first was answered
        gateway | 100-001 | a parameter of the sign-in is missing or wrong
        gateway | 100-002 | the agent is signed in already
        gateway | 100-003 | no resource for the sign-in
        gateway | 100-004 | wrong work number or password
        gateway | 100-005 | a parameter of the sign-out is wrong
        gateway | 100-006 | the agent is not signed in
        gateway | 100-007 | the operation failed, or the work number is wrong
        gateway | 100-008 | the agent is signed out already
        gateway | 100-009 | the state cannot be set
        gateway | 100-010 | the state does not allow a sign-out
        gateway | 100-011 | a parameter of the sign-in is wrong
        gateway | 100-012 | wrong type of agent
        gateway | 100-013 | wrong telephone number
        gateway | 100-014 | the telephone number is outside the range that is set up
        gateway | 100-015 | the agent is signed in and cannot be thrown out
        gateway | 100-016 | wrong IP address
        gateway | 100-017 | the uPortal refuses the sign-in
        gateway | 100-018 | the VDN of the sign-in is not that of the playback
        gateway | 100-019 | wrong parameter in the query for skills
        gateway | 100-020 | the password has expired
        gateway | 100-021 | the sign-in is still running
        gateway | 100-060 | fault of the account
        gateway | 100-061 | the account is locked
        gateway | 100-062 | wrong user name or password
        gateway | 110-016 | the account is locked
        gateway | 101-001 | there is no conference
        gateway | 101-002 | only the chair may do this
        gateway | 101-003 | already in a conference
        gateway | 101-004 | only an inspector may query the conferences of the VDN
        gateway | 101-005 | the chair cannot be handed to oneself
        gateway | 101-006 | the chair cannot remove itself
        gateway | 101-007 | the chair cannot leave
        gateway | 104-001 | recording download is switched off
        gateway | 104-002 | no right to download recordings
        gateway | 104-003 | illegal name of a recording
        gateway | 104-004 | no drive is mapped for recordings
        gateway | 104-005 | the recording does not exist
        gateway | 104-006 | no space for the download
        gateway | 104-007 | the format of the recording is not supported
        gateway | 104-008 | the format of recordings is not set up
        gateway | 104-009 | the recording could not be converted
        gateway | 104-010 | the place of the recording is missing
        gateway | 104-012 | the object store failed
        gateway | 105-001 | disaster recovery: the agent is not known there
        gateway | 105-002 | disaster recovery is under way
        gateway | 105-003 | disaster recovery is done
        gateway | 105-004 | disaster recovery: queueing failed
        gateway | 105-005 | disaster recovery took too long; sign in again
        gateway | 105-006 | disaster recovery: the session does not fit; sign in again
        gateway | 105-007 | disaster recovery is switched off; sign in again
        gateway | 106-001 | multimedia is switched off
        gateway | 106-002 | the message is empty
        gateway | 106-003 | more than 60 chats
        gateway | 106-004 | wrong target of the transfer
        gateway | 107 | fault of the configuration interface
        gateway | 200-001 | wrong called number
        gateway | 200-002 | there is no call to answer
        gateway | 200-003 | there is no call to mute
        gateway | 200-004 | the call cannot be muted in this state
        gateway | 200-005 | there is no call to hold or retrieve
        gateway | 200-006 | nothing is held
        gateway | 200-007 | there is no call to unmute
        gateway | 200-008 | the call cannot be unmuted in this state
        gateway | 200-009 | there is no call to play to
        gateway | 200-010 | there is no call for three parties
        gateway | 200-011 | there is no held call for three parties
        gateway | 200-012 | there is no call to transfer
        gateway | 200-013 | there is no call to hold
        gateway | 200-014 | the call cannot be held in this state
        gateway | 200-015 | there is no call to retrieve
        gateway | 200-016 | the call cannot be retrieved in this state
        gateway | 200-017 | there is no call to release
        gateway | 200-018 | there is no call to consult about
        gateway | 200-019 | fault of the video still image
        gateway | 200-020 | fault of the video still image
        gateway | 200-021 | fault of the video still image
        gateway | 200-022 | fault of the video still image
        gateway | 200-023 | there is no call to drop a party from
        gateway | 200-024 | the number is not in the call
        gateway | 200-025 | there is no such call
        gateway | 200-026 | there is no call at all
        gateway | 210-001 | no information on the address
        gateway | 300-001 | no right to query
        gateway | 300-002 | there is no such agent
        gateway | 300-003 | there is no such agent in the group
        gateway | 300-004 | there is no such group
        gateway | 400-001 | there is no call for the data
        gateway | 400-003 | no information on held calls
        gateway | 500-001 | the recording cannot be rewound in this state
        gateway | 500-002 | the recording cannot be forwarded in this state
        gateway | 500-003 | the playback cannot be paused in this state
        gateway | 500-004 | the recording cannot be paused in this state
        gateway | 500-005 | the playback cannot be resumed in this state
        gateway | 500-006 | the recording cannot be resumed in this state
        gateway | 500-007 | no playback can begin in this state
        gateway | 500-008 | no recording can begin in this state
        gateway | 500-009 | there is no playback to stop
        gateway | 500-010 | there is no recording to stop
        gateway | 600-001 | the agent has no skills
        gateway | 600-002 | the VDN has no skills
        gateway | 600-003 | there are no access codes
        gateway | 600-004 | there is no IVR
        gateway | 600-005 | the own VDN has no skills
        gateway | 700-001 | no members of the multimedia conference are given
        gateway | 700-002 | no state of the multimedia conference is given
        gateway | 700-003 | the multimedia conference could not be asked
        gateway | 701-001 | no members of the multimedia conference are given
        gateway | 701-002 | no state of the multimedia conference is given
        gateway | 701-003 | already in the multimedia conference
        gateway | 701-004 | who invites is not in the multimedia conference
        gateway | 701-005 | there is no such multimedia conference, or no right to stop it
        gateway | 701-006 | no media server is set up
        gateway | 800-001 | fault of the proxy
        gateway | 800-002 | fault of the configuration
        gateway | 800-003 | fault of the media gateway
        gateway | 900-001 | inspection is not served
        gateway | 900-002 | no inspection right
        gateway | 900-003 | the resource is not available
        gateway | 900-004 | no information on the agent
        gateway | 900-005 | not in this state
        gateway | 900-006 | wrong time of the video
        gateway | 900-007 | no licence
        gateway | 900-008 | fault of the video platform
        gateway | 900-009 | there is no such task
        gateway | 999-001 | wrong address of the recording service
        """
}
