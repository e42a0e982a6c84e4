import Foundation
import TestPeers
import Testing
import Wire

/// Frames over TLS, against OpenSSL's own server, which answers each line with its letters reversed.
@Suite(.serialized, .timeLimit(.minutes(1))) struct FramedTLSTests {
    private final class Server {
        let folder: URL
        let port: Int
        let certificate: String
        private let process = Process()

        init() async throws {
            folder = FileManager.default.temporaryDirectory.appending(path: "framed-tls-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            certificate = folder.path + "/cert.pem"
            let maker = Process()
            maker.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
            maker.arguments = [
                "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
                "subjectAltName=IP:127.0.0.1",
                "-keyout", folder.path + "/key.pem", "-out", certificate,
            ]
            maker.standardError = FileHandle.nullDevice
            try maker.run()
            maker.waitUntilExit()
            port = try HeldPort().number
            process.executableURL = maker.executableURL
            process.arguments = [
                "s_server", "-accept", "127.0.0.1:\(port)", "-cert", certificate, "-key", folder.path + "/key.pem", "-rev",
            ]
            let output = Pipe()
            process.standardOutput = output
            process.standardError = FileHandle.nullDevice
            process.standardInput = Pipe()
            try process.run()
            // It says ACCEPT once it listens.
            var said = Data()
            while !String(decoding: said, as: UTF8.self).contains("ACCEPT") {
                let more = output.fileHandleForReading.availableData
                guard !more.isEmpty else { break }
                said += more
            }
        }

        deinit {
            process.terminate()
            try? FileManager.default.removeItem(at: folder)
        }
    }

    @Test func framesGoOverAnEncryptedLink() async throws {
        let server = try await Server()
        let link = try await FramedLink.open(
            host: "127.0.0.1", port: server.port, tls: TLSPolicy(authorities: server.certificate), codec: LineCodec(peer: "a mirror"),
            deadline: .seconds(5))
        try link.send(Array("stressed".utf8))
        #expect(await link.nextBatch() == [Array("desserts".utf8)])
        // More than one record.
        let long = String(repeating: "ab", count: 7_000)
        try link.send(Array(long.utf8))
        var got: [UInt8] = []
        while got.isEmpty, let batch = await link.nextBatch() { got = batch.first ?? [] }
        #expect(got == Array(long.reversed().map(String.init).joined().utf8))
        await link.close()
    }

    @Test func aCertificateOfNobodyWeTrustIsTurnedDown() async throws {
        let server = try await Server()
        await #expect {
            _ = try await FramedLink.open(
                host: "127.0.0.1", port: server.port, tls: TLSPolicy(), codec: LineCodec(peer: "a mirror"), deadline: .seconds(5))
        } throws: { error in
            let failure = error as? WireFailure
            return failure?.stage == .tls && failure?.reason.string.contains("signed by nobody we trust") == true
        }
    }

    @Test func aPeerThatSpeaksNoTLSIsSaidToSpeakNone() async throws {
        let peer = try LoopbackListener()
        let answering = Task { await peer.next()?.send(Array("Asterisk Call Manager/11.0.0\r\n".utf8)) }
        await #expect {
            _ = try await FramedLink.open(
                host: "127.0.0.1", port: peer.port, tls: TLSPolicy(verifies: false), codec: LineCodec(peer: "a mirror"),
                deadline: .seconds(5))
        } throws: { error in (error as? WireFailure)?.reason.string.contains("Does it speak TLS there?") == true }
        await answering.value
    }
}
