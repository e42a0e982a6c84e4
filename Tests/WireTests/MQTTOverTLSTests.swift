import Foundation
import Testing
@testable import Simulators
@testable import Wire

@Suite(.serialized, .timeLimit(.minutes(2))) struct MQTTOverTLSTests {
    /// A broker with a certificate of its own authority, and another authority that has nothing to do with it.
    struct Scene {
        let broker: PrivateBroker
        let server: Certificates.Paper
        let authority: Certificates.Paper
        let stranger: Certificates.Paper

        init(
            names: String = "DNS:localhost,IP:127.0.0.1", days: Int = 2, admitting username: String? = nil
        ) async throws {
            let certificates = Certificates()
            authority = try certificates.authority("authority")
            stranger = try certificates.authority("stranger")
            server = try certificates.server("server", names: names, signedBy: authority, days: days)
            broker = try await PrivateBroker.start(
                username: username, password: username.map { _ in "secret" },
                extra: ["certfile \(server.certificate)", "keyfile \(server.key)"])
        }

        /// Opens, sends a message to itself and closes.
        func converse(_ policy: TLSPolicy?, host: String = "localhost") async throws {
            let link = try await MQTTLink.open(broker.endpoint(host, tls: policy), subscribing: ["echo"], deadline: patience)
            try link.publish([UInt8](repeating: 9, count: 100_000), to: "echo")
            #expect(await link.next(1).map(\.payload.count) == [100_000])
            await link.close()
        }

        func failure(_ policy: TLSPolicy?, host: String = "localhost") async -> WireFailure? {
            await #expect(throws: WireFailure.self) { try await converse(policy, host: host) }
        }
    }

    @Test(arguments: ["localhost", "127.0.0.1"]) func theAuthorityVouches(host: String) async throws {
        let scene = try await Scene()
        try await scene.converse(TLSPolicy(authorities: scene.authority.certificate), host: host)
    }

    @Test func anotherAuthorityDoesNot() async throws {
        let scene = try await Scene()
        for policy in [TLSPolicy(authorities: scene.stranger.certificate), TLSPolicy()] {
            let failure = await scene.failure(policy)
            #expect(failure?.stage == .tls)
            #expect(failure?.isFinal == true)
            #expect(failure?.reason.string.contains("signed by nobody we trust") == true)
        }
    }

    @Test(arguments: ["localhost", "127.0.0.1"]) func theCertificateMustBeTheHosts(host: String) async throws {
        // A name is no address, although OpenSSL would look for one in a name.
        let others = host == "localhost" ? "DNS:elsewhere.example,IP:127.0.0.1" : "DNS:localhost,DNS:127.0.0.1"
        let scene = try await Scene(names: others)
        let failure = await scene.failure(TLSPolicy(authorities: scene.authority.certificate), host: host)
        #expect(failure?.stage == .tls)
        #expect(failure?.isFinal == true)
        #expect(failure?.reason.string.contains("another host") == true)
    }

    @Test func anExpiredCertificateMayBeRenewed() async throws {
        let scene = try await Scene(days: -1)
        let failure = await scene.failure(TLSPolicy(authorities: scene.authority.certificate))
        #expect(failure?.stage == .tls)
        #expect(failure?.isFinal == false)
        #expect(failure?.reason.string.contains("has expired") == true)
    }

    @Test func theFingerprintAloneDecides() async throws {
        let scene = try await Scene(names: "DNS:elsewhere.example", days: -1)
        try await scene.converse(TLSPolicy(authorities: scene.stranger.certificate, fingerprint: scene.server.fingerprint))
        let trusted = try await Scene()
        let failure = await trusted.failure(
            TLSPolicy(authorities: trusted.authority.certificate, fingerprint: scene.server.fingerprint, verifies: false))
        #expect(failure?.stage == .tls)
        #expect(failure?.isFinal == true)
        #expect(failure?.reason.string.contains("fingerprint") == true)
    }

    @Test func whoDoesNotVerifyIsLetAnywhere() async throws {
        let scene = try await Scene(names: "DNS:elsewhere.example", days: -1)
        try await scene.converse(TLSPolicy(verifies: false))
    }

    @Test func authoritiesThatCannotBeReadAreFinal() async throws {
        let scene = try await Scene()
        for policy in [TLSPolicy(authorities: "/nowhere.pem"), TLSPolicy(fingerprint: [1, 2, 3])] {
            let failure = await scene.failure(policy)
            #expect(failure?.stage == .tls)
            #expect(failure?.isFinal == true)
        }
    }

    @Test func theOtherKindOfPort() async throws {
        let encrypted = try await Scene()
        #expect(await encrypted.failure(nil)?.stage == .login)
        let plain = try await PrivateBroker.start()
        let failure = await #expect(throws: WireFailure.self) {
            try await MQTTLink.open(plain.endpoint(tls: TLSPolicy(verifies: false)), subscribing: ["a"], deadline: patience)
        }
        #expect(failure?.stage == .tls)
        #expect(failure?.isFinal == false)
    }

    @Test func aRefusedLogInIsNoFaultOfTheCertificate() async throws {
        let scene = try await Scene(admitting: "somebody")
        let failure = await scene.failure(TLSPolicy(authorities: scene.authority.certificate))
        #expect(failure?.stage == .login)
        #expect(failure?.isFinal == true)
    }

    @Test func thePasswordWaitsForTheVerdict() async throws {
        let certificates = Certificates()
        let authority = try certificates.authority("authority")
        let server = try certificates.server("server", names: "DNS:localhost", signedBy: authority)

        let deceived = try Eavesdropper(server)
        let failure = await #expect(throws: WireFailure.self) {
            try await deceived.visit(TLSPolicy(fingerprint: authority.fingerprint))
        }
        #expect(failure?.stage == .tls)
        #expect(await !deceived.hears("swordfish"))

        // That it would hear the password otherwise is what makes the silence above worth something.
        let trusted = try Eavesdropper(server)
        let visit = Task { try await trusted.visit(TLSPolicy(fingerprint: server.fingerprint)) }
        #expect(await trusted.hears("swordfish"))
        visit.cancel()
        await #expect(throws: CancellationError.self) { try await visit.value }
    }
}

