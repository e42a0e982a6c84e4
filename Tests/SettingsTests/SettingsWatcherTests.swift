import Foundation
import Settings
import Testing

@Suite(.timeLimit(.minutes(1))) struct SettingsWatcherTests {
    private func firstChange(of file: String, after change: () throws -> Void) async throws -> Set<String>? {
        let changes = try SettingsWatcher.changes(of: [file], gatheringFor: .milliseconds(1))
        try change()
        for await changed in changes { return changed }
        return nil
    }

    /// Folders `one` and `two` with the same file, and `current`, a link to the first.
    private func linked() throws -> Scratch {
        let scratch = try Scratch()
        for folder in ["one", "two"] {
            try FileManager.default.createDirectory(atPath: "\(scratch.path)/\(folder)/deep", withIntermediateDirectories: true)
            try scratch.write(folder, to: "\(folder)/deep/config.yaml")
        }
        #expect(symlink("one", scratch.path + "/current") == 0)
        return scratch
    }

    @Test func `A folder's link that is put in the place of another is a change of the file`() async throws {
        let scratch = try linked()
        let file = scratch.path + "/current/deep/config.yaml"
        let changed = try await firstChange(of: file) {
            #expect(symlink("two", scratch.path + "/next") == 0)
            #expect(rename(scratch.path + "/next", scratch.path + "/current") == 0)
        }
        #expect(changed == [file])
    }

    @Test func `A link that is taken away and made anew is a change`() async throws {
        let scratch = try linked()
        let file = scratch.path + "/current/deep/config.yaml"
        #expect(unlink(scratch.path + "/current") == 0)
        #expect(symlink("two", scratch.path + "/current") == 0)
        let changed = try await firstChange(of: file) {
            #expect(unlink(scratch.path + "/current") == 0)
            #expect(symlink("one", scratch.path + "/current") == 0)
        }
        #expect(changed == [file])
    }

    @Test func `A file written through a folder's link is a change`() async throws {
        let scratch = try linked()
        let file = scratch.path + "/current/deep/config.yaml"
        #expect(try await firstChange(of: file) { try scratch.write("new", to: "one/deep/config.yaml") } == [file])
    }
}
