import Exchange
import Foundation
import JSON
import Testing

@testable import Console

/// Raw operations: the line, the form, the question, the answer.
@MainActor
@Suite(.timeLimit(.minutes(1)))
struct ConsoleOperationTests {
    private func words(_ harness: ConsoleHarness) -> [String] { harness.state.prompt?.completions?.candidates.map(\.word) ?? [] }

    private func documentation(_ harness: ConsoleHarness) -> String {
        (harness.state.prompt?.completions?.documentation ?? []).map(\.text.string).joined(separator: "\n")
    }

    private func open(_ harness: ConsoleHarness, _ line: String) {
        harness.press(":")
        harness.type(line)
        harness.press("ret")
    }

    private func operated(_ harness: ConsoleHarness) async -> [JSONValue] { await harness.site.operated.map(\.1) }

    // MARK: The line

    @Test(arguments: [
        ("op ", ["hq"]), ("op hq exten", ["extension.add", "extension.delete"]), ("op hq fax", ["fax.send"]),
        ("op hq 分机", ["extension.add", "extension.delete"]),
        ("op hq detail", ["cdr.list"]), ("op hq recordings", ["recording.get"]), ("op hq getcdr", ["cdr.list"]),
        ("op hq extension.add dn", ["dnd="]), ("op hq extension.add dnd=", ["dnd=off", "dnd=on"]),
        ("op hq extension.add dnd=on ca", ["calls[0].number=", "calls[0].kind="]),
        ("op hq extension.add ringtimeout=", ["ringtimeout=15", "ringtimeout=30", "ringtimeout=120"]),
        ("op hq session.password ", ["name="]),
        ("op hq extension.add dnd=on dn", []),
    ])
    func `A line completes sites, operations by any of their words, parameters and values`(typed: String, found: [String]) async throws {
        let harness = try await ConsoleHarness()
        harness.press(":")
        harness.type(typed)
        #expect(words(harness) == found)
    }

    @Test func `What cannot be run is dimmed and says why`() async throws {
        let harness = try await ConsoleHarness(role: .viewer)
        harness.press(":")
        harness.type("op hq ")
        let reasons =
            harness.state.prompt?.completions?.candidates.reduce(into: [String: String]()) { $0[$1.word] = $1.reason?.string ?? "" } ?? [:]
        #expect(reasons["fax.send"] == "the document describes no wire")
        #expect(reasons["extension.add"] == "needs the role dispatcher")
        #expect(reasons["cdr.list"] == "")
        harness.press("esc")
        open(harness, "op hq fax.send")
        await harness.until { harness.state.notices.latest?.tone == .error }
        #expect(harness.notice == "fax.send @hq: not sent: the document describes no wire")
        open(harness, "op hq extension.add")
        await harness.until { harness.notice.contains("extension.add @hq: not sent") }
        #expect(harness.notice.hasSuffix("needs the role dispatcher") && harness.overlay == nil)
        #expect(await operated(harness).isEmpty)
        #expect(harness.auditLines().count == 2 && harness.auditLines()[1].contains("\"forbidden\""))
    }

    @Test func `The operation and the parameter being typed are explained`() async throws {
        let harness = try await ConsoleHarness()
        harness.press(":")
        harness.type("op hq extension.ad")
        #expect(documentation(harness) == "")
        harness.press("tab")
        #expect(documentation(harness).hasPrefix("extension.add – Add an extension\nPOST /api/v1.1.0/extension/add · extensions · command"))
        #expect(documentation(harness).contains("number [username]"))
        harness.type(" dnd=")
        #expect(documentation(harness).contains("dnd · may be left out · without it: off\nDo not disturb.\noff = disabled, on = enabled"))
        #expect(harness.screen().contains("Do not disturb."))
    }

