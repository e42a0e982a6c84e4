import BackendSupport
import Foundation
import Testing

@Suite struct SharedReportAddressTests {
    private let folder = NSTemporaryDirectory() + "cordboard-address-\(UInt32.random(in: 0...UInt32.max))"

    private func address(_ identity: String = "a") -> SharedReportAddress { SharedReportAddress(folder: folder, identity: [identity]) }

    @Test func `The first listens, others name its address, and the path outlives them`() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (first, second) = (address(), address())
        #expect(first.claim(path: "/report-0123456789") == .ours(path: "/report-0123456789"))
        first.publish(.init(path: "/report-0123456789", port: 4_711))
        #expect(second.claim(path: "/report-abcdefghij") == .others(.init(path: "/report-0123456789", port: 4_711)))
        #expect(address("b").claim(path: "/report-abcdefghij") == .ours(path: "/report-abcdefghij"))
        first.release()
        #expect(second.claim(path: "/report-abcdefghij") == .ours(path: "/report-0123456789"))
        for file in try FileManager.default.contentsOfDirectory(atPath: folder) {
            let mode = try FileManager.default.attributesOfItem(atPath: folder + "/" + file)[.posixPermissions] as? Int
            #expect(mode == 0o600)
        }
    }

    @Test func `What others can read or write is not believed`() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let first = address()
        _ = first.claim(path: "/report-0123456789")
        first.publish(.init(path: "/report-0123456789", port: 4_711))
        for file in try FileManager.default.contentsOfDirectory(atPath: folder) { chmod(folder + "/" + file, 0o666) }
        #expect(address().claim(path: "/report-abcdefghij") == .alone)
    }

    @Test func `Without a folder each process is by itself`() {
        #expect(SharedReportAddress(folder: "/proc/none", identity: []).claim(path: "/report-abcdefghij") == .alone)
        #expect(SharedReportAddress.folder(environment: [:]) == nil)
        #expect(SharedReportAddress.folder(environment: ["HOME": "/h"]) == "/h/.local/state/cordboard")
        #expect(SharedReportAddress.folder(environment: ["HOME": "/h", "XDG_RUNTIME_DIR": "/nowhere"]) == "/h/.local/state/cordboard")
    }
}
