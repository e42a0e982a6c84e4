/// What a configuration file says, for somebody who must not see its secrets.
public struct MaskedSettings: Sendable {
    /// The file's keys and values as YAML without comments; empty where its form cannot be read: then nothing of it is known
    /// to be harmless.
    public let lines: [String]
    /// What is wrong with the file's form.
    public let problems: [SettingsProblem]

    /// - Parameters:
    ///   - isSecret: whether the value of a key may not be seen.
    ///   - mask: what stands in its place.
    public init(file: String, isSecret: (String) -> Bool, mask: String) {
        var problems = ProblemCollector()
        var lines: [String] = []
        if let settings = SettingsFile.read(file, &problems),
            let root = YAMLReader.read(settings.bytes, file: file, &problems)
        {
            lines = Self.lines(of: root, indent: "", isSecret, mask)
        }
        self.lines = lines
        self.problems = problems.all
    }

    private static func lines(of node: YAMLNode, indent: String, _ isSecret: (String) -> Bool, _ mask: String) -> [String] {
        switch node.content {
        case .scalar(let text, _): [indent + quoted(text)]
        case .sequence(let nodes):
            nodes.flatMap { node in
                let lines = lines(of: node, indent: indent + "  ", isSecret, mask)
                return lines.enumerated().map { $0.offset == 0 ? indent + "- " + $0.element.dropFirst(indent.count + 2) : $0.element }
            }
        case .mapping(let entries):
            entries.flatMap { entry in
                let head = indent + entry.key + ":"
                // The name of a variable is no secret; a command may hold one.
                if isSecret(entry.key), !entry.key.hasSuffix("_env") { return ["\(head) \(mask)"] }
                if case .scalar(let text, _) = entry.value.content { return ["\(head) \(quoted(withoutPassword(text, mask)))"] }
                return [head] + lines(of: entry.value, indent: indent + "  ", isSecret, mask)
            }
        }
    }

    private static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n") + "\""
    }

    /// `scheme://user:password@host` with the password masked.
    private static func withoutPassword(_ text: String, _ mask: String) -> String {
        guard let scheme = text.range(of: "://"), let at = text[scheme.upperBound...].lastIndex(of: "@"),
            let colon = text[scheme.upperBound..<at].firstIndex(of: ":")
        else { return text }
        return text[...colon] + mask + text[at...]
    }
}
