import Adapters
import Exchange
import Settings
import Testing

/// Settings whose keys are names of the user's own: queues have blanks and Chinese in theirs.
@Suite struct NamedDurationsTests {
    private func configuration(_ wrapUp: String) -> String {
        """
        sites:
          - id: pbx
            kind: asterisk
            address: 127.0.0.1:5038
            username: console
            password: secret
            wrapup: \(wrapUp)
        """
    }

    @Test func timesAreReadByTheirNames() throws {
        let loaded = try Configuration.read(configuration(#"{sales: 5s, "售后 服务 VIP": 1m}"#), name: "config.yaml", adapters: .all)
        #expect(loaded.configuration.sites[0].values.durations("wrapup") == ["sales": .seconds(5), "售后 服务 VIP": .seconds(60)])
        #expect(loaded.configuration.sites[0].values.durations("nosuch") == [:])
    }

    @Test(arguments: ["{sales: soon}", "{sales: 2d}", "[sales]", "5s"]) func whatIsNoTimeIsToldWithItsPlace(_ text: String) {
        #expect(throws: (any Error).self) { try Configuration.read(configuration(text), name: "config.yaml", adapters: .all) }
    }

    /// A link is encrypted where the site says `tls:`.
    @Test func theLinkIsEncryptedWhereTheSiteSaysSo() throws {
        let plain = try Configuration.read(configuration("{}"), name: "config.yaml", adapters: .all)
        #expect(!plain.configuration.sites[0].isEncrypted)
        let encrypted = try Configuration.read(configuration("{}\n    tls: {}"), name: "config.yaml", adapters: .all)
        #expect(encrypted.configuration.sites[0].isEncrypted)
        #expect(encrypted.warnings.isEmpty)
    }
}
