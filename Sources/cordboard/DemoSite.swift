import Exchange
import Foundation
import Settings
import Simulators

extension DemoExchange {
    /// The configuration that points the console at this exchange.
    var configuration: Configuration {
        Configuration(
            operator: Operator(name: "alice", extension: "2008", role: .supervisor),
            sites: [
                SiteSettings(
                    id: "hq", name: "Headquarters",
                    system: .smartpbx(SiteSettings.SmartPBX(host: host, port: port, token: token))),
                SiteSettings(
                    id: "ops", name: "Dispatch rooms",
                    system: .confserver(
                        SiteSettings.ConferenceServer(
                            host: conference.host, port: conference.port, username: conference.username,
                            password: Secret(conference.password), phones: conference.phones))),
                SiteSettings(
                    id: "north", name: "North",
                    system: .yeastar(
                        SiteSettings.Yeastar(
                            url: "http://\(yeastar.host):\(yeastar.port)", username: yeastar.username,
                            password: Secret(yeastar.password), reports: .init(host: yeastar.host, port: 0)))),
                SiteSettings(
                    id: "care", name: "Care centre",
                    system: .webcti(
                        SiteSettings.WebCTI(
                            url: "http://\(webCTI.host):\(webCTI.port)/webservice2", webKey: Secret(webCTI.webKey),
                            timeZone: TimeZone(identifier: webCTI.timeZone) ?? .current))),
                SiteSettings(
                    id: "ecc", name: "Emergency centre",
                    system: .icp(
                        SiteSettings.ICP(
                            gateway: "http://\(icp.host):\(icp.gatewayAccess.port)/agentgateway/resource",
                            agent: icp.gatewayAccess.agent, password: Secret(icp.gatewayAccess.password),
                            phone: icp.gatewayAccess.phone,
                            talkingGroups: .init(
                                url: "http://\(icp.host):\(icp.portalPort)", username: icp.portal.username,
                                password: Secret(icp.portal.password), host: icp.host, port: 0)))),
            ])
    }
}
