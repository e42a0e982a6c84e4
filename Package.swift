// swift-tools-version: 6.2
import PackageDescription

// One module, one job; who may import whom is DESIGN's table and is enforced here.
let package = Package(
    name: "cordboard",
    products: [
        .executable(name: "cordboard", targets: ["cordboard"]),
        .executable(name: "cordboard-sim", targets: ["cordboard-sim"]),
        .executable(name: "cordboard-bench", targets: ["cordboard-bench"]),
    ],
    targets: [
        // C libraries, with the few shims that variadic functions and C globals need.
        .systemLibrary(name: "CNcurses", providers: [.apt(["libncurses-dev"])]),
        .systemLibrary(name: "CMosquitto", pkgConfig: "libmosquitto", providers: [.apt(["libmosquitto-dev", "libssl-dev"])]),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CMicrohttpd", pkgConfig: "libmicrohttpd", providers: [.apt(["libmicrohttpd-dev"])]),
        .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CJSON", pkgConfig: "json-c", providers: [.apt(["libjson-c-dev"])]),
        .systemLibrary(name: "CXML", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .systemLibrary(name: "CVTerm", providers: [.apt(["libvterm-dev"])]),
        .systemLibrary(name: "CPlatform"),

        // The house, bottom to top.
        .target(name: "JSON", dependencies: ["CJSON", "CXML"]),
        .target(name: "Text"),
        // The diagnostic log, what is masked in it, and standard streams that end no program.
        .target(name: "Diagnostics", dependencies: ["Text"]),
        .target(name: "Exchange", dependencies: ["JSON", "Text"]),
        .target(name: "Wire", dependencies: ["CMosquitto", "CCurl", "CMicrohttpd", "CPlatform", "Diagnostics", "Text"]),
        // The adapter kit: what every adapter is made of; see its BackendSupport.swift.
        .target(name: "BackendSupport", dependencies: ["Diagnostics", "Exchange", "JSON", "Wire"], path: "Sources/Backends/Shared"),
        .target(
            name: "SmartPBX", dependencies: ["BackendSupport", "CPlatform", "Exchange", "JSON", "Wire"], path: "Sources/Backends/SmartPBX",
            exclude: ["smartpbx.catalog"], plugins: ["OperationCatalogs"]),
        .target(
            name: "ConferenceServer", dependencies: ["BackendSupport", "Exchange", "JSON", "Wire"],
            path: "Sources/Backends/ConferenceServer", exclude: ["confserver.catalog"], plugins: ["OperationCatalogs"]),
        .target(
            name: "WebCTI", dependencies: ["BackendSupport", "Exchange", "JSON", "Wire"], path: "Sources/Backends/WebCTI",
            exclude: ["webcti.catalog"], plugins: ["OperationCatalogs"]),
        .target(
            name: "Yeastar", dependencies: ["BackendSupport", "Exchange", "JSON", "Wire"], path: "Sources/Backends/Yeastar",
            exclude: ["yeastar.catalog"], plugins: ["OperationCatalogs"]),
        .target(
            name: "ICP", dependencies: ["BackendSupport", "Diagnostics", "Exchange", "JSON", "Wire"], path: "Sources/Backends/ICP",
            exclude: ["icp.catalog"], plugins: ["OperationCatalogs"]),
        .target(
            name: "Asterisk", dependencies: ["BackendSupport", "Exchange", "JSON", "Wire"], path: "Sources/Backends/Asterisk",
            exclude: ["asterisk.catalog"], plugins: ["OperationCatalogs"]),
        // The list of all adapters.
        .target(name: "Adapters", dependencies: ["Asterisk", "ConferenceServer", "Exchange", "ICP", "SmartPBX", "WebCTI", "Yeastar"]),
        .target(name: "Settings", dependencies: ["Exchange", "CYAML"]),
        .target(name: "Desk", dependencies: ["Diagnostics", "Exchange", "JSON", "CSQLite"]),
        // A process that holds sessions lends them to commands of the same user.
        .target(name: "SessionLending", dependencies: ["Desk", "Exchange", "JSON", "Wire"]),
        .target(
            name: "Translations", dependencies: ["Text", "CPlatform"], exclude: ["zh_CN.po"], plugins: ["MessageCatalogs"]),
        .target(name: "Console", dependencies: ["Exchange", "JSON", "Desk", "Settings", "Translations"]),
        .target(
            name: "Terminal", dependencies: ["Console", "Diagnostics", "Exchange", "Settings", "Translations", "CNcurses", "CPlatform"]),
        .target(name: "Simulators", dependencies: ["Wire", "CPlatform", "CMicrohttpd"]),
        .target(name: "PseudoTerminal", dependencies: ["CPlatform"]),
        .executableTarget(
            name: "cordboard",
            dependencies: [
                "Adapters", "Exchange", "JSON", "Settings", "Desk", "SessionLending", "Console", "Terminal", "Simulators", "Translations",
                "Wire", "CPlatform", "Diagnostics", "Text",
            ],
            plugins: ["BuildVersion"]),
        .executableTarget(
            name: "cordboard-sim", dependencies: ["Simulators", "CPlatform", "Diagnostics"], plugins: ["BuildVersion"]),
        .executableTarget(
            name: "cordboard-bench",
            dependencies: [
                "Adapters", "Exchange", "JSON", "WebCTI", "Settings", "Desk", "Console", "Translations", "Simulators", "Wire",
                "PseudoTerminal", "CPlatform", "Diagnostics",
            ]),
        .plugin(name: "BuildVersion", capability: .buildTool(), path: "Sources/Plugins/BuildVersion"),
        .plugin(name: "MessageCatalogs", capability: .buildTool(), path: "Sources/Plugins/MessageCatalogs"),
        .plugin(name: "OperationCatalogs", capability: .buildTool(), path: "Sources/Plugins/OperationCatalogs"),

        .testTarget(name: "TextTests", dependencies: ["Text"]),
        .testTarget(name: "DiagnosticsTests", dependencies: ["Diagnostics", "Text"]),
        .testTarget(name: "JSONTests", dependencies: ["JSON"]),
        .testTarget(name: "ExchangeTests", dependencies: ["Exchange", "JSON"]),
        // A TCP peer for tests of what speaks over plain sockets.
        .target(name: "TestPeers", path: "Tests/TestPeers"),
        // A site at work in a test, and the clocks of its environment; for the tests of all adapters and of the desk.
        .target(name: "SiteHarness", dependencies: ["Exchange"], path: "Tests/SiteHarness"),
        .testTarget(name: "BackendSupportTests", dependencies: ["BackendSupport", "SiteHarness", "TestPeers", "Exchange", "JSON", "Wire"]),
        .testTarget(name: "WireTests", dependencies: ["Wire", "Diagnostics", "Simulators", "TestPeers"]),
        .testTarget(
            name: "SmartPBXTests",
            dependencies: ["BackendSupport", "SiteHarness", "SmartPBX", "Exchange", "JSON", "Wire", "Simulators"]),
        .testTarget(
            name: "ConferenceServerTests",
            dependencies: ["BackendSupport", "ConferenceServer", "Exchange", "JSON", "SiteHarness", "Wire", "Simulators", "TestPeers"]),
        .testTarget(
            name: "AsteriskTests",
            dependencies: ["Asterisk", "BackendSupport", "Exchange", "JSON", "SiteHarness", "Wire", "Simulators", "TestPeers"],
            resources: [.copy("manager-actions.txt")]),
        .testTarget(name: "WebCTITests", dependencies: ["BackendSupport", "SiteHarness", "WebCTI", "Exchange", "JSON", "Wire"]),
        .testTarget(
            name: "YeastarTests", dependencies: ["BackendSupport", "SiteHarness", "Yeastar", "Exchange", "JSON", "Wire", "TestPeers"]),
        // What ICP's requests look like on the wire, from the reference pages; for the tests of its catalog and of its operations.
        .target(name: "ICPReference", dependencies: ["JSON"], path: "Tests/ICPReference"),
        .testTarget(
            name: "ICPTests",
            dependencies: ["BackendSupport", "ICP", "ICPReference", "Exchange", "JSON", "SiteHarness", "Wire", "Simulators", "TestPeers"]),
        // Every operation of every catalog, against its reference document and over the wire.
        .testTarget(
            name: "OperationTests",
            dependencies: [
                "SmartPBX", "ConferenceServer", "WebCTI", "Yeastar", "ICP", "ICPReference", "BackendSupport", "Exchange", "JSON", "Wire",
                "Translations", "SiteHarness",
                "Simulators",
            ],
            exclude: ["Catalog/extract.py"], resources: [.copy("Catalog")]),
        // Adapters at work against simulated exchanges, seen on the board.
        .testTarget(name: "ActionTests", dependencies: ["ICP", "WebCTI", "Yeastar", "Exchange", "Simulators"]),
        .testTarget(name: "TranslationsTests", dependencies: ["Translations", "Text"]),
        .testTarget(name: "SettingsTests", dependencies: ["Adapters", "Settings", "Simulators", "Exchange"]),
        .testTarget(
            name: "SessionLendingTests", dependencies: ["SessionLending", "Desk", "Exchange", "JSON", "SiteHarness", "Wire"]),
        .testTarget(name: "DeskTests", dependencies: ["Desk", "CSQLite", "Exchange", "JSON", "SiteHarness"]),
        .testTarget(
            name: "ConsoleTests", dependencies: ["Console", "Exchange", "JSON", "Desk", "Settings", "Translations"], exclude: ["Golden"]),
        // A program on a pty, its screen read back; shared by the tests of the terminal and of the whole program. A test
        // target, so that `swift build` alone does not need libvterm.
        .testTarget(name: "TestSupport", dependencies: ["PseudoTerminal", "CPlatform", "CVTerm"]),
        .executableTarget(
            name: "TerminalProbe", dependencies: ["Terminal", "Console", "Exchange", "Settings"], path: "Tests/TerminalProbe"),
        .testTarget(
            name: "TerminalTests",
            dependencies: ["Terminal", "TerminalProbe", "TestSupport", "Console", "Exchange", "Settings", "CPlatform"]),
        .testTarget(name: "SimulatorsTests", dependencies: ["Simulators", "Wire", "cordboard-sim"]),
        // An adapter with one operation, which nothing outside its folder knows.
        .target(name: "ExampleAdapter", dependencies: ["Exchange", "JSON"], path: "Tests/ExampleAdapter"),
        // Every decoder with what must hold of it, for `make fuzz` and its short form.
        .target(
            name: "FuzzTargets",
            dependencies: [
                "Asterisk", "BackendSupport", "ConferenceServer", "Console", "Exchange", "ICP", "JSON", "Settings", "SmartPBX",
                "Terminal", "Text", "WebCTI", "Wire", "Yeastar",
            ], path: "Tests/FuzzTargets"),
        .testTarget(name: "FuzzTests", dependencies: ["FuzzTargets"]),
        .testTarget(
            name: "ProgramTests",
            dependencies: [
                "Adapters", "cordboard", "cordboard-sim", "ExampleAdapter", "Exchange", "JSON", "Settings", "Simulators", "Translations",
                "Wire", "CPlatform", "TestSupport",
            ]),
    ],
    swiftLanguageModes: [.v6]
)

// libFuzzer brings the main function: it is linked where `make fuzz` asks for it, and nowhere else.
if Context.environment["CORDBOARD_FUZZ"] != nil {
    package.products.append(.executable(name: "cordboard-fuzz", targets: ["cordboard-fuzz"]))
    package.targets.append(
        .executableTarget(
            name: "cordboard-fuzz", dependencies: ["FuzzTargets"], path: "Tests/cordboard-fuzz",
            swiftSettings: [.unsafeFlags(["-parse-as-library"])], linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld"])]))
}
