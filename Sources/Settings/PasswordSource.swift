import Exchange
import Glibc

/// How a site's password is given. It is fetched only when the rest of the file is right.
enum PasswordSource {
    case inline(Secret)
    case environment(String, SourceLocation)
    case command([String], SourceLocation)

    /// Reads whichever of the three keys `NAME`, `NAME_env` and `NAME_command` there is.
    /// - Parameter name: what the system calls its secret.
    init?(_ members: [String: YAMLNode], of name: String, _ problems: inout ProblemCollector) {
        let given = [name, name + "_env", name + "_command"].compactMap { key in members[key].map { (key, $0) } }
        guard let (key, node) = given.first else { return nil }
        if given.count > 1 {
            problems.error("a password is given once: \(name), \(name)_env or \(name)_command", at: given[1].1.location)
        }
        switch (key, node.content) {
        case (name + "_command", .sequence(let nodes)):
            let words = nodes.compactMap { $0.text(&problems) }
            guard words.count == nodes.count, !words.isEmpty else {
                if nodes.isEmpty { node.wrong("text", &problems) }
                return nil
            }
            self = .command(words, node.location)
        default:
            guard let text = node.text(&problems) else { return nil }
            switch key {
            case name: self = .inline(Secret(text))
            case name + "_env": self = .environment(text, node.location)
            default: self = .command(["/bin/sh", "-c", text], node.location)
            }
        }
    }

    /// Fetches the password. A command is waited for, so this may block.
    /// - Parameter limit: what `deadline` was made of.
    func fetch(
        environment: [String: String], until deadline: ContinuousClock.Instant, _ limit: Duration, _ problems: inout ProblemCollector
    ) -> Secret? {
        switch self {
        case .inline(let secret):
            return secret
        case .environment(let name, let location):
            if let value = environment[name], !value.isEmpty { return Secret(value) }
            problems.error("the environment variable \(name) is not set", at: location)
        case .command(let words, let location):
            do {
                return try PasswordCommand(words: words, environment: environment).firstLine(until: deadline, limit)
            } catch {
                problems.error(error.wording, at: location)
            }
        }
        return nil
    }
}
