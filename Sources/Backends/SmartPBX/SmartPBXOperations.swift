import BackendSupport
import Exchange

/// The 22 operations of the document, from `smartpbx.catalog`.
enum SmartPBXOperations {
    static let catalog = OperationCatalog(EmbeddedCatalog.text, file: EmbeddedCatalog.file) { wire in
        Command(native: wire) == nil ? "a request is a subcommand and a command, not “\(wire)”" : nil
    }

    static let all = catalog.operations
}