/// A TLS server that says nothing and writes down what one visitor tells it.
private final class Eavesdropper: Sendable {
    private let port: Int
    private let server: Process
    private let output = Pipe()
    private let paper: Certificates.Paper

    init(_ paper: Certificates.Paper) throws {
        self.paper = paper
        let port = try LoopbackPort.free()
        self.port = port
        server = Process()
        server.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        server.arguments = [
            "s_server", "-accept", "127.0.0.1:\(port)", "-cert", paper.certificate, "-key", paper.key, "-naccept", "1", "-quiet",
        ]
        server.standardInput = Pipe()
        server.standardOutput = output
        server.standardError = FileHandle.nullDevice
        try server.run()
    }

    deinit { server.terminate() }

    /// Comes until somebody opens: the server does not say when it listens.
    func visit(_ policy: TLSPolicy) async throws {
        let endpoint = MQTTEndpoint(host: "127.0.0.1", port: port, username: "dispatcher", password: "swordfish", tls: policy)
        while true {
            do {
                _ = try await MQTTLink.open(endpoint, subscribing: ["a"], deadline: patience)
                return
            } catch let failure as WireFailure where failure.stage == .tcp {
                await Task.yield()
            }
        }
    }

    /// Whether the words come before the visitor leaves.
    func hears(_ words: String) async -> Bool {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { [output] in
                var heard = ""
                while !heard.contains(words) {
                    let data = output.fileHandleForReading.availableData
                    if data.isEmpty { break }
                    heard += String(decoding: data, as: UTF8.self)
                }
                continuation.resume(returning: heard.contains(words))
            }
        }
    }
}
