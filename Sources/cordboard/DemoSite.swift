import Exchange
import Foundation
import Settings
import Simulators

extension Demo {
    /// The configuration that points the console at the demo's systems.
    var configuration: Configuration {
        Configuration(
            operator: Operator(name: "alice", extension: "2008", role: .supervisor),
            sites: simulations.compactMap { descriptor, simulation -> SiteSettings? in
                guard let system = SiteSettings.System(of: descriptor.kind, simulation.settings) else { return nil }
                return SiteSettings(id: SiteID(rawValue: descriptor.demo.id), name: SafeText(descriptor.demo.name), system: system)
            })
    }
}

extension SiteSettings.System {
    /// From what a simulator prints.
    fileprivate init?(of kind: String, _ printed: SiteSettingsText) {
        func text(_ path: String) -> String { printed[path] ?? "" }
        func address(_ path: String) -> (host: String, port: Int) {
            let parts = text(path).replacing("mqtt://", with: "").split(separator: ":")
            return (parts.first.map(String.init) ?? "", parts.last.flatMap { Int($0) } ?? 0)
        }
        switch kind {
        case "smartpbx":
            let (host, port) = address("broker")
            self = .smartpbx(.init(host: host, port: port, token: text("token")))
        case "confserver":
            let (host, port) = address("address")
            self = .confserver(
                .init(
                    host: host, port: port, username: text("username"), password: Secret(text("password")),
                    phones: printed.list("phones")))
        case "yeastar":
            let (host, port) = address("reports.listen")
            self = .yeastar(
                .init(
                    url: text("url"), username: text("username"), password: Secret(text("password")),
                    reports: .init(host: host, port: port)))
        case "webcti":
            self = .webcti(
                .init(
                    url: text("url"), webKey: Secret(text("webkey")), timeZone: TimeZone(identifier: text("timezone")) ?? .current))
        case "icp":
            let (host, port) = address("uportal.callback.listen")
            self = .icp(
                .init(
                    gateway: text("gateway"), agent: text("agent"), password: Secret(text("password")), phone: text("phone"),
                    talkingGroups: .init(
                        url: text("uportal.url"), username: text("uportal.username"), password: Secret(text("uportal.password")),
                        host: host, port: port)))
        default: return nil
        }
    }
}
