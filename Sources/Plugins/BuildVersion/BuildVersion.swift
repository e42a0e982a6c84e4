import Foundation
import PackagePlugin

/// Writes the program's version and commit into its source before each build, so that a plain `swift build` knows them.
///
/// The number comes from the file `VERSION`. The commit comes from git; in an archive made by `git archive` from the file
/// `.archive-commit`; elsewhere there is none.
@main
struct BuildVersion: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: Target) throws -> [Command] {
        let folder = context.pluginWorkDirectoryURL.appending(path: "version")
        return [
            .prebuildCommand(
                displayName: "Writing the version",
                executable: URL(fileURLWithPath: "/bin/sh"),
                arguments: ["-c", Self.script, context.package.directoryURL.path, folder.path],
                outputFilesDirectory: folder)
        ]
    }

    /// The file is left alone while it would be the same: nothing is compiled again then.
    private static let script = #"""
        cd "$0" && mkdir -p "$1" || exit 1
        commit=
        if [ "$(git rev-parse --show-toplevel 2>/dev/null)" = "$(pwd -P)" ]; then
            commit=$(git describe --always --dirty --exclude '*' 2>/dev/null)
        elif [ -r .archive-commit ]; then
            commit=$(grep -v '[$]' .archive-commit)
        fi
        text="/// Written before each build; see the plugin BuildVersion.
        enum BuildVersion {
            static let number = \"$(head -n 1 VERSION)\"
            /// The short commit, with “-dirty” where files were changed since; empty where it is not known.
            static let commit = \"$commit\"
            static var text: String { commit.isEmpty ? number : number + \" (\" + commit + \")\" }
        }"
        file="$1/BuildVersion.swift"
        [ "$(cat "$file" 2>/dev/null)" = "$text" ] || printf '%s\n' "$text" > "$file"
        """#
}
