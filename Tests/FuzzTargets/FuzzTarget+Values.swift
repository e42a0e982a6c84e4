import BackendSupport
import Exchange
import JSON
import Text

@testable import Console
@testable import Settings
@testable import Terminal
@testable import WebCTI

// Decoders of text, keys and settings.
extension FuzzTarget {
    static let values: [FuzzTarget] = [
        FuzzTarget("json", seeds: [#"{"a":[1,-2.5e3,true,null,"\u00e9\ud83d\ude00"],"é":{"b":""}}"#, "[[[]]]", "\"\\\"\""]) { octets in
            guard let value = try? JSONValue(parsing: octets) else { return }
            require((try? JSONValue(parsing: value.compactText)) == value, "written JSON reads as what was written")
        },
        FuzzTarget(
            "xml-repair",
            seeds: [
                #"<?xml version="1.0"?><root><errcode>0</errcode><message>ok</message><data><row><a>1</a><b>x & y</b></row></data></root>"#,
                #"var responseJSON={"errcode":0,"message":"","data":[{"a":"1"}]};"#,
            ]
        ) { octets in
            guard let answer = try? Answer(octets) else { return }
            for row in answer.rows { _ = row["a"] }
        },
        FuzzTarget("safe-text", seeds: ["\u{1B}[31mRed\u{202E}gnp\u{200B}\n", "王小明 😀", "e\u{301}\u{20DD}"]) { octets in
            let text = SafeText(String(decoding: octets, as: UTF8.self))
            require(
                text.string.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) }, "no control characters")
            require(SafeText(text.string) == text, "what is harmless stays")
        },
        FuzzTarget("cell-width", seeds: ["王小明 😀 e\u{301}", "ab…", "👨‍👩‍👧‍👦🇩🇪"]) { octets in
            let text = SafeText(String(decoding: octets.dropFirst(), as: UTF8.self))
            let width = Int(octets.first ?? 0)
            require(CellWidth.of(text.cut(to: width)) <= width, "a cut text has room")
            // One character may be wider than the room, as a flag is; it stands on a line of its own, and is cut where it is drawn.
            for line in text.wrapped(to: max(2, width)) where line.string.count > 1 {
                require(CellWidth.of(line) <= max(2, width), "a broken line has room")
            }
        },
        FuzzTarget("keys", seeds: ["\u{1B}[A\u{1B}OPj\u{1B}", "\u{1B}[200~rm -rf\u{1B}[201~q", "\u{1B}[97;5u\u{1B}]11;rgb:0/0/0\u{1B}\\"]) {
            octets in
            var decoder = InputDecoder(keys: [Array("\u{1B}[A".utf8): Key(.up), Array("\u{1B}OP".utf8): Key(.function(1))])
            for part in octets.split(separator: 0xFF, omittingEmptySubsequences: false) {
                _ = decoder.feed(part)
                _ = decoder.timeOut()
            }
        },
        FuzzTarget(
            "yaml",
            seeds: [
                "operator: {name: a, role: viewer}\nsites:\n  - id: hq\n    kind: smartpbx\n    broker: mqtt://h\n    token: t\n",
                "a: &x [*x]\n",
            ]
        ) { octets in
            var problems = ProblemCollector()
            guard let root = YAMLReader.read(octets, file: "f", &problems) else { return }
            // No command is run, and no secret fetched, before `finish`.
            _ = ConfigurationReader(folder: "/", folders: nil, adapters: []).read(root, &problems)
        },
        FuzzTarget("catalog", seeds: ["catalog x\n\nop calls.live livecall query\n  title Live calls\n  param queue text? which\n"]) {
            octets in
            _ = OperationCatalog(String(decoding: octets, as: UTF8.self), file: "f")
        },
    ]
}
