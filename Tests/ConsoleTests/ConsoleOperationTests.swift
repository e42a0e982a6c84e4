import Exchange
import Foundation
import JSON
import Testing

@testable import Console

/// Raw operations: the line, the form, the question, the answer.
@MainActor
@Suite(.timeLimit(.minutes(1)))
struct ConsoleOperationTests {
    private func words(_ bench: ConsoleBench) -> [String] { bench.state.question?.completions?.candidates.map(\.word) ?? [] }

    private func documentation(_ bench: ConsoleBench) -> String {
        (bench.state.question?.completions?.documentation ?? []).map(\.text.string).joined(separator: "\n")
    }

    private func open(_ bench: ConsoleBench, _ line: String) {
        bench.press(":")
        bench.type(line)
        bench.press("ret")
    }

    private func operated(_ bench: ConsoleBench) async -> [JSONValue] { await bench.site.operated.map(\.1) }

    // MARK: The line

    @Test(arguments: [
        ("op ", ["hq"]), ("op hq exten", ["extension.add", "extension.delete"]), ("op hq fax", ["fax.send"]), ("op hq 分机", ["extension.add", "extension.delete"]),
        ("op hq detail", ["cdr.list"]), ("op hq recordings", ["recording.get"]), ("op hq getcdr", ["cdr.list"]),
        ("op hq extension.add dn", ["dnd="]), ("op hq extension.add dnd=", ["dnd=off", "dnd=on"]), ("op hq extension.add dnd=on ca", ["calls[0].number=", "calls[0].kind="]),
        ("op hq extension.add ringtimeout=", ["ringtimeout=15", "ringtimeout=30", "ringtimeout=120"]), ("op hq session.password ", ["name="]),
        ("op hq extension.add dnd=on dn", []),
    ])
    func `A line completes sites, operations by any of their words, parameters and values`(typed: String, found: [String]) async throws {
        let bench = try await ConsoleBench()
        bench.press(":")
        bench.type(typed)
        #expect(words(bench) == found)
    }

    @Test func `What cannot be run is dimmed and says why`() async throws {
        let bench = try await ConsoleBench(role: .viewer)
        bench.press(":")
        bench.type("op hq ")
        let reasons = bench.state.question?.completions?.candidates.reduce(into: [String: String]()) { $0[$1.word] = $1.reason?.string ?? "" } ?? [:]
        #expect(reasons["fax.send"] == "the document describes no wire")
        #expect(reasons["extension.add"] == "needs the role dispatcher")
        #expect(reasons["cdr.list"] == "")
        bench.press("esc")
        open(bench, "op hq fax.send")
        await bench.until { bench.state.notice?.tone == .error }
        #expect(bench.notice == "fax.send @hq: not sent: the document describes no wire")
        open(bench, "op hq extension.add")
        await bench.until { bench.notice.contains("extension.add @hq: not sent") }
        #expect(bench.notice.hasSuffix("needs the role dispatcher") && bench.state.overlay == nil)
        #expect(await operated(bench).isEmpty)
        #expect(bench.auditLines().count == 2 && bench.auditLines()[1].contains("\"forbidden\""))
    }

    @Test func `The operation and the parameter being typed are explained`() async throws {
        let bench = try await ConsoleBench()
        bench.press(":")
        bench.type("op hq extension.ad")
        #expect(documentation(bench) == "")
        bench.press("tab")
        #expect(documentation(bench).hasPrefix("extension.add – Add an extension\nPOST /api/v1.1.0/extension/add · extensions · command"))
        #expect(documentation(bench).contains("number [username]"))
        bench.type(" dnd=")
        #expect(documentation(bench).contains("dnd · may be left out · without it: off\nDo not disturb.\noff = disabled, on = enabled"))
        #expect(bench.screen().contains("Do not disturb."))
    }