    @Test(arguments: [
        ("op hq extension.add nmuber=1", "extension.add takes no nmuber; did you mean “number”?"),
        ("op hq extension.add number=1 dnd=maybe", "dnd must be one of off, on"),
        ("op hq extension.add number=1 ringtimeout=x", "ringtimeout must be a whole number"),
        ("op hq extension.add params=x", "params must be a JSON object"),
        ("op hq extension.add number", "“number” is no KEY=VALUE."),
        ("op hq session.password new=geheim", "new is secret: leave it out, the form asks for it."),
        ("op hq extension.add number=1 number.x=2", "“number.x=2” does not go together with what stands before it."),
    ])
    func `What is wrong with a line is said before anything is sent`(typed: String, words: String) async throws {
        let harness = try await ConsoleHarness()
        open(harness, typed)
        #expect(harness.notice == words)
        #expect(harness.state.prompt?.editor?.text == typed)
        #expect(await operated(harness).isEmpty)
    }

    @Test func `A line with a secret is not remembered`() async throws {
        let harness = try await ConsoleHarness()
        open(harness, "op hq session.password new=geheim")
        harness.press("esc : up")
        #expect(harness.state.prompt?.editor?.text == "")
    }

    @Test func `A line that lacks nothing is run at once`() async throws {
        let harness = try await ConsoleHarness()
        open(harness, "op hq extension.add number=2009 params.start=16:30 members=a,b calls[0].number=7")
        await harness.until { harness.answer?.content != nil }
        #expect(
            await operated(harness) == [
                ["number": "2009", "params": ["start": "16:30"], "members": ["a", "b"], "calls": [["number": "7"]]]
            ])
    }

    // MARK: The form

    @Test func `A form opens for what is missing, and sends what is typed`() async throws {
        let harness = try await ConsoleHarness()
        open(harness, "op hq extension.add username=Zoe")
        #expect(harness.overlay == .form && harness.form?.focused.name == "number")
        harness.type("q20 :/?")
        #expect(harness.form?.focused.text == "q20 :/?")
        harness.press("C-u")
        harness.type("2009")
        harness.press("down down")
        harness.type("geheim")
        #expect(!harness.screen().contains("geheim") && harness.screen().contains("••••••"))
        harness.press("tab right right")
        #expect(harness.form?.focused.text == "on")
        harness.press("right right left")
        #expect(harness.form?.focused.text == "")
        harness.press("left C-o")
        await harness.until { harness.answer?.content != nil }
        #expect(await operated(harness) == [["number": "2009", "username": "Zoe", "password": "geheim", "dnd": "on"]])
        // The attempt and its outcome.
        #expect(harness.auditLines().count == 2 && harness.auditLines().allSatisfy { !$0.contains("geheim") })
        harness.press("esc")
        #expect(harness.overlay == .form)
        harness.press("esc")
        #expect(harness.overlay == nil)
    }

    @Test func `What is wrong is said at its field, and nothing is sent`() async throws {
        let harness = try await ConsoleHarness()
        open(harness, "op hq extension.add")
        harness.press("tab tab tab tab")
        harness.type("soon")
        harness.press("tab tab tab")
        harness.type("[1")
        harness.press("C-o")
        let faults = harness.form?.fields.compactMap(\.fault?.string)
        #expect(
            faults == [
                "number is needed", "ringtimeout must be a whole number",
                "members must be a list: values with commas between, or a JSON array",
            ])
        #expect(harness.form?.focused.name == "number")
        #expect(harness.screen().contains("! number is needed"))
        harness.type("1")
        #expect(harness.form?.focused.fault == nil)
        #expect(await operated(harness).isEmpty)
    }

    @Test func `Escape loses nothing but secrets`() async throws {
        let harness = try await ConsoleHarness()
        open(harness, "op hq extension.add")
        harness.type("2009")
        harness.press("tab tab")
        harness.type("geheim")
        harness.press("esc")
        #expect(harness.overlay == nil && harness.notice == "Cancelled: nothing was sent.")
        open(harness, "op hq extension.add")
        #expect(harness.form?.fields.map(\.text).prefix(3) == ["2009", "", ""])
    }

    @Test func `Enter goes on, and sends from the last field`() async throws {
        let harness = try await ConsoleHarness()
        open(harness, "op hq recording.get")
        harness.type("r.wav")
        harness.press("ret")
        #expect(harness.form?.focused.name == "to")
        harness.press("ret")
        #expect(harness.form?.focused.fault == "to is needed")
        harness.type("/nonexistent/r.wav")
        harness.press("ret")
        await harness.until { harness.answer?.content != nil }
        #expect(await operated(harness) == [["name": "r.wav", "to": "/nonexistent/r.wav"]])
    }

    @Test func `A refusal leads back to the form`() async throws {
        let harness = try await ConsoleHarness()
        await harness.site.answerOperations([(.refused(code: "7", "no such"), ["code": "7"])])
        open(harness, "op hq extension.add")
        harness.type("2009")
        harness.press("C-o")
        await harness.until { harness.state.notices.latest?.tone == .error && harness.overlay == .form }
        #expect(harness.form?.fields[0].text == "2009")
    }

    @Test func `Another line does not lead back to an old form`() async throws {
        let harness = try await ConsoleHarness()
        open(harness, "op hq extension.add")
        harness.type("2009")
        harness.press("C-o")
        await harness.until { harness.answer?.content != nil }
        open(harness, "op hq calls.live")
        await harness.until { harness.answer?.content != nil }
        harness.press("esc")
        #expect(harness.overlay == nil && harness.form == nil)
    }

    @Test func `Pasted text goes into the field`() async throws {
        let harness = try await ConsoleHarness()
        open(harness, "op hq extension.add")
        harness.app.paste("20\u{1B}09")
        #expect(harness.form?.focused.text == "20␛09")
    }

    @Test func `A file is not written over without a question`() async throws {
        let harness = try await ConsoleHarness()
        open(harness, "op hq recording.get name=a to=\(harness.auditFile)")
        await harness.until { harness.answer?.content != nil }
        open(harness, "op hq recording.get name=b to=\(harness.auditFile)")
        await harness.until { harness.state.prompt != nil }
        #expect(harness.state.prompt == .confirmation(SafeText("\(harness.auditFile) exists. Replace it? y/n")))
        harness.press("n")
        #expect(await operated(harness).count == 1)
    }

    @Test func `A dangerous operation without anything to name wants its last word`() async throws {
        let harness = try await ConsoleHarness()
        open(harness, "op hq session.password")
        harness.type("geheim")
        harness.press("C-o")
        #expect(harness.state.prompt == Prompt(.typedConfirmation("session.password @hq {\"new\":\"••••\"}", word: "password")))
        harness.press("esc")
        #expect(harness.overlay == .form && harness.form?.fields[0].text == "geheim")
        harness.press("C-o")
        harness.type("password")
        harness.press("ret")
        await harness.until { harness.state.notices.latest?.tone == .done && harness.overlay == nil }
        #expect(await operated(harness) == [["new": "geheim"]])
        #expect(!harness.auditLines().joined().contains("geheim"))
    }

    @Test func `A file's progress is shown while it comes`() async throws {
        let harness = try await ConsoleHarness()
        await harness.site.comesSlowly()
        open(harness, "op hq recording.get name=a to=/nonexistent/a")
        await harness.until { harness.answer?.progress != nil }
        #expect(harness.screen().contains("The file goes to /nonexistent/a") && harness.screen().contains("512 of 2048 bytes"))
        await harness.site.letCome()
        await harness.until { harness.answer?.content != nil }
    }

    // MARK: The answer

    private func table(_ harness: ConsoleHarness, rows: Int, _ line: String = "op hq cdr.list rows=1000000") async {
        await harness.site.answerOperations([(.done(nil), SampleOperations.recordRows(rows))])
        open(harness, line)
        await harness.until { harness.answer?.content != nil }
    }

    @Test func `A table scrolls, searches and opens a row`() async throws {
        let harness = try await ConsoleHarness()
        await table(harness, rows: 10_000)
        #expect(harness.answer?.content?.table?.columns.map(\.name) == SampleOperations.recordColumns)
        harness.press("down down j k G")
        #expect(harness.answer?.row == 9_999)
        #expect(harness.screen().contains("10000/10000"))
        harness.press("g /")
        harness.type("1673071399.9998")
        harness.press("ret")
        await harness.until { harness.answer?.row == 9_998 }
        harness.press("/")
        harness.type("王")
        harness.press("ret")
        await harness.until { harness.answer?.row == 9_999 }
        harness.press("n")
        await harness.until { harness.answer?.row == 0 }
        harness.press("N")
        await harness.until { harness.answer?.row == 9_999 }
        harness.press("N")
        await harness.until { harness.answer?.row == 9_996 }
        harness.press("right")
        #expect(harness.answer?.firstColumn == 1)
        harness.press("left left ret")
        #expect(harness.screen().contains("name: 王小明"))
        harness.press("esc")
        #expect(harness.overlay == .answer && harness.answer?.tree == nil)
        harness.press("t")
        #expect(harness.screen().contains("total: 60"))
        harness.press("t y")
        guard case .copy(let text)? = harness.effects().last else { Issue.record("nothing copied"); return }
        #expect(text.string.contains("\"uniqueid\":\"1673071399.9996\""))
        harness.press("esc")
        #expect(harness.overlay == nil)
        #expect(harness.app.commandLine.run("latest-answer") && harness.overlay == .answer)
    }

    @Test func `What is not there is said`() async throws {
        let harness = try await ConsoleHarness()
        await table(harness, rows: 3)
        harness.press("/")
        harness.type("nobody")
        harness.press("ret")
        await harness.until { harness.notice == "“nobody” is nowhere in the answer." }
    }

    @Test func `A tree opens, closes and is searched where it is closed`() async throws {
        let harness = try await ConsoleHarness()
        await harness.site.answerOperations([(.done(nil), SampleOperations.nested)])
        open(harness, "op hq extension.add number=1")
        await harness.until { harness.answer?.content != nil }
        harness.press("left")
        #expect(harness.answer?.tree?.lines.count == 1)
        harness.press("/")
        harness.type("备用")
        harness.press("ret")
        await harness.until { harness.answer?.tree?.cursor != 0 }
        let tree = try #require(harness.answer?.tree)
        #expect(tree.lines[tree.cursor].value == "备用中继")
        harness.press("left")
        #expect(harness.answer?.tree.map { $0.lines[$0.cursor].name } == "trunks")
        harness.press("ret")
        #expect(harness.answer?.tree.map { $0.lines[$0.cursor].isOpen } == false)
    }

    @Test func `A long listing comes piece by piece`() async throws {
        let harness = try await ConsoleHarness()
        await harness.site.answerOperations([
            (.done(nil), SampleOperations.recordRows(20)), (.done(nil), SampleOperations.recordRows(20, from: 20)),
            (.done(nil), SampleOperations.recordRows(20, from: 40)),
            (.done(nil), SampleOperations.recordRows(7, from: 60)),
        ])
        open(harness, "op hq cdr.list rows=20")
        await harness.until { harness.answer?.content != nil }
        #expect(harness.screen().contains("m Fetch more · M Fetch all") && harness.screen().contains("1/20+"))
        harness.press("m")
        await harness.until { harness.answer?.content?.table?.rows.count == 40 && harness.answer?.isFetching == false }
        harness.press("M")
        await harness.until { harness.notice == "67 rows in all." }
        #expect(await operated(harness).map { $0["offset"] } == ["0", "20", "40", "60"])
        #expect(harness.answer?.content?.value["data"]?["rows"]?.array?.count == 67)
        #expect(!harness.screen().contains("Fetch more ·"))
    }

    @Test func `An exchange that repeats itself is not asked for ever`() async throws {
        let harness = try await ConsoleHarness()
        await harness.site.answerOperations(Array(repeating: (.done(nil), SampleOperations.recordRows(5)), count: 9))
        open(harness, "op hq cdr.list rows=5")
        await harness.until { harness.answer?.content != nil }
        harness.press("M")
        await harness.until { harness.notice == "5 rows in all." }
        #expect(await operated(harness).count == 2)
    }

    @Test func `An answer is written as CSV or JSON and never over another file unasked`() async throws {
        let harness = try await ConsoleHarness()
        await table(harness, rows: 2)
        let folder = FileManager.default.temporaryDirectory.appending(path: "cordboard-answer-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "a.csv").path
        func write(_ name: String) {
            harness.press("w C-u")
            harness.type(name)
            harness.press("ret")
        }
        harness.press("w")
        #expect(harness.state.prompt?.editor?.text == "cdr.list.csv")
        harness.press("C-u")
        harness.type("a.txt")
        harness.press("ret")
        #expect(harness.notice == "The name ends in .json or .csv." && harness.state.prompt != nil)
        harness.press("esc")
        write(file)
        await harness.until { harness.notice == "Written: \(file)" }
        let csv = try String(contentsOfFile: file, encoding: .utf8)
        #expect(
            csv.hasPrefix(
                SampleOperations.recordColumns.joined(separator: ",")
                    + "\r\n1673071399.0,13810000000,2001,王小明,0,,\"{\"\"legs\"\":[\"\"SIP/2001-1\"\""))
        #expect(try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int == 0o600)
        harness.press("t")
        write(file)
        await harness.until { harness.state.prompt != nil }
        harness.press("n")
        #expect(try String(contentsOfFile: file, encoding: .utf8) == csv)
        write(folder.path + "/a.json")
        await harness.until { harness.notice == "Written: \(folder.path)/a.json" }
        #expect(try JSONValue(parsing: String(contentsOfFile: folder.path + "/a.json", encoding: .utf8)) == SampleOperations.recordRows(2))
        write(file)
        await harness.until { harness.state.prompt != nil }
        harness.press("y")
        await harness.until { harness.notice == "Written: \(file)" }
        write("/nonexistent/a.json")
        await harness.until { harness.notice.contains("cannot be written") }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["a.csv", "a.json"])
    }

    @Test func `What a spreadsheet would take for a formula is written as text`() {
        let rows: JSONValue = [
            ["name": "=1+1", "n": .number("-5"), "x": "+86138"], ["name": "@SUM(A1)", "n": "-5", "x": "\t=2"],
            ["name": "a=b", "n": "5", "x": ""],
        ]
        let table = AnswerContent(rows, SampleOperations.records).table
        #expect(table.map { CSV.text(of: $0) } == "name,n,x\r\n'=1+1,-5,'+86138\r\n'@SUM(A1),'-5,'\t=2\r\na=b,5,\r\n")
    }

    @Test func `The keys of form and answer have a page of their own`() async throws {
        let harness = try await ConsoleHarness()
        await table(harness, rows: 2)
        harness.press("?")
        #expect(harness.screen().contains("Write to a file") && harness.screen().contains("Keys of the answer"))
        harness.press("esc")
        #expect(harness.overlay == .answer)
    }

    @Test(arguments: [(1, 1), (4, 3), (20, 4), (30, 8), (60, 12), (80, 24), (500, 200)])
    func `Form and answer fit on any screen`(width: Int, height: Int) async throws {
        let harness = try await ConsoleHarness()
        open(harness, "op hq extension.add")
        harness.app.resize(width: width, height: height)
        for _ in 0..<12 {
            _ = harness.app.draw()
            harness.press("tab")
        }
        harness.press("esc")
        await table(harness, rows: 30)
        for key in ["G", "right", "right", "left", "ret", "G", "esc", "t", "G", "pageup"] {
            harness.press(key)
            _ = harness.app.draw()
        }
    }

    @Test func `Keymap and console agree on the commands of form and answer`() throws {
        let text = try String(contentsOfFile: ConsoleHarness.folders.roots[0] + "/keymaps/default.yaml", encoding: .utf8)
        for command in OverlayCommand.allCases { #expect(text.contains(": \(command.rawValue)\n"), "\(command) has no key") }
    }
}
