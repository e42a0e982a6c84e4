import Testing

@testable import WebCTI

@Suite struct SpellingTests {
    @Test func `A page that the document spells in several ways has them all in the catalog`() throws {
        for row in try DocumentCatalog.read("webcti") {
            let pages = try #require(WebCTIOperations.byID[row.id]).pages
            let described = row.natives.compactMap { $0.split(separator: " ").last.map(String.init) }
            #expect(pages.first == described.first && Set(pages) == Set(described), "\(row.id)")
        }
    }
}