    @Test(arguments: [
        ("op hq extension.add nmuber=1", "extension.add takes no nmuber; did you mean “number”?"), ("op hq extension.add number=1 dnd=maybe", "dnd must be one of off, on"),
        ("op hq extension.add number=1 ringtimeout=x", "ringtimeout must be a whole number"), ("op hq extension.add params=x", "params must be a JSON object"),
        ("op hq extension.add number", "“number” is no KEY=VALUE."), ("op hq session.password new=geheim", "new is secret: leave it out, the form asks for it."),
        ("op hq extension.add number=1 number.x=2", "“number.x=2” does not go together with what stands before it."),
    ])
    func `What is wrong with a line is said before anything is sent`(typed: String, words: String) async throws {
        let bench = try await ConsoleBench()
        open(bench, typed)
        #expect(bench.notice == words)
        #expect(bench.state.question?.editor?.text == typed)
        #expect(await operated(bench).isEmpty)
    }

    @Test func `A line with a secret is not remembered`() async throws {
        let bench = try await ConsoleBench()
        open(bench, "op hq session.password new=geheim")
        bench.press("esc : up")
        #expect(bench.state.question?.editor?.text == "")
    }

    @Test func `A line that lacks nothing is run at once`() async throws {
        let bench = try await ConsoleBench()
        open(bench, "op hq extension.add number=2009 params.start=16:30 members=a,b calls[0].number=7")
        await bench.until { bench.state.answer?.content != nil }
        #expect(await operated(bench) == [["number": "2009", "params": ["start": "16:30"], "members": ["a", "b"], "calls": [["number": "7"]]]])
    }

    // MARK: The form

    @Test func `A form opens for what is missing, and sends what is typed`() async throws {
        let bench = try await ConsoleBench()
        open(bench, "op hq extension.add username=Zoe")
        #expect(bench.state.overlay == .form && bench.state.form?.focused.name == "number")
        bench.type("q20 :/?")
        #expect(bench.state.form?.focused.text == "q20 :/?")
        bench.press("C-u")
        bench.type("2009")
        bench.press("down down")
        bench.type("geheim")
        #expect(!bench.screen().contains("geheim") && bench.screen().contains("••••••"))
        bench.press("tab right right")
        #expect(bench.state.form?.focused.text == "on")
        bench.press("right right left")
        #expect(bench.state.form?.focused.text == "")
        bench.press("left C-o")
        await bench.until { bench.state.answer?.content != nil }
        #expect(await operated(bench) == [["number": "2009", "username": "Zoe", "password": "geheim", "dnd": "on"]])
        #expect(bench.auditLines().count == 1 && !bench.auditLines()[0].contains("geheim"))
        bench.press("esc")
        #expect(bench.state.overlay == .form)
        bench.press("esc")
        #expect(bench.state.overlay == nil)
    }

