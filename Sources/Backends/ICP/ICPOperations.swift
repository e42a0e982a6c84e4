import Exchange

/// The 145 operations of the document, as data, each with its wire or with the reason why it has none.
enum ICPOperations {
    static let all: [Operation] = []
}
