import Adapters
import Exchange
import Foundation
import Settings
import Testing

@Suite struct ConfigurationTests {
    static let site = """
        sites:
          - id: hq
            kind: smartpbx
            broker: mqtt://127.0.0.1
            token: abc

        """

    private func load(_ text: String, environment: [String: String] = [:], limit: Duration = .seconds(60)) throws -> Configuration.Loaded {
        let scratch = try Scratch()
        return try Configuration.load(
            file: scratch.write(text, to: "config.yaml"), adapters: .all, environment: environment, commandLimit: limit)
    }

    private func problems(
        _ text: String, mode: Int = 0o600, folders: SettingsFolders? = nil, limit: Duration = .seconds(60)
    ) throws -> [String] {
        let scratch = try Scratch()
        let file = try scratch.write(text, to: "config.yaml", mode: mode)
        do {
            let loaded = try Configuration.load(file: file, adapters: .all, folders: folders, environment: [:], commandLimit: limit)
            return scratch.short(SettingsProblems(loaded.warnings))
        } catch {
            return scratch.short(error)
        }
    }

    private func adapter(_ kind: SystemKind) throws -> AdapterDescriptor { try #require([AdapterDescriptor].all[kind]) }

    @Test func readsEverythingTheContractNames() throws {
        let scratch = try Scratch()
        try scratch.write("", to: "ca.pem")
        let file = try scratch.write(
            """
            operator:
              name: alice
              extension: 0800
              role: supervisor
            language: zh_CN
            theme: day
            keymap: vim
            confirm: [hangup, force-logout]
            sites:
              - id: hq
                name: Headquarters
                kind: smartpbx
                broker: mqtts://[::1]
                token: abc
                username: console
                password: secret
                poll_interval: 500ms
                timeout: 1m
                encoding: gbk
                reconnect: {min: 2s, max: 20s}
                tls: {ca: ca.pem, fingerprint: "\(Array(repeating: "0a:", count: 31).joined())FF", verify: false}
              - {id: 总机, kind: smartpbx, broker: "mqtt://pbx.example:1884/", token: t}
            """, to: "config.yaml")
        let loaded = try Configuration.load(file: file, adapters: .all, folders: Shipped.folders, environment: [:])
        let expected = Configuration(
            operator: Operator(name: "alice", extension: "0800", role: .supervisor), language: .zh_CN, theme: "day", keymap: "vim",
            confirm: [.hangup, .forceLogout],
            sites: [
                try SiteSettings(
                    adapter("smartpbx"), id: "hq", name: "Headquarters",
                    values: [
                        "broker": .address(
                            NetworkAddress(text: "mqtts://[::1]", scheme: "mqtts", host: "::1", port: 8883, isEncrypted: true)),
                        "token": .text("abc"), "username": .text("console"), "password": .secret(Secret("secret")),
                        "poll_interval": .duration(.milliseconds(500)),
                    ],
                    tls: TLSSettings(
                        ca: scratch.path + "/ca.pem", fingerprint: Array(repeating: 10, count: 31) + [255], verify: false),
                    hasTLS: true, timeout: .seconds(60), encoding: .gbk, reconnect: .seconds(2) ... .seconds(20)),
                try SiteSettings(
                    adapter("smartpbx"), id: "总机", name: "总机",
                    values: [
                        "broker": .address(
                            NetworkAddress(text: "mqtt://pbx.example:1884", scheme: "mqtt", host: "pbx.example", port: 1884)),
                        "token": .text("t"), "poll_interval": .duration(.seconds(2)),
                    ]),
            ])
        #expect(loaded.configuration == expected)
        #expect(loaded.warnings == [])
    }

    @Test func leavesDefaultsWhereTheFileIsSilent() throws {
        let configuration = try load(Self.site).configuration
        #expect(configuration.theme == "night")
        #expect(configuration.keymap == "default")
        #expect(configuration.language == .auto)
        #expect(configuration.confirm == [.hangup, .roomEnd, .forceLogout])
        #expect(configuration.operator.role == .dispatcher)
        #expect(configuration.sites.map(\.timeout) == [.seconds(5)])
        #expect(configuration.sites.map(\.encoding) == [.automatic])
        #expect(try load("confirm: []\n" + Self.site).configuration.confirm == [])
    }

    @Test func anAttemptMustBeWrittenUnlessTheFileSaysOtherwise() throws {
        let site = "sites: [{id: hq, kind: smartpbx, broker: 'mqtt://h', token: t}]"
        #expect(try load(site).configuration.requiresAudit)
        #expect(try !load("audit: {required: false}\n" + site).configuration.requiresAudit)
    }

    @Test func readsConferenceServers() throws {
        let configuration = try load(
            """
            sites:
              - id: ops
                kind: confserver
                address: "[::1]:9100"
                username: sadmin
                password_env: CORDBOARD_OPS
                phones: [0101, "123"]
            """, environment: ["CORDBOARD_OPS": "geheim"]
        ).configuration
        #expect(configuration.sites.map(\.kind) == ["confserver"])
        #expect(
            configuration.sites.map(\.values) == [
                [
                    "address": .address(NetworkAddress(text: "[::1]:9100", scheme: nil, host: "::1", port: 9100)),
                    "username": .text("sadmin"), "password": .secret(Secret("geheim")), "phones": .list(["0101", "123"]),
                ]
            ])
    }

