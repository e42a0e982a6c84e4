import Foundation
import Testing

@testable import Simulators

@Suite(.serialized, .timeLimit(.minutes(2))) struct PrivateBrokerTests {
    @Test func aBrokerAcceptsUntilItIsStoppedAndComesBackOnItsPort() async throws {
        let broker = try await PrivateBroker.start()
        let port = broker.port
        #expect(accepts(port))
        broker.kill()
        #expect(!accepts(port))
        try await broker.restart()
        #expect(broker.port == port)
        #expect(accepts(port))
        broker.stop()
        broker.stop()
        #expect(!accepts(port))
    }

    @Test func aBrokerNobodyHoldsIsGone() async throws {
        let port = try await PrivateBroker.start(username: "pbx", password: "pass word:é").port
        #expect(!accepts(port))
    }

    @Test func aTakenPortIsSaid() async throws {
        let first = try await PrivateBroker.start()
        await #expect(throws: BrokerFailure.self) { try await PrivateBroker.start(port: first.port) }
        #expect(accepts(first.port))
    }

    @Test func aUserNameThatTheFileCannotHoldIsRefused() async {
        await #expect(throws: BrokerFailure.self) { try await PrivateBroker.start(username: "a:b", password: "c") }
    }

    private func accepts(_ port: Int) -> Bool {
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        } == 0
    }
}
