import BackendSupport
import Foundation
import Testing

/// What a system's reference document describes, as far as a catalog can be compared with it. `Catalog/extract.py` made the
/// files of the documents alone, in the grammar of our catalogs.
enum DocumentCatalog {
    static func read(_ system: String) throws -> [OperationCatalog.Entry] {
        let file = try #require(Bundle.module.url(forResource: system, withExtension: "catalog", subdirectory: "Catalog"))
        let catalog = OperationCatalog(try String(contentsOf: file, encoding: .utf8), file: file.lastPathComponent)
        try #require(catalog.problems.isEmpty, "\(catalog.problems.map(\.description).joined(separator: "\n"))")
        try #require(catalog.name == system)
        return catalog.entries
    }
}

/// A parameter as a document describes it, with a value to send.
struct DescribedParameter {
    let name: String
    let isRequired: Bool
    /// Other spellings of the name; all are sent.
    let aliases: [String]
    /// Empty where there is nothing to send.
    let sample: String
    /// Whether the document's own request has it.
    let isInExample: Bool
}

extension OperationCatalog.Entry {
    var id: String { operation.id }

    var described: [DescribedParameter] {
        operation.parameters.map { parameter in
            DescribedParameter(
                name: parameter.name, isRequired: parameter.isRequired, aliases: aliases[parameter.name, default: []],
                sample: samples[parameter.name]?.value ?? "", isInExample: samples[parameter.name]?.isDocumented ?? false)
        }
    }
}
