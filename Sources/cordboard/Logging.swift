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

    /// Begins the diagnostic log that the command line asks for, if any. The console keeps its latest lines in memory in any
    /// case, for `:log` and `:report`.
    func beginLog(_ invocation: Invocation) {
        let options = invocation.options
        guard options.log != nil || options.logLevel != nil else {
            if invocation.command == .console { DiagnosticLog.program.begin(.info, file: nil) { _ in } }
            return
        }
        if options.log == nil { StateFolder.create(for: standardLogFile) }
        DiagnosticLog.program.begin(options.logLevel ?? .info, file: options.log ?? standardLogFile) { [phrases] trouble in
            StandardStream.tell("cordboard: \(phrases(trouble).string)\n")
        }
        let command = invocation.command == .console ? "console" : invocation.command.rawValue
        DiagnosticLog.program.write(.info) { "\(HelpText.version) begins: \(command)" }
    }
}

extension DiagnosticLog {
    /// Masks every secret of a configuration, and the digests that exchanges make of them.
    func hideSecrets(in configuration: Configuration) {
        if let password = configuration.lockPassword?.reveal(), !password.isEmpty { hide(password) }
        for site in configuration.sites {
            for secret in site.values.secrets(isSecret: { SecretMask.isSecret(name: $0) }) where !secret.isEmpty {
                hide(secret)
                hide(Digest.md5(secret))
            }
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
