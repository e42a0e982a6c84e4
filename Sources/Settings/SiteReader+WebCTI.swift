import Exchange
import Foundation

extension SiteReader {
    func readWebCTI(
        _ members: [String: YAMLNode], _ location: SourceLocation, hasKey: Bool, _ problems: inout ProblemCollector
    ) -> SiteSettings.WebCTI? {
        if members["url"] == nil { problems.error("the site has no “\("url")”", at: location) }
        if !hasKey { problems.error("the site has no “\("webkey")”", at: location) }
        let url = members["url"].flatMap { WebAddress($0, withPath: true, &problems) }
        let interval = members["poll_interval"].flatMap { $0.duration(within: Self.pauses, &problems) }
        guard let url else { return nil }
        var settings = SiteSettings.WebCTI(url: url.text, pollInterval: interval ?? .seconds(1))
        if let node = members["timezone"], let name = node.text(&problems) {
            if let zone = TimeZone(identifier: name) {
                settings.timeZone = zone
            } else {
                problems.error("there is no time zone “\(name)”; write one as Asia/Shanghai", at: node.location)
            }
        }
        if let node = members["supervision"] { readSupervision(node, into: &settings, &problems) }
        return settings
    }

    private func readSupervision(_ node: YAMLNode, into settings: inout SiteSettings.WebCTI, _ problems: inout ProblemCollector) {
        guard let members = node.members(["application", "listen", "whisper", "barge", "separator"], &problems) else { return }
        if let text = members["application"]?.text(&problems) { settings.supervision.application = text }
        if let text = members["listen"]?.text(&problems) { settings.supervision.listen = text }
        if let text = members["whisper"]?.text(&problems) { settings.supervision.whisper = text }
        if let text = members["barge"]?.text(&problems) { settings.supervision.barge = text }
        if let text = members["separator"]?.text(&problems) { settings.separator = text }
    }
}
