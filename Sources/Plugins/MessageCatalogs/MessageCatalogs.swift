import Foundation
import PackagePlugin

/// Compiles `zh_CN.po` with gettext's `msgfmt`, so that a plain `swift build` speaks Chinese.
@main
struct MessageCatalogs: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: Target) throws -> [Command] {
        let source = target.directoryURL.appending(path: "zh_CN.po")
        // gettext wants its own folder layout; naming the folder as the output keeps it whole in the bundle.
        let folder = context.pluginWorkDirectoryURL.appending(path: "locale")
        let compiled = folder.appending(path: "zh_CN/LC_MESSAGES/cordboard.mo")
        return [
            .buildCommand(
                displayName: "Compiling messages zh_CN",
                executable: URL(fileURLWithPath: "/bin/sh"),
                arguments: [
                    "-c", #"mkdir -p "$(dirname "$1")" && msgfmt --check -o "$1" "$0""#, source.path, compiled.path,
                ],
                inputFiles: [source],
                outputFiles: [folder])
        ]
    }
}
