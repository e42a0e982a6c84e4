import Testing

@testable import Exchange

@Suite struct SecretTests {
    @Test func aSecretPrintsAsDotsWhereverItGoes() {
        let secret = Secret("hunter2")
        #expect("\(secret) \(String(reflecting: secret)) \(String(describing: [secret]))".contains("hunter2") == false)
        var dump = ""
        Swift.dump(["s": secret], to: &dump)
        #expect(!dump.contains("hunter2"))
        #expect(secret.reveal() == "hunter2")
    }
}
