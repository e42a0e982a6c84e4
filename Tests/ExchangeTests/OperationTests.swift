import Exchange
import Testing

@Suite struct OperationTests {
    @Test func secretsAreMaskedForLogs() {
        let operation = Operation(
            "session.change_password", native: "CHANGEPASSWORD", title: "Change", area: "session", kind: .command,
            [.init("NAME", "Whose."), .init("NEWPASS", secret: true, "New.")])
        #expect(operation.masked(["NAME": "a", "NEWPASS": "geheim"]) == ["NAME": "a", "NEWPASS": "••••"])
        #expect(operation.masked([]) == [])
    }
}
