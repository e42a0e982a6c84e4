import Desk
import Diagnostics
import Exchange
import Foundation
import Settings
import Text
import Wire

extension Program {
    /// The log's file where only a level is given: `$XDG_STATE_HOME/cordboard/cordboard.log`.
    var standardLogFile: String { StateFolder.path(environment: environment) + "/cordboard.log" }

    /// Begins the diagnostic log that the command line asks for, if any.
    func beginLog(_ invocation: Invocation) {
        let options = invocation.options
        guard options.log != nil || options.logLevel != nil else { return }
        if options.log == nil { StateFolder.create(for: standardLogFile) }
        DiagnosticLog.program.begin(options.logLevel ?? .info, file: options.log ?? standardLogFile) { [phrases] trouble in
            StandardStream.tell("cordboard: \(phrases(trouble).string)\n")
        }
        let command = invocation.command == .console ? "console" : invocation.command.rawValue
        DiagnosticLog.program.write(.info) { "\(HelpText.version) begins: \(command)" }
    }
}

extension DiagnosticLog {
    /// Masks every secret in a configuration or another value, and the digests that exchanges make of them.
    func hideSecrets(in value: Any) {
        guard isOn(.error) else { return }
        for secret in Secrets(in: value).values {
            hide(secret)
            hide(Digest.md5(secret))
        }
    }

    /// Writes down what became of the sites' links.
    func note(_ changes: [Change]) {
        for change in changes {
            switch change {
            case .link(let site, let link, let error, _, _):
                write(.info, site: site.rawValue) { "link: \(link.rawValue)" + (error.map { ": \($0)" } ?? "") }
            case .synced(let site, _): write(.info, site: site.rawValue) { "synchronised" }
            default: break
            }
        }
    }
}

/// The secrets in a value, wherever they stand in it: everything of type `Secret`, and every text under a secret's name.
struct Secrets {
    private(set) var values: Set<String> = []

    init(in value: Any) { collect(value, name: "", depth: 0) }

    private mutating func collect(_ value: Any, name: String, depth: Int) {
        if let secret = value as? Secret { return insert(secret.reveal()) }
        if let text = value as? String {
            if SecretMask.isSecret(name: name) { insert(text) }
            return
        }
        guard depth < 12 else { return }
        let mirror = Mirror(reflecting: value)
        if mirror.displayStyle == .dictionary {
            for (_, pair) in mirror.children {
                let parts = Mirror(reflecting: pair).children.map(\.value)
                if parts.count == 2 { collect(parts[1], name: parts[0] as? String ?? name, depth: depth + 1) }
            }
            return
        }
        for child in mirror.children { collect(child.value, name: child.label.flatMap { $0.isNamed ? $0 : nil } ?? name, depth: depth + 1) }
    }

    private mutating func insert(_ text: String) {
        if !text.isEmpty { values.insert(text) }
    }
}

extension String {
    /// Not the position of an element (`.0`) nor the case around a value (`some`).
    fileprivate var isNamed: Bool { !hasPrefix(".") && self != "some" }
}
