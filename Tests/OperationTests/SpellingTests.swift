import Testing

@testable import WebCTI

@Suite struct SpellingTests {
    @Test func `A page that the document spells in several ways has them all in the ledger`() throws {
        for row in try Catalog("webcti").rows {
            let pages = try #require(WebCTIOperations.byID[row.id]).pages
            let described = ([row.native] + row.aliases).compactMap { $0.split(separator: " ").last.map(String.init) }
            #expect(pages.first == described.first && Set(pages) == Set(described), "\(row.id)")
        }
    }
}
