import Foundation
import TestSupport
import Testing

/// Terminals whose locale is not a UTF-8 one.
@Suite(.timeLimit(.minutes(3))) struct LocaleOnTerminalTests {
    /// A folder with the locale zh_CN.GB18030, made for the test: Debian installs none by itself.
    private func chineseLocale(in folder: TestFolder) throws -> String {
        let maker = Process()
        maker.executableURL = URL(fileURLWithPath: "/usr/bin/localedef")
        maker.arguments = ["-c", "-f", "GB18030", "-i", "zh_CN", folder.path + "/zh_CN.GB18030"]
        maker.standardError = FileHandle.nullDevice
        try maker.run()
        maker.waitUntilExit()
        return folder.path
    }

    @Test func chineseIsWrittenInTheTerminalsOwnEncoding() async throws {
        let console = try await ConsoleOnTerminal(settings: "language: zh_CN")
        let locales = try chineseLocale(in: console.folder)
        let pty = try await console.open(width: 100, height: 24, environment: ["LANG": "zh_CN.GB18030", "LOCPATH": locales])
        // 坐席, 在线
        try await pty.wait(for: "Chinese in GB18030") {
            $0.output.firstRange(of: [0xD7, 0xF8, 0xCF, 0xAF]) != nil && $0.output.firstRange(of: [0xD4, 0xDA, 0xCF, 0xDF]) != nil
        }
        #expect(pty.glance.output.firstRange(of: Array("坐席".utf8)) == nil)
        // And read: 张 into the filter comes back as it was typed.
        pty.send([0x2F, 0xD5, 0xC5])
        try await pty.wait(for: "the filter") { $0.output.ranges(of: [0xD5, 0xC5]).count > 0 }
        pty.send([0x0D])
        pty.send("q")
        _ = try await pty.waitForEnd()
    }

    @Test(arguments: ["zh_CN.GB18030", "zh_CN", "C"]) func withoutTheLocaleTheWordsAreEnglish(locale: String) async throws {
        let console = try await ConsoleOnTerminal(settings: "language: zh_CN")
        let pty = try await console.open(width: 100, height: 24, environment: ["LANG": locale, "LOCPATH": "/nowhere"])
        try await pty.wait(forText: "1 Agents 24")
        #expect(pty.screen.contains("online") && pty.screen.contains("Help"))
        pty.send("q")
        _ = try await pty.waitForEnd()
    }

    @Test func theCommandLineLikewise() async throws {
        let folder = try TestFolder()
        let locales = try chineseLocale(in: folder)
        func help(_ environment: [String: String]) async throws -> String {
            try await RunningProgram.run(["--help"], folder: folder, environment: environment.merging(["LANGUAGE": "zh_CN"]) { $1 }).output
        }
        #expect(try await help(["LANG": "zh_CN.UTF-8"]).contains("用法"))
        #expect(try await help(["LANG": "zh_CN.GB18030", "LOCPATH": "/nowhere"]).contains("Usage"))
        // Read as UTF-8 what is GB18030 is neither.
        let own = try await help(["LANG": "zh_CN.GB18030", "LOCPATH": locales])
        #expect(!own.contains("Usage") && !own.contains("用法") && own.contains("\u{FFFD}"))
    }
}