    @Test func readsWebCTISites() throws {
        let configuration = try load(
            """
            sites:
              - id: care
                kind: webcti
                url: https://127.0.0.1:8080/webservice2
                webkey: 0866089e569bbd3d
                timezone: Asia/Shanghai
                supervision: {listen: "*222", whisper: qw, separator: ","}
              - id: other
                kind: webcti
                url: http://[::1]/webservice2
                webkey_env: CORDBOARD_KEY
                poll_interval: 5s
            """, environment: ["CORDBOARD_KEY": "geheim"]
        ).configuration
        func supervision(listen: String = "q", separator: String = "|") -> SettingsValue {
            .group([
                "application": .text("ChanSpy"), "listen": .text(listen), "whisper": .text("qw"), "barge": .text("qB"),
                "separator": .text(separator),
            ])
        }
        let care: SettingsValues = [
            "url": .address(
                NetworkAddress(
                    text: "https://127.0.0.1:8080/webservice2", scheme: "https", host: "127.0.0.1", port: 8080, isEncrypted: true)),
            "webkey": .secret(Secret("0866089e569bbd3d")), "timezone": .text("Asia/Shanghai"), "poll_interval": .duration(.seconds(1)),
            "supervision": supervision(listen: "*222", separator: ","),
        ]
        let other: SettingsValues = [
            "url": .address(NetworkAddress(text: "http://[::1]/webservice2", scheme: "http", host: "::1", port: 80)),
            "webkey": .secret(Secret("geheim")), "poll_interval": .duration(.seconds(5)), "supervision": supervision(),
        ]
        #expect(configuration.sites.map(\.values) == [care, other])
        #expect(configuration.sites.map(\.isEncrypted) == [true, false])
    }

