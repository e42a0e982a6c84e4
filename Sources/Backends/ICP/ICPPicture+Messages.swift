import Exchange
import Foundation

// What belongs to no entity: notes, inspections of ourselves, transfers that failed.
extension ICPPicture {
    func messages(of event: GatewayEvent, at now: Date) -> [SiteMessage] {
        guard let (topic, text) = words(for: event) else { return [] }
        let details = (event.content.object ?? [:]).compactMapValues(\.text)
        return [SiteMessage(site: site, time: now, topic: topic, text: text, details: details)]
    }

    private func words(for event: GatewayEvent) -> (topic: String, text: SafeText)? {
        callWords(for: event) ?? mediaWords(for: event) ?? otherWords(for: event)
    }

    /// What is told of calls and of our own telephone.
    private func callWords(for event: GatewayEvent) -> (topic: String, text: SafeText)? {
        switch event.type {
        case "AgentOther_PhoneBusy":
            return ("telephone", "Telephone \(ownPhone) is busy and cannot take the call.")
        case "AgentOther_PhoneUnknow":
            return ("telephone", "The gateway does not know the state of telephone \(ownPhone).")
        case "AgentOther_All_Agent_Busy":
            return ("queue", "All agents are busy.")
        case "AgentEvent_Ringing", "AgentEvent_Auto_Answer":
            guard event["transfer"].lowercased() == "yes" else { return nil }
            let from = event["transfrom"].withoutAgentLetter
            return ("transfer", from.isEmpty ? "The call was transferred here." : "The call was transferred here by \(from).")
        case "AgentEvent_No_Answer", "AgentEvent_No_Answer_From_Cti":
            return ("call", "The call was not answered in time.")
        case "AgentEvent_linkagePhoneTransferOut":
            let target = (event.content.member("addrOut") ?? .null).member("address").trimmedText
            return ("transfer", "The call is being transferred to \(target) at the telephone.")
        case "AgentEvent_linkagePhoneTransferOut_Result":
            let result = event["result"]
            return (
                "transfer", result == "0" ? "The transfer at the telephone is done." : "The transfer at the telephone failed (\(result))."
            )
        case "AgentEvent_Preview":
            return ("call", "A call to \(event["dialeddigits"]) is to be made (task \(event["controlid"])).")
        case "AgentEvent_Release_Preview":
            return ("call", "The call that was to be made has been withdrawn.")
        case "AgentState_Force_Ready": return ("supervision", "An inspector has made this agent idle.")
        case "AgentState_Force_SetNotReady": return ("supervision", "An inspector has made this agent busy.")
        default: return nil
        }
    }

    /// What is told of messages, chats, conferences and recordings.
    private func mediaWords(for event: GatewayEvent) -> (topic: String, text: SafeText)? {
        switch event.type {
        case "AgentEvent_MessageData":
            return ("message", "\(event["caller"].withoutAgentLetter): \(event["message"])")
        case "AgentChat_Ring":
            return ("chat", "A text chat from \(event["caller"].withoutAgentLetter) waits; it cannot be answered here.")
        case "AgentChat_DataRecved":
            return ("chat", "\(event["sender"].withoutAgentLetter): \(event["chatContent"])")
        case "AgentEvent_JoinConf":
            return ("conference", "Invited to multimedia conference \(event["confid"]); it cannot be joined here.")
        case "AgentConf_RequestFailed":
            let cause = event["cause"]
            return ("conference", "The conference was refused: \(ICPErrors.meaning(of: cause) ?? "no reason is known") (\(cause)).")
        case "AgentMediaEvent_Play_Fail":
            return ("recording", "The recording could not be played.")
        default: return nil
        }
    }

    private func otherWords(for event: GatewayEvent) -> (topic: String, text: SafeText)? {
        switch event.type {
        case "AgentOther_Note", "AgentOther_Bulletin":
            let topic = event.type == "AgentOther_Note" ? "note" : "bulletin"
            let text = event["context"]
            // Some editions say only that there is one (section 4).
            guard !text.isEmpty else { return (topic, topic == "note" ? "A note came." : "A bulletin came.") }
            let sender = event["sendername", "sender"]
            return (topic, sender.isEmpty ? SafeText(text) : "\(sender): \(text)")
        case "AgentOther_BeQcStart":
            let inspector = event["qcAgentId"]
            return switch SupervisionMode.manner(ofType: event["qcType"]) {
            case .listen: ("supervision", "Agent \(inspector) listens to this agent.")
            case .barge: ("supervision", "Agent \(inspector) has barged in.")
            case .whisper: ("supervision", "Agent \(inspector) whispers to this agent.")
            case nil: ("supervision", "Agent \(inspector) supervises this agent.")
            }
        case "AgentOther_BeQcStop":
            return ("supervision", "Agent \(event["qcAgentId"]) supervises this agent no more.")
        case "AgentState_Rest_Timeout":
            return ("rest", "The time of the rest is over; the rest goes on until it is ended.")
        case "AgentEvent_SuccTransResult", "AgentEvent_TransOutResult":
            guard !["", "0"].contains(event["result"]) else { return nil }
            return ("transfer", "The transfer failed (\(event["result"])).")
        case "AgentEvent_Call_Out_Fail", "AgentEvent_Inside_Call_Fail":
            return ("call", "The call failed.")
        case "AgentEvent_Consult_Fail", "AgentEvent_Connect_Fail":
            return ("call", "The consultation failed.")
        case "AgentConf_Ringing":
            return ("conference", "Invited to conference \(event.conference); answer it to join.")
        case "AgentConf_Timeout":
            return ("conference", "The time of conference \(event.conference) runs out.")
        case "AgentMediaEvent_Record_Fail":
            return ("recording", "The recording could not be begun.")
        default:
            return nil
        }
    }
}
