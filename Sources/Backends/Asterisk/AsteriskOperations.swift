import BackendSupport
import Exchange

/// The actions of the manager interface, from `asterisk.catalog`.
enum AsteriskOperations {
    static let catalog = OperationCatalog(EmbeddedCatalog.text, file: EmbeddedCatalog.file) { wire in
        WireLine(wire) == nil ? "a request is an action and its write classes, not “\(wire)”" : nil
    }

    static let all = catalog.operations
}
