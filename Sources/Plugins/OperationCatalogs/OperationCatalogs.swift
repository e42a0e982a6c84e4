import Foundation
import PackagePlugin

/// Puts an adapter's catalog of operations into its module, so that a program needs no file beside it.
///
/// Of `name.catalog` it makes `EmbeddedCatalog.file` and `EmbeddedCatalog.text`. The text becomes one string literal, which
/// costs the compiler nothing (an array of bytes, as `.embedInCode` makes it, costs seconds).
@main
struct OperationCatalogs: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: Target) throws -> [Command] {
        let files = try FileManager.default.contentsOfDirectory(at: target.directoryURL, includingPropertiesForKeys: nil)
        return files.filter { $0.pathExtension == "catalog" }.map { source in
            let generated = context.pluginWorkDirectoryURL.appending(path: "EmbeddedCatalog.swift")
            return .buildCommand(
                displayName: "Embedding catalog \(source.lastPathComponent)",
                executable: URL(fileURLWithPath: "/bin/sh"),
                arguments: ["-c", Self.script, source.path, generated.path, source.lastPathComponent],
                inputFiles: [source],
                outputFiles: [generated])
        }
    }

    private static let script = ######"""
        {
            printf '/// The catalog beside this module, as it was when the module was built.\n'
            printf 'enum EmbeddedCatalog {\n    static let file = "%s"\n    static let text = ####"""\n' "$2"
            cat "$0"
            printf '"""####\n}\n'
        } > "$1"
        """######
}
