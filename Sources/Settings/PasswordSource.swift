import Exchange
import Glibc

/// How a site's password is given. It is fetched only when the rest of the file is right.
enum PasswordSource {
    case inline(Secret)
    case environment(String, SourceLocation, mayBeEmpty: Bool)
    case command([String], SourceLocation, mayBeEmpty: Bool)

    /// Reads whichever of the three keys `NAME`, `NAME_env` and `NAME_command` there is.
    init?(_ members: [String: YAMLNode], of field: SettingsField, _ problems: inout ProblemCollector) {
        let name = field.name
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
            self = .command(words, node.location, mayBeEmpty: field.mayBeEmpty)
        case (name, .scalar("", _)) where field.mayBeEmpty && !node.isNull:
            self = .inline(Secret(""))
        default:
            guard let text = node.text(&problems) else { return nil }
            switch key {
            case name: self = .inline(Secret(text))
            case name + "_env": self = .environment(text, node.location, mayBeEmpty: field.mayBeEmpty)
            default: self = .command(["/bin/sh", "-c", text], node.location, mayBeEmpty: field.mayBeEmpty)
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
        case .environment(let name, let location, let mayBeEmpty):
            if let value = environment[name], mayBeEmpty || !value.isEmpty { return Secret(value) }
            problems.error("the environment variable \(name) is not set", at: location)
        case .command(let words, let location, let mayBeEmpty):
            do throws(PasswordCommand.Failure) {
                let secret = try PasswordCommand(words: words, environment: environment).firstLine(until: deadline, limit)
                guard mayBeEmpty || !secret.reveal().isEmpty else { throw .init("the password command printed nothing") }
                return secret
            } catch {
                problems.error(error.wording, at: location)
            }
        }
        return nil
    }
}
