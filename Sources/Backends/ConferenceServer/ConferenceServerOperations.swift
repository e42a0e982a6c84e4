import BackendSupport
import Exchange

/// The 24 messages that a client may send, from `confserver.catalog`.
enum ConferenceServerOperations {
    static let catalog = OperationCatalog(EmbeddedCatalog.text, file: EmbeddedCatalog.file) { wire in
        wire.contains { !$0.isUppercase } ? "a message is one word in capitals, not “\(wire)”" : nil
    }

    static let all = catalog.operations
}
