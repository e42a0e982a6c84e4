import Exchange
import Foundation

extension SiteReader {
    func readWebCTI(
        _ members: [String: YAMLNode], _ place: Place, hasKey: Bool, _ findings: inout Findings
    ) -> SiteSettings.WebCTI? {
        if members["url"] == nil { findings.error("the site has no “\("url")”", at: place) }
        if !hasKey { findings.error("the site has no “\("webkey")”", at: place) }
        let url = members["url"].flatMap { WebAddress($0, withPath: true, &findings) }
        let interval = members["poll_interval"].flatMap { $0.duration(within: Self.pauses, &findings) }
        guard let url else { return nil }
        var settings = SiteSettings.WebCTI(url: url.text, pollInterval: interval ?? .seconds(1))
        if let node = members["timezone"], let name = node.text(&findings) {
            if let zone = TimeZone(identifier: name) {
                settings.timeZone = zone
            } else {
                findings.error("there is no time zone “\(name)”; write one as Asia/Shanghai", at: node.place)
            }
        }
        if let node = members["supervision"] { readSupervision(node, into: &settings, &findings) }
        return settings
    }

    private func readSupervision(_ node: YAMLNode, into settings: inout SiteSettings.WebCTI, _ findings: inout Findings) {
        guard let members = node.members(["application", "listen", "whisper", "barge", "separator"], &findings) else { return }
        if let text = members["application"]?.text(&findings) { settings.supervision.application = text }
        if let text = members["listen"]?.text(&findings) { settings.supervision.listen = text }
        if let text = members["whisper"]?.text(&findings) { settings.supervision.whisper = text }
        if let text = members["barge"]?.text(&findings) { settings.supervision.barge = text }
        if let text = members["separator"]?.text(&findings) { settings.separator = text }
    }
}
