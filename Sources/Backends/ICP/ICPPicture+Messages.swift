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
            return switch event["qcType"] {
            case "8": ("supervision", "Agent \(inspector) listens to this agent.")
            case "9": ("supervision", "Agent \(inspector) has barged in.")
            case "20172", "20173": ("supervision", "Agent \(inspector) whispers to this agent.")
            default: ("supervision", "Agent \(inspector) supervises this agent.")
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