    @Test func `What is wrong is said at its field, and nothing is sent`() async throws {
        let bench = try await ConsoleBench()
        open(bench, "op hq extension.add")
        bench.press("tab tab tab tab")
        bench.type("soon")
        bench.press("tab tab tab")
        bench.type("[1")
        bench.press("C-o")
        let faults = bench.state.form?.fields.compactMap(\.fault?.string)
        #expect(faults == [
            "number is needed", "ringtimeout must be a whole number", "members must be a list: values with commas between, or a JSON array",
        ])
        #expect(bench.state.form?.focused.name == "number")
        #expect(bench.screen().contains("! number is needed"))
        bench.type("1")
        #expect(bench.state.form?.focused.fault == nil)
        #expect(await operated(bench).isEmpty)
    }

    @Test func `Escape loses nothing but secrets`() async throws {
        let bench = try await ConsoleBench()
        open(bench, "op hq extension.add")
        bench.type("2009")
        bench.press("tab tab")
        bench.type("geheim")
        bench.press("esc")
        #expect(bench.state.overlay == nil && bench.notice == "Cancelled: nothing was sent.")
        open(bench, "op hq extension.add")
        #expect(bench.state.form?.fields.map(\.text).prefix(3) == ["2009", "", ""])
    }

    @Test func `Enter goes on, and sends from the last field`() async throws {
        let bench = try await ConsoleBench()
        open(bench, "op hq recording.get")
        bench.type("r.wav")
        bench.press("ret")
        #expect(bench.state.form?.focused.name == "to")
        bench.press("ret")
        #expect(bench.state.form?.focused.fault == "to is needed")
        bench.type("/nonexistent/r.wav")
        bench.press("ret")
        await bench.until { bench.state.answer?.content != nil }
        #expect(await operated(bench) == [["name": "r.wav", "to": "/nonexistent/r.wav"]])
    }

    @Test func `A refusal leads back to the form`() async throws {
        let bench = try await ConsoleBench()
        await bench.site.answerOperations([(.refused(code: "7", "no such"), ["code": "7"])])
        open(bench, "op hq extension.add")
        bench.type("2009")
        bench.press("C-o")
        await bench.until { bench.state.notice?.tone == .error && bench.state.overlay == .form }
        #expect(bench.state.form?.fields[0].text == "2009")
    }

    @Test func `Another line does not lead back to an old form`() async throws {
        let bench = try await ConsoleBench()
        open(bench, "op hq extension.add")
        bench.type("2009")
        bench.press("C-o")
        await bench.until { bench.state.answer?.content != nil }
        open(bench, "op hq calls.live")
        await bench.until { bench.state.answer?.content != nil }
        bench.press("esc")
        #expect(bench.state.overlay == nil && bench.state.form == nil)
    }

    @Test func `Pasted text goes into the field`() async throws {
        let bench = try await ConsoleBench()
        open(bench, "op hq extension.add")
        bench.app.paste("20\u{1B}09")
        #expect(bench.state.form?.focused.text == "20␛09")
    }

    @Test func `A file is not written over without a question`() async throws {
        let bench = try await ConsoleBench()
        open(bench, "op hq recording.get name=a to=\(bench.auditFile)")
        await bench.until { bench.state.answer?.content != nil }
        open(bench, "op hq recording.get name=b to=\(bench.auditFile)")
        await bench.until { bench.state.question != nil }
        #expect(bench.state.question == .confirmation(SafeText("\(bench.auditFile) exists. Replace it? y/n")))
        bench.press("n")
        #expect(await operated(bench).count == 1)
    }

    @Test func `A dangerous operation without anything to name wants its last word`() async throws {
        let bench = try await ConsoleBench()
        open(bench, "op hq session.password")
        bench.type("geheim")
        bench.press("C-o")
        #expect(bench.state.question == .naming("session.password @hq {\"new\":\"••••\"}", word: "password", LineEditor()))
        bench.press("esc")
        #expect(bench.state.overlay == .form && bench.state.form?.fields[0].text == "geheim")
        bench.press("C-o")
        bench.type("password")
        bench.press("ret")
        await bench.until { bench.state.notice?.tone == .done && bench.state.overlay == nil }
        #expect(await operated(bench) == [["new": "geheim"]])
        #expect(!bench.auditLines().joined().contains("geheim"))
    }

    @Test func `A file's progress is shown while it comes`() async throws {
        let bench = try await ConsoleBench()
        await bench.site.comesSlowly()
        open(bench, "op hq recording.get name=a to=/nonexistent/a")
        await bench.until { bench.state.answer?.progress != nil }
        #expect(bench.screen().contains("The file goes to /nonexistent/a") && bench.screen().contains("512 of 2048 bytes"))
        await bench.site.letCome()
        await bench.until { bench.state.answer?.content != nil }
    }

    // MARK: The answer

    private func table(_ bench: ConsoleBench, rows: Int, _ line: String = "op hq cdr.list rows=1000000") async {
        await bench.site.answerOperations([(.done(nil), Ledger.recordRows(rows))])
        open(bench, line)
        await bench.until { bench.state.answer?.content != nil }
    }

    @Test func `A table scrolls, searches and opens a row`() async throws {
        let bench = try await ConsoleBench()
        await table(bench, rows: 10_000)
        #expect(bench.state.answer?.content?.table?.columns.map(\.name) == Ledger.recordColumns)
        bench.press("down down j k G")
        #expect(bench.state.answer?.row == 9_999)
        #expect(bench.screen().contains("10000/10000"))
        bench.press("g /")
        bench.type("1673071399.9998")
        bench.press("ret")
        await bench.until { bench.state.answer?.row == 9_998 }
        bench.press("/")
        bench.type("王")
        bench.press("ret")
        await bench.until { bench.state.answer?.row == 9_999 }
        bench.press("n")
        await bench.until { bench.state.answer?.row == 0 }
        bench.press("N")
        await bench.until { bench.state.answer?.row == 9_999 }
        bench.press("N")
        await bench.until { bench.state.answer?.row == 9_996 }
        bench.press("right")
        #expect(bench.state.answer?.firstColumn == 1)
        bench.press("left left ret")
        #expect(bench.screen().contains("name: 王小明"))
        bench.press("esc")
        #expect(bench.state.overlay == .answer && bench.state.answer?.tree == nil)
        bench.press("t")
        #expect(bench.screen().contains("total: 60"))
        bench.press("t y")
        guard case .copy(let text)? = bench.effects().last else { Issue.record("nothing copied"); return }
        #expect(text.string.contains("\"uniqueid\":\"1673071399.9996\""))
        bench.press("esc")
        #expect(bench.state.overlay == nil)
        #expect(bench.app.run(line: "latest-answer") && bench.state.overlay == .answer)
    }

    @Test func `What is not there is said`() async throws {
        let bench = try await ConsoleBench()
        await table(bench, rows: 3)
        bench.press("/")
        bench.type("nobody")
        bench.press("ret")
        await bench.until { bench.notice == "“nobody” is nowhere in the answer." }
    }

    @Test func `A tree opens, closes and is searched where it is closed`() async throws {
        let bench = try await ConsoleBench()
        await bench.site.answerOperations([(.done(nil), Ledger.nested)])
        open(bench, "op hq extension.add number=1")
        await bench.until { bench.state.answer?.content != nil }
        bench.press("left")
        #expect(bench.state.answer?.tree?.lines.count == 1)
        bench.press("/")
        bench.type("备用")
        bench.press("ret")
        await bench.until { bench.state.answer?.tree?.cursor != 0 }
        let tree = try #require(bench.state.answer?.tree)
        #expect(tree.lines[tree.cursor].value == "备用中继")
        bench.press("left")
        #expect(bench.state.answer?.tree.map { $0.lines[$0.cursor].name } == "trunks")
        bench.press("ret")
        #expect(bench.state.answer?.tree.map { $0.lines[$0.cursor].isOpen } == false)
    }

    @Test func `A long listing comes piece by piece`() async throws {
        let bench = try await ConsoleBench()
        await bench.site.answerOperations([
            (.done(nil), Ledger.recordRows(20)), (.done(nil), Ledger.recordRows(20, from: 20)), (.done(nil), Ledger.recordRows(20, from: 40)),
            (.done(nil), Ledger.recordRows(7, from: 60)),
        ])
        open(bench, "op hq cdr.list rows=20")
        await bench.until { bench.state.answer?.content != nil }
        #expect(bench.screen().contains("m Fetch more · M Fetch all") && bench.screen().contains("1/20+"))
        bench.press("m")
        await bench.until { bench.state.answer?.content?.table?.rows.count == 40 && bench.state.answer?.isFetching == false }
        bench.press("M")
        await bench.until { bench.notice == "67 rows in all." }
        #expect(await operated(bench).map { $0["offset"] } == ["0", "20", "40", "60"])
        #expect(bench.state.answer?.content?.value["data"]?["rows"]?.array?.count == 67)
        #expect(!bench.screen().contains("Fetch more ·"))
    }

    @Test func `An exchange that repeats itself is not asked for ever`() async throws {
        let bench = try await ConsoleBench()
        await bench.site.answerOperations(Array(repeating: (.done(nil), Ledger.recordRows(5)), count: 9))
        open(bench, "op hq cdr.list rows=5")
        await bench.until { bench.state.answer?.content != nil }
        bench.press("M")
        await bench.until { bench.notice == "5 rows in all." }
        #expect(await operated(bench).count == 2)
    }

    @Test func `An answer is written as CSV or JSON and never over another file unasked`() async throws {
        let bench = try await ConsoleBench()
        await table(bench, rows: 2)
        let folder = FileManager.default.temporaryDirectory.appending(path: "cordboard-answer-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "a.csv").path
        func write(_ name: String) {
            bench.press("w C-u")
            bench.type(name)
            bench.press("ret")
        }
        bench.press("w")
        #expect(bench.state.question?.editor?.text == "cdr.list.csv")
        bench.press("C-u")
        bench.type("a.txt")
        bench.press("ret")
        #expect(bench.notice == "The name ends in .json or .csv." && bench.state.question != nil)
        bench.press("esc")
        write(file)
        await bench.until { bench.notice == "Written: \(file)" }
        let csv = try String(contentsOfFile: file, encoding: .utf8)
        #expect(csv.hasPrefix(Ledger.recordColumns.joined(separator: ",") + "\r\n1673071399.0,13810000000,2001,王小明,0,,\"{\"\"legs\"\":[\"\"SIP/2001-1\"\""))
        #expect(try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int == 0o600)
        bench.press("t")
        write(file)
        await bench.until { bench.state.question != nil }
        bench.press("n")
        #expect(try String(contentsOfFile: file, encoding: .utf8) == csv)
        write(folder.path + "/a.json")
        await bench.until { bench.notice == "Written: \(folder.path)/a.json" }
        #expect(try JSONValue(parsing: String(contentsOfFile: folder.path + "/a.json", encoding: .utf8)) == Ledger.recordRows(2))
        write(file)
        await bench.until { bench.state.question != nil }
        bench.press("y")
        await bench.until { bench.notice == "Written: \(file)" }
        write("/nonexistent/a.json")
        await bench.until { bench.notice.contains("cannot be written") }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["a.csv", "a.json"])
    }

    @Test func `The keys of form and answer have a page of their own`() async throws {
        let bench = try await ConsoleBench()
        await table(bench, rows: 2)
        bench.press("?")
        #expect(bench.screen().contains("Write to a file") && bench.screen().contains("Keys of the answer"))
        bench.press("esc")
        #expect(bench.state.overlay == .answer)
    }

    @Test(arguments: [(1, 1), (4, 3), (20, 4), (30, 8), (60, 12), (80, 24), (500, 200)])
    func `Form and answer fit on any screen`(width: Int, height: Int) async throws {
        let bench = try await ConsoleBench()
        open(bench, "op hq extension.add")
        bench.app.resize(width: width, height: height)
        for _ in 0..<12 {
            _ = bench.app.draw()
            bench.press("tab")
        }
        bench.press("esc")
        await table(bench, rows: 30)
        for key in ["G", "right", "right", "left", "ret", "G", "esc", "t", "G", "pageup"] {
            bench.press(key)
            _ = bench.app.draw()
        }
    }

    @Test func `Keymap and console agree on the commands of form and answer`() throws {
        let text = try String(contentsOfFile: ConsoleBench.folders.roots[0] + "/keymaps/default.yaml", encoding: .utf8)
        for command in OverlayCommand.allCases { #expect(text.contains(": \(command.rawValue)\n"), "\(command) has no key") }
    }
}
