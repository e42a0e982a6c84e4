/// The return codes that decide what happens next (section 1.6); all others are only told.
enum GatewayCode {
    static let tokenExpired = "000-003"
    static let stillAnswering = "000-007"
    static let alreadySignedIn = "100-002"
    static let notSignedIn = "100-006"
    static let noInspector = "900-002"

    /// Disaster recovery: under way, and over.
    static let recovering: Set = ["105-001", "105-002", "105-004"]
    static let recovered = "105-003"
    /// Disaster recovery lost the session.
    static let signInAgain: Set = ["105-005", "105-006", "105-007"]

    /// A sign-in refused so will be refused again: parameters, password, account, telephone.
    static let finalAtSignIn: Set = [
        "000-002", "100-001", "100-004", "100-011", "100-012", "100-013", "100-014", "100-015", "100-016", "100-017", "100-018",
        "100-020", "100-060", "100-061", "100-062", "110-016",
    ]

    /// How often in a row a doubtful answer is put up with.
    static let mostDoubtfulAnswers = 5
}
