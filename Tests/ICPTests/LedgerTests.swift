import Testing

@testable import ICP

@Suite struct LedgerTests {
    @Test func `Every operation stands once`() {
        #expect(Set(ICPOperations.all.map(\.id)).count == ICPOperations.all.count)
    }
}
