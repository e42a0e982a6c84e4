import ConferenceServer
import Desk
import Exchange
import ICP
import Settings
import SmartPBX
import WebCTI
import Wire
import Yeastar

/// The one table from a configured system to its adapter.
extension SiteSettings {
    /// - Parameter operator: whose telephone the site may ring.
    func site(for operator: Operator, _ environment: Environment = .system) -> any Site {
        switch system {
        case .smartpbx(let settings):
            SmartPBXSite(
                SmartPBXConfiguration(
                    id: id, name: name,
                    broker: MQTTEndpoint(
                        host: settings.host, port: settings.port, username: settings.username,
                        password: settings.password?.reveal(), tls: settings.isEncrypted ? tls.policy : nil),
                    token: settings.token, deadline: timeout, pollInterval: settings.pollInterval,
                    operatorExtension: `operator`.extension),
                environment: environment)
        case .confserver(let settings):
            ConferenceServerSite(
                ConferenceServerConfiguration(
                    id: id, name: name, host: settings.host, port: settings.port, username: settings.username,
                    password: settings.password ?? Secret(""), phones: settings.phones, deadline: timeout),
                environment: environment)
        case .webcti(let settings):
            WebCTISite(
                WebCTIConfiguration(
                    id: id, name: name, url: settings.url, tls: settings.isEncrypted ? tls.policy : nil,
                    webKey: settings.webKey ?? Secret(""), timeZone: settings.timeZone, deadline: timeout,
                    pollInterval: settings.pollInterval, operatorExtension: `operator`.extension,
                    supervision: settings.supervision.means, separator: settings.separator),
                environment: environment)
        case .yeastar(let settings):
            YeastarSite(
                YeastarConfiguration(
                    id: id, name: name, url: settings.url, tls: settings.isEncrypted ? tls.policy : nil,
                    username: settings.username, password: settings.password ?? Secret(""), version: settings.apiVersion,
                    reports: settings.reports.map { .init(host: $0.host, port: $0.port, url: $0.url) }, deadline: timeout,
                    pollInterval: settings.pollInterval, operatorExtension: `operator`.extension),
                environment: environment)
        case .icp(let settings):
            ICPSite(
                ICPConfiguration(
                    id: id, name: name, gateway: settings.gateway, standby: settings.standby,
                    tls: settings.isEncrypted ? tls.policy : nil, agent: settings.agent,
                    password: settings.password ?? Secret(""), phone: settings.phone, forcesSignIn: settings.signIn == .force,
                    deadline: timeout, pollInterval: settings.pollInterval,
                    talkingGroups: settings.talkingGroups.map {
                        ICPConfiguration.TalkingGroups(
                            url: $0.url, tls: settings.isEncrypted ? tls.policy : nil, username: $0.username,
                            password: $0.password ?? Secret(""), host: $0.host, port: $0.port, callbackURL: $0.callbackURL,
                            talkLimit: $0.talkLimit)
                    }),
                environment: environment)
        }
    }

    /// The site's place at the desk.
    func configuredSite(for operator: Operator) -> Desk.ConfiguredSite {
        Desk.ConfiguredSite(SiteStatus(id: id, name: name, kind: kind), site(for: `operator`), reconnect: reconnect)
    }
}

extension SiteSettings.TLS {
    fileprivate var policy: TLSPolicy { TLSPolicy(authorities: ca, fingerprint: fingerprint, verifies: verify) }
}

extension SiteSettings.WebCTI.Supervision {
    /// What is made of digits, `*` and `#` is a feature code to dial; anything else are options for the application.
    fileprivate var means: WebCTIConfiguration.Supervision {
        func means(_ text: String) -> WebCTIConfiguration.Supervision.Means {
            let isCode = !text.isEmpty && text.allSatisfy { $0.isASCII && ($0.isNumber || "*#".contains($0)) }
            return isCode ? .featureCode(text) : .application(application, options: text)
        }
        return WebCTIConfiguration.Supervision(listen: means(listen), whisper: means(whisper), barge: means(barge))
    }
}

extension SystemKind {
    /// The operations of the system's catalog.
    var operations: [Exchange.Operation] {
        SiteSettings(id: "", name: "", system: blank).site(for: Operator(name: "", extension: nil, role: .viewer)).operations
    }

    /// Settings good enough to ask the adapter what it can do.
    private var blank: SiteSettings.System {
        switch self {
        case .smartpbx: .smartpbx(SiteSettings.SmartPBX(host: "", port: 0, token: ""))
        case .confserver: .confserver(SiteSettings.ConferenceServer(host: "", port: 0, username: "", phones: []))
        case .webcti: .webcti(SiteSettings.WebCTI(url: ""))
        case .yeastar: .yeastar(SiteSettings.Yeastar(url: "", username: ""))
        case .icp: .icp(SiteSettings.ICP(gateway: "", agent: "", phone: ""))
        }
    }
}
