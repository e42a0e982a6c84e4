import Exchange
import Foundation
import JSON

/// A file that an exchange sends. It grows beside its place and is moved there when it is whole.
public struct IncomingFile: Sendable {
    /// Where it goes in the end.
    public let path: String
    /// Where it grows; what is left of an interrupted transfer is gone on with.
    public var part: String { path + ".part" }

    public init(_ path: String) { self.path = path }

    /// Whether a transfer was interrupted here before.
    public var isBegun: Bool { size(of: part) > 0 }

    /// Moves the whole file to its place.
    public func keep() -> (Outcome, JSONValue?) {
        guard rename(part, path) == 0 else {
            return (.invalid("\(path) cannot be written: \(String(cString: strerror(errno)))"), nil)
        }
        let bytes = size(of: path)
        return (.done("\(String(bytes)) bytes in \(path)", reference: path), ["file": .string(path), "bytes": .number(bytes)])
    }

    /// Takes away what has come: it was no file.
    public func discard() { unlink(part) }

    private func size(of file: String) -> Int {
        var facts = stat()
        return stat(file, &facts) == 0 ? Int(facts.st_size) : 0
    }
}
