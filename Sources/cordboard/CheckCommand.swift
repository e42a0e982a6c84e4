import Console
import Exchange
import Foundation
import SessionLending
import Settings

/// `cordboard check`: settings first, then each site stage by stage.
@MainActor
struct CheckCommand {
    let program: Program
    let options: Options
    let output: Output

    func run() async throws -> ExitStatus {
        let environment = program.environment
        let folders = SettingsFolders.standard(environment: environment)
        let file = try Configuration.locate(given: options.config, searchPath: Configuration.searchPath(environment: environment))
        guard
            let configuration = await accepted(
                "configuration", file,
                {
                    let loaded = try await Configuration.loaded(file: file, program, folders: folders)
                    return (loaded.configuration, loaded.warnings)
                })
        else { return .usage }
        program.speak(configuration.language)
        let theme = await accepted("theme", configuration.theme) { try Theme.load(configuration.theme, from: folders) }
        let keymap = await accepted("keymap", configuration.keymap) {
            try Keymap.load(configuration.keymap, from: folders, commands: ConsoleApp.commandNames)
        }
        let areSitesWell = try await checkSites(
            of: configuration, borrowingIn: LendingFolder(environment: environment, configuration: file))
        if theme == nil || keymap == nil { return .usage }
        return areSitesWell ? .done : .unreachable
    }

    /// Loads one piece of the settings, prints whether it is well, and tells what is wrong with it.
    private func accepted<Piece>(
        _ what: String, _ name: String, _ load: () async throws -> (Piece, [SettingsProblem])
    ) async -> Piece? {
        let title = "\(program.phrases(what)) \(name)"
        do {
            let (piece, warnings) = try await load()
            program.tell(warnings)
            say(title, "ok")
            return piece
        } catch let problems as SettingsProblems {
            program.tell(problems.problems)
            say(title, "failed")
        } catch {
            program.complain("\(String(describing: error))")
            say(title, "failed")
        }
        return nil
    }

    private func checkSites(of configuration: Configuration, borrowingIn folder: LendingFolder?) async throws -> Bool {
        for id in options.sites where !configuration.sites.contains(where: { $0.id == id }) {
            throw CommandError.unknown("there is no site “\(id)”", written: id.rawValue, valid: configuration.sites.map(\.id.rawValue))
        }
        let sites = configuration.sites.filter { options.sites.isEmpty || options.sites.contains($0.id) }
        let limit = options.timeout ?? Session.defaultTimeout
        // All at once, so that one that is silent costs no more than the time-out; told in the configuration's order.
        let checks = sites.map { site in
            Task { await SiteCheck(site, operator: configuration.operator, borrowingIn: folder).run(atMost: limit) }
        }
        return try await withTaskCancellationHandler {
            var areWell = true
            for (site, check) in zip(sites, checks) {
                let result = await check.value
                try Task.checkCancellation()
                tell(site, result)
                for trouble in result.troubles { output.write("    \(program.phrases(trouble))") }
                if let number = result.missingTelephone {
                    output.write(
                        SafeText("    " + program.phrases("there is no telephone %1$@ at %2$@: check extension", number, site.id.rawValue))
                            .string)
                }
                areWell = areWell && result.failure == nil
            }
            return areWell
        } onCancel: {
            checks.forEach { $0.cancel() }
        }
    }

    private func tell(_ site: SiteSettings, _ result: SiteCheck.Result) {
        let (phrases, failure) = (program.phrases, result.failure)
        if let lender = result.lender, failure == nil {
            return say("\(site.id)  \(phrases("session of the running cordboard (process %1$@)", String(lender)))", "ok")
        }
        for stage in SiteCheck.stages(of: site) {
            let title = "\(site.id)  \(phrases(SiteCheck.titles[stage] ?? stage.rawValue))"
            guard let failure, failure.stage == stage else {
                say(title, "ok")
                continue
            }
            let advice = (failure.question == nil ? Wording.advice(on: stage, of: site.id) : .advice(onQuestionOf: site.id)).text {
                phrases($0)
            }
            output.write("\(title): \(phrases("failed")): \(phrases(failure.reason))")
            output.write("    " + advice)
            return
        }
    }

    private func say(_ title: String, _ word: String) { output.write(SafeText("\(title): \(program.phrases(word))").string) }
}

extension Wording {
    /// What to do where the exchange would go on if somebody agreed.
    fileprivate static func advice(onQuestionOf site: SiteID) -> Wording {
        "Press r on \(site) in the console, or set sign_in: force there: the other is then thrown out."
    }

    /// What to do about a failed stage, by the keys of the configuration.
    fileprivate static func advice(on stage: LinkFailure.Stage, of site: SiteID) -> Wording {
        switch stage {
        case .address: "Check the host in the address of \(site), and that this machine can look names up."
        case .tcp: "Check host and port in the address of \(site), that the server runs, and that no firewall is in between."
        case .tls: "Check tls.ca or tls.fingerprint of \(site), and that the server speaks TLS on this port."
        case .login: "Check username and password of \(site), and what the server allows this user."
        case .sync, .link: "The link stands and the exchange does not tell its state: check that it is connected, and the token of \(site)."
        }
    }
}