    @Test(arguments: [
        ("url: http://a", ["config.yaml:2:5: the site has no “webkey”"]), ("webkey: k", ["config.yaml:2:5: the site has no “url”"]),
        ("url: mqtt://a\n    webkey: k", ["config.yaml:4:10: an address is written http://HOST:PORT/PATH or https://HOST:PORT/PATH"]),
        ("url: http://u:p@a\n    webkey: k", ["config.yaml:4:10: an address is written http://HOST:PORT/PATH or https://HOST:PORT/PATH"]),
        ("url: http://a:x/\n    webkey: k", ["config.yaml:4:10: an address is written http://HOST:PORT/PATH or https://HOST:PORT/PATH"]),
        ("url: http:///x\n    webkey: k", ["config.yaml:4:10: an address is written http://HOST:PORT/PATH or https://HOST:PORT/PATH"]),
        ("url: http://a\n    webkey: k\n    timezone: Middle/Earth", ["config.yaml:6:15: there is no time zone “Middle/Earth”"]),
        (
            "url: http://a\n    webkey: k\n    webkey_env: K",
            ["config.yaml:6:17: a password is given once: webkey, webkey_env or webkey_command"]
        ),
        ("url: http://a\n    webkey: k\n    password: k", ["config.yaml:6:5: unknown key “password”"]),
        ("url: http://a\n    webkey: k\n    supervision: {spy: q}", ["config.yaml:6:19: unknown key “spy”"]),
        (
            "url: http://a\n    webkey: k\n    tls: {}",
            ["config.yaml:6:10: warning: “tls” has no effect on http://; write https:// for TLS"]
        ),
    ])
    func saysWhatIsWrongWithAWebCTISite(_ lines: String, _ expected: [String]) throws {
        let told = try problems("sites:\n  - id: care\n    kind: webcti\n    " + lines + "\n")
        #expect(told.count == expected.count)
        for (one, other) in zip(told, expected) { #expect(one.hasPrefix(other), "\(one)") }
    }

    @Test func readsYeastarExchanges() throws {
        let lines = """
            sites:
              - id: north
                kind: yeastar
                url: http://127.0.0.1:9011/
                username: api
                password_env: CORDBOARD_NORTH
            """
        let plain = try load(lines, environment: ["CORDBOARD_NORTH": "geheim"]).configuration
        var expected: SettingsValues = [
            "url": .address(NetworkAddress(text: "http://127.0.0.1:9011", scheme: "http", host: "127.0.0.1", port: 9011)),
            "username": .text("api"), "password": .secret(Secret("geheim")), "api_version": .text("v1.1.0"),
            "poll_interval": .duration(.seconds(2)),
        ]
        #expect(plain.sites.map(\.values) == [expected])
        #expect(plain.sites.first?.isEncrypted == false)
        let more = """

                api_version: v2.0.0
                poll_interval: 3s
                reports:
                  listen: 0.0.0.0:8260
                  url: 10.0.0.2:8260/x7f
            """
        expected["api_version"] = .text("v2.0.0")
        expected["poll_interval"] = .duration(.seconds(3))
        expected["reports"] = .group([
            "listen": .address(NetworkAddress(text: "0.0.0.0:8260", scheme: nil, host: "0.0.0.0", port: 8260)),
            "url": .text("10.0.0.2:8260/x7f"),
        ])
        #expect(try load(lines + more, environment: ["CORDBOARD_NORTH": "geheim"]).configuration.sites.map(\.values) == [expected])
    }

    @Test(
        arguments: [
            (#"password: """#, [:]), ("password_env: CORDBOARD_EMPTY", ["CORDBOARD_EMPTY": ""]), ("password_command: 'true'", [:]),
        ] as [(String, [String: String])])
    func anEmptyPasswordIsOneWhereTheSystemTakesIt(_ line: String, _ environment: [String: String]) throws {
        let lines = """
            sites:
              - id: south
                kind: icp
                gateway: http://127.0.0.1:8000/agentgateway/resource
                agent: "291"
                phone: "40038"
                \(line)
            """
        let site = try #require(try load(lines, environment: environment).configuration.sites.first)
        #expect(site.values.optionalSecret("password") == Secret(""))
    }

    static let brokenYeastars: [(String, [String])] = [
        (
            "url: a:9011\n    username: u\n    password: p",
            ["config.yaml:4:10: an address is written http://HOST:PORT or https://HOST:PORT"]
        ),
        (
            "url: http://a/api\n    username: u\n    password: p",
            ["config.yaml:4:10: an address is written http://HOST:PORT or https://HOST:PORT"]
        ),
        ("username: u", ["config.yaml:2:5: the site has no “url”", "config.yaml:2:5: the site has no “password”"]),
        (
            "url: http://a\n    username: u\n    password: p\n    api_version: v1/x",
            [
                "config.yaml:7:18: a version is one segment of a path, like v1.1.0"
            ]
        ),
        ("url: http://a\n    username: u\n    password: p\n    reports: {url: b:1/x}", ["config.yaml:7:14: the reports have no “listen”"]),
        (
            "url: http://a\n    username: u\n    password: p\n    reports: {listen: b:1, url: b:1}",
            [
                "config.yaml:7:33: warning: give the address for reports a path that is hard to guess"
            ]
        ),
        ("url: http://a\n    username: u\n    password: p\n    tls: {}", ["config.yaml:7:10: warning: “tls” has no effect on http://"]),
    ]

    @Test(arguments: brokenYeastars) func saysWhatIsWrongWithAYeastarExchange(_ lines: String, _ expected: [String]) throws {
        let told = try problems("sites:\n  - id: north\n    kind: yeastar\n    " + lines + "\n")
        #expect(told.count == expected.count)
        for (one, other) in zip(told, expected) { #expect(one.hasPrefix(other)) }
    }

    static let brokenServers: [(String, [String])] = [
        ("address: a:9100\n    username: u\n    password: p\n    phones: [1]", []),
        ("address: a\n    username: u\n    password: p\n    phones: [1]", ["config.yaml:4:14: an address is written HOST:PORT"]),
        ("address: tcp://a:1\n    username: u\n    password: p\n    phones: [1]", ["config.yaml:4:14: an address is written HOST:PORT"]),
        ("address: a:x\n    username: u\n    password: p\n    phones: [1]", ["config.yaml:4:14: a port is a number from 1 to 65535"]),
        ("address: ::1\n    username: u\n    password: p\n    phones: [1]", ["config.yaml:4:14: an IPv6 address is written [::1]:9100"]),
        (
            "address: a:1\n    phones: [1, 2, 3]",
            [
                "config.yaml:2:5: the site has no “username”", "config.yaml:2:5: the site has no “password”",
                "config.yaml:5:13: an operator has one telephone or two",
            ]
        ),
        ("address: a:1\n    username: u\n    password: p\n    phones: ['1;2']", ["config.yaml:7:13: a telephone is written as digits"]),
        (
            "address: a:1\n    username: u\n    password: p\n    phones: [1]\n    token: x",
            [
                "config.yaml:8:5: unknown key “token”"
            ]
        ),
        (
            "address: a:1\n    username: u\n    password: p\n    phones: [1]\n    tls: {}",
            [
                "config.yaml:8:10: warning: “tls” has no effect: this system speaks in clear text"
            ]
        ),
    ]

    @Test(arguments: brokenServers) func saysWhatIsWrongWithAConferenceServer(_ lines: String, _ expected: [String]) throws {
        let told = try problems("sites:\n  - id: ops\n    kind: confserver\n    " + lines + "\n")
        #expect(told.count == expected.count)
        for (one, other) in zip(told, expected) { #expect(one.hasPrefix(other)) }
    }

    @Test(arguments: [
        ("mqtt://a", "a", 1883, false), ("mqtts://a", "a", 8883, true), ("MQTT://a:1", "a", 1, false),
        ("mqtt://[fe80::1%eth0]:99", "fe80::1%eth0", 99, false), ("mqtts://[::1]", "::1", 8883, true),
        ("mqtt://10.0.0.1/", "10.0.0.1", 1883, false),
    ])
    func readsBrokers(_ url: String, _ host: String, _ port: Int, _ isEncrypted: Bool) throws {
        let text = Self.site.replacingOccurrences(of: "mqtt://127.0.0.1", with: "\"\(url)\"")
        let broker = try load(text).configuration.sites[0].values.address("broker")
        #expect(broker.host == host)
        #expect(broker.port == port)
        #expect(broker.isEncrypted == isEncrypted)
    }

    static let brokenLines: [(String, [String])] = [
        ("broker: http://a", ["config.yaml:5:13: a broker is written mqtt://HOST:PORT, or mqtts://HOST:PORT for TLS"]),
        ("broker: mqtt://", ["config.yaml:5:13: the broker's host is missing"]),
        ("broker: mqtt://me:hidden@a", ["config.yaml:5:13: user name and password have keys of their own, “username” and “password”"]),
        ("broker: mqtt://a:0", ["config.yaml:5:13: a port is a number from 1 to 65535"]),
        ("broker: mqtt://a:70000", ["config.yaml:5:13: a port is a number from 1 to 65535"]),
        ("broker: mqtt://::1", ["config.yaml:5:13: an IPv6 address is written [::1] or [::1]:1883"]),
        ("broker: mqtt://a/b", ["config.yaml:5:13: nothing may follow the port of a broker"]),
        ("broker: [a]", ["config.yaml:5:13: expected text, found a list"]),
        ("broker:", ["config.yaml:5:12: expected text, found nothing"]),
        (
            "brokr: mqtt://a",
            [
                "config.yaml:2:5: the site has no “broker”", "config.yaml:5:5: unknown key “brokr”; did you mean “broker”?",
            ]
        ),
        ("broker: mqtt://a\n    broker: mqtt://b", ["config.yaml:6:5: “broker” stands twice; the first is in line 5"]),
        ("broker: mqtt://a\n    timeout: 5", ["config.yaml:6:14: “5” is no duration; write 500ms, 5s or 1m"]),
        ("broker: mqtt://a\n    timeout: 0s", ["config.yaml:6:14: 0s is out of range; it can be 100ms to 10m"]),
        ("broker: mqtt://a\n    poll_interval: 1ms", ["config.yaml:6:20: 1ms is out of range; it can be 100ms to 1h"]),
        ("broker: mqtt://a\n    reconnect: {min: 1m, max: 1s}", ["config.yaml:6:22: min is longer than max"]),
        ("broker: mqtt://a\n    reconnect: {mim: 1m}", ["config.yaml:6:17: unknown key “mim”; did you mean “min”?"]),
        (
            "broker: mqtts://a\n    tls: {fingerprint: abc}",
            ["config.yaml:6:24: a fingerprint is SHA-256: 64 hexadecimal digits, with or without colons"]
        ),
        ("broker: mqtts://a\n    tls: {verify: maybe}", ["config.yaml:6:19: expected true or false, found text"]),
        ("broker: mqtts://a\n    tls: {ca: /no/such}", ["config.yaml:6:15: there is no file /no/such"]),
        (
            "broker: mqtts://a\n    tls: {verify: false}",
            [
                "config.yaml:6:19: warning: nobody checks who answers; give a “fingerprint” or leave “verify” on"
            ]
        ),
        ("broker: mqtt://a\n    tls: {}", ["config.yaml:6:10: warning: “tls” has no effect on mqtt://; write mqtts:// for TLS"]),
        ("broker: mqtt://a\n    password: x", ["config.yaml:2:5: the site has a password and no “username”; MQTT takes no password alone"]),
        (
            "broker: mqtt://a\n    username: u\n    password: x\n    password_env: Y",
            [
                "config.yaml:8:19: a password is given once: password, password_env or password_command"
            ]
        ),
        (
            "broker: mqtt://a\n    username: u\n    password_env: CORDBOARD_UNSET",
            [
                "config.yaml:7:19: the environment variable CORDBOARD_UNSET is not set"
            ]
        ),
        (
            "broker: mqtt://a\n    username: u\n    password_command: exit 3",
            [
                "config.yaml:7:23: the password command failed with status 3; run it by hand to see why"
            ]
        ),
        ("broker: mqtt://a\n    username: u\n    password_command: 'true'", ["config.yaml:7:23: the password command printed nothing"]),
        (
            "broker: mqtt://a\n    username: u\n    password_command: [/no/such/program]",
            [
                "config.yaml:7:23: the password command cannot be run: No such file or directory"
            ]
        ),
        ("broker: mqtt://a\n    username: &u x", []),
        ("broker: mqtt://a\n    username: *u", ["config.yaml:6:15: aliases (“*name”) are not read here; write the value out"]),
        ("broker: mqtt://a\n    username: !env X", ["config.yaml:6:15: the tag “!env” is not known here"]),
        (
            "broker: mqtt://a\n  - id: hq\n    kind: smartpbx\n    broker: mqtt://b\n    token: t",
            [
                "config.yaml:6:9: the site “hq” stands twice; the first is in line 2"
            ]
        ),
        (
            "broker: mqtt://a\n  - id: a b\n    kind: smartpbz",
            [
                "config.yaml:6:9: a site's id is made of letters, digits, “.”, “_” and “-”",
                "config.yaml:7:11: “smartpbz” is no choice here; did you mean “smartpbx”?",
            ]
        ),
        ("broker: mqtt://a\n  - name: x", ["config.yaml:6:5: the site has no “id”", "config.yaml:6:5: the site has no “kind”"]),
        (
            "broker: mqtt://a\n  - id: north\n    kind: icp\n    gateway: https://127.0.0.1:8043",
            [
                "config.yaml:6:5: the site has no “agent”", "config.yaml:6:5: the site has no “phone”",
            ]
        ),
        ("broker: mqtt://a\n  - plain", ["config.yaml:6:5: expected a group of keys, found text"]),
    ]

    @Test(arguments: brokenLines) func namesWhatIsWrongWithASite(_ lines: String, _ expected: [String]) throws {
        #expect(try problems("sites:\n  - id: hq\n    token: t\n    kind: smartpbx\n    \(lines)\n") == expected)
    }

    static let brokenFiles: [(String, [String])] = [
        ("", ["config.yaml:1:1: no site is configured; “sites” needs at least one entry"]),
        ("sites: []", ["config.yaml:1:8: no site is configured; “sites” needs at least one entry"]),
        ("sites: many", ["config.yaml:1:8: expected a list, found text"]),
        ("- a", ["config.yaml:1:1: expected a group of keys, found a list"]),
        ("confrim: [hangup]\n" + site, ["config.yaml:1:1: unknown key “confrim”; did you mean “confirm”?"]),
        (
            "colour: red\n" + site,
            [
                "config.yaml:1:1: unknown key “colour”; valid here: audit, confirm, escape_delay, hold_to_talk, keymap, language, lock, notifications, operator, sites, theme"
            ]
        ),
        ("confirm: [hangup, rom-end]\n" + site, ["config.yaml:1:19: “rom-end” is no choice here; did you mean “room-end”?"]),
        (
            "operator:\n  rule: viewer\n  role: boss\n" + site,
            [
                "config.yaml:2:3: unknown key “rule”; did you mean “role”?",
                "config.yaml:3:9: “boss” is no choice here; valid here: dispatcher, supervisor, viewer",
            ]
        ),
        ("language: zh\n" + site, ["config.yaml:1:11: “zh” is no choice here; valid here: auto, en, zh_CN"]),
        (
            "theme: nigth\nkeymap: vmi\n" + site,
            [
                "config.yaml:1:8: there is no “nigth” in themes; did you mean “night”?",
                "config.yaml:2:9: there is no “vmi” in keymaps; did you mean “vim”?",
            ]
        ),
        ("theme: [\n", ["config.yaml:2:1: did not find expected node content"]),
        ("theme: day\n---\ntheme: night\n", ["config.yaml:2:1: only one document (“---”) is read"]),
        ("[a]: b\n" + site, ["config.yaml:1:1: a key must be text"]),
        (String(repeating: "[", count: 30), ["config.yaml:1:25: nested too deeply"]),
        ("theme: \u{1b}[31m\n", ["config.yaml:1:8: the file is no UTF-8 text here (control characters are not allowed)"]),
    ]

    @Test(arguments: brokenFiles) func namesWhatIsWrongWithAFile(_ text: String, _ expected: [String]) throws {
        #expect(try problems(text, folders: Shipped.folders) == expected)
    }

    @Test func refusesAPasswordThatOthersCanRead() throws {
        let text = Self.site + "    username: u\n    password: hidden\n"
        for mode in [0o644, 0o640, 0o604] {
            let told = try problems(text, mode: mode)
            #expect(told.count == 1)
            #expect(told[0].hasPrefix("config.yaml:7:5: others can read this file and it holds a password; run: chmod 600 "))
            #expect(!told[0].contains("hidden"))
        }
        #expect(try problems(text, mode: 0o600) == [])
        #expect(try problems(Self.site, mode: 0o644) == [])
        // The password of a site that has no adapter yet is a password all the same.
        let other = "sites:\n  - {id: care, kind: webcti, webkey: 0866}\n"
        #expect(try problems(other, mode: 0o644).count == 2)
    }

    @Test func fetchesPasswords() throws {
        func password(_ line: String, _ environment: [String: String] = [:]) throws -> String? {
            let loaded = try load(Self.site + "    username: u\n    \(line)\n", environment: environment)
            return loaded.configuration.sites[0].values.optionalSecret("password")?.reveal()
        }
        #expect(try password("password: \"0800\"") == "0800")
        #expect(try password("password_env: SESAME", ["SESAME": "open"]) == "open")
        #expect(try password("password_command: printf 'one\\ntwo\\n'") == "one")
        #expect(try password("password_command: [printf, '%s', 'a b']") == "a b")
        #expect(try password("password_command: printf %s \"$SESAME\"", ["SESAME": "open", "PATH": "/usr/bin:/bin"]) == "open")
    }

    @Test func givesUpOnACommandThatNeverEnds() throws {
        let text = Self.site + "    username: u\n    password_command: exec cat /dev/zero\n"
        #expect(try problems(text) == ["config.yaml:7:23: the password command printed more than a password"])
        let silent = Self.site + "    username: u\n    password_command: exec tail -f /dev/null\n"
        #expect(try problems(silent, limit: .milliseconds(200)) == ["config.yaml:7:23: the password command did not end within 200ms"])
    }

    /// The shell's child holds the pipe open: it must end with the shell.
    @Test func aCommandThatHangsEndsWithAllThatItStarted() throws {
        let scratch = try Scratch()
        let text = Self.site + "    username: u\n    password_command: 'sleep 1000 & echo $! > \(scratch.path)/child; wait'\n"
        let file = try scratch.write(text, to: "config.yaml")
        #expect(throws: SettingsProblems.self) {
            try Configuration.load(file: file, adapters: .all, environment: ["PATH": "/usr/bin:/bin"], commandLimit: .milliseconds(500))
        }
        let child = try #require(pid_t(String(contentsOfFile: scratch.path + "/child", encoding: .utf8).dropLast()))
        // Reaped by whoever adopts it, or not yet: it runs no more.
        let state = (try? String(contentsOfFile: "/proc/\(child)/stat", encoding: .utf8))?.split(separator: ")").last?.split(separator: " ")
            .first
        #expect(state == nil || state == "Z", "\(state ?? "")")
    }

    @Test func allCommandsTogetherHaveOneLimit() throws {
        let sites = (1...3).map {
            "  - {id: s\($0), kind: smartpbx, broker: mqtt://a, token: t, username: u, password_command: sleep 1000}\n"
        }
        let begun = ContinuousClock.now
        #expect(try problems("sites:\n" + sites.joined(), limit: .milliseconds(300)).count == 3)
        #expect(ContinuousClock.now - begun < .seconds(30))
    }

    @Test(.timeLimit(.minutes(1))) func cancellingEndsACommand() async throws {
        let scratch = try Scratch()
        let file = try scratch.write(Self.site + "    username: u\n    password_command: sleep 1000\n", to: "config.yaml")
        let task = Task.detached { _ = try Configuration.load(file: file, adapters: .all, environment: ["PATH": "/usr/bin:/bin"]) }
        task.cancel()
        await #expect(throws: SettingsProblems.self) { try await task.value }
    }

    @Test func readsHowLongAnEscapeIsWaitedUpon() throws {
        #expect(try load("escape_delay: 300ms\n" + Self.site).configuration.escapeDelay == .milliseconds(300))
        #expect(try load(Self.site).configuration.escapeDelay == nil)
        #expect(try problems("escape_delay: 5s\n" + Self.site).count == 1)
        #expect(try load(Self.site).configuration.holdToTalk == .auto)
        #expect(try load("hold_to_talk: always\n" + Self.site).configuration.holdToTalk == .always)
        #expect(try problems("hold_to_talk: often\n" + Self.site).count == 1)
        #expect(try load(Self.site).configuration.notifications == .auto)
        #expect(try load("notifications: osc777\n" + Self.site).configuration.notifications == .osc777)
        #expect(try problems("notifications: loud\n" + Self.site).count == 1)
    }

    @Test(arguments: [("sites:\n\t- id: hq\n", "2:1"), ("operator:\n  name: a\n \trole: viewer\n", "3:2")])
    func namesATab(text: String, place: String) throws {
        #expect(try problems(text) == ["config.yaml:\(place): a tab stands here; YAML is indented by blanks alone"])
    }

    @Test func readsWhatUnlocksTheConsole() throws {
        #expect(try load(Self.site).configuration.lockPassword == nil)
        let lock = "lock: {password_command: echo night}\n"
        #expect(try load(lock + Self.site).configuration.lockPassword == Secret("night"))
        #expect(
            try load("lock: {password_env: KEY}\n" + Self.site, environment: ["KEY": "day"]).configuration.lockPassword == Secret("day"))
        #expect(try problems("lock: {}\n" + Self.site) == ["config.yaml:1:7: the lock has no “password”"])
        #expect(try problems("lock: {password_command: false}\n" + Self.site).count == 1)
        // It is a password like any other.
        #expect(try problems("lock: {password: night}\n" + Self.site, mode: 0o644).first?.contains("chmod 600") == true)
    }

    @Test func readsAFileThatBeginsWithAByteOrderMark() throws {
        #expect(try load("\u{FEFF}" + Self.site).configuration.sites[0].id == "hq")
    }

    @Test func refusesAFileThatOthersMayChange() throws {
        let secret = Self.site + "    username: u\n    password: x\n"
        let command = Self.site + "    username: u\n    password_command: echo x\n"
        for text in [secret, command] {
            #expect(try problems(text, mode: 0o602).first?.contains("others can write this file") == true)
        }
        #expect(try problems("sites:\n  - {id: ops, kind: confserver, address: a}\n", mode: 0o602).allSatisfy { !$0.contains("write") })
        let scratch = try Scratch()
        let file = try scratch.write(secret, to: "config.yaml")
        chmod(scratch.path, 0o777)
        #expect(throws: SettingsProblems.self) { try Configuration.load(file: file, adapters: .all, environment: [:]) }
        chmod(scratch.path, 0o1777)
        #expect(throws: Never.self) { try Configuration.load(file: file, adapters: .all, environment: [:]) }
    }

    @Test func refusesAFileThatAnotherUserOwns() throws {
        // Nothing is foreign to root, so only an ordinary user sees this; what root gives away he can still read.
        guard geteuid() == 0 else { return }
        let scratch = try Scratch()
        let file = try scratch.write(Self.site, to: "config.yaml")
        chown(file, 12_345, 12_345)
        #expect(throws: Never.self) { try Configuration.load(file: file, adapters: .all, environment: [:]) }
    }

    @Test func keepsSecretsOutOfEveryDescription() throws {
        let loaded = try load(Self.site + "    username: u\n    password: hidden\n")
        var dumped = ""
        dump(loaded, to: &dumped)
        #expect(!dumped.contains("hidden"))
        #expect(!"\(loaded)".contains("hidden"))
    }

    @Test func findsTheFile() throws {
        let scratch = try Scratch()
        let file = try scratch.write("", to: "config.yaml")
        #expect(
            Configuration.searchPath(environment: ["HOME": "/h"]) == ["/h/.config/cordboard/config.yaml", "/etc/cordboard/config.yaml"])
        #expect(Configuration.searchPath(environment: ["HOME": "/h", "XDG_CONFIG_HOME": "/x"]).first == "/x/cordboard/config.yaml")
        #expect(Configuration.searchPath(environment: ["HOME": "/h", "XDG_CONFIG_HOME": "x"]).first == "/h/.config/cordboard/config.yaml")
        #expect(try Configuration.locate(given: file, searchPath: []) == file)
        #expect(try Configuration.locate(searchPath: ["/no/a.yaml", file]) == file)
        #expect(throws: SettingsProblems([SettingsProblem(file: "/no/b.yaml", "there is no such configuration file")])) {
            try Configuration.locate(given: "/no/b.yaml", searchPath: [file])
        }
        do {
            _ = try Configuration.locate(searchPath: ["/no/a.yaml", "/no/b.yaml"])
            Issue.record("found a file where there is none")
        } catch {
            #expect(error.description.contains("/no/a.yaml, /no/b.yaml"))
            #expect(error.description.contains("--demo"))
        }
    }

    @Test func saysWhyAFileCannotBeRead() throws {
        #expect(throws: SettingsProblems.self) { try Configuration.load(file: "/no/such.yaml", adapters: .all, environment: [:]) }
        #expect(throws: SettingsProblems([SettingsProblem(file: "/tmp", "is not a file")])) {
            try Configuration.load(file: "/tmp", adapters: .all, environment: [:])
        }
    }

    @Test func speaksTheOperatorsLanguage() {
        let problem = SettingsProblem(file: "c.yaml", line: 1, column: 2, "unknown key “\("thme")”", suggestion: "theme")
        let chinese = ["unknown key “%@”": "未知的键“%@”", "did you mean “%@”?": "是否想写“%@”？"]
        #expect(problem.text { chinese[$0] ?? $0 }.string == "c.yaml:1:2: 未知的键“thme”; 是否想写“theme”？")
    }
}
