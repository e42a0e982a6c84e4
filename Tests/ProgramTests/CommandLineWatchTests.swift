import Foundation
import JSON
import Simulators
import Testing

/// `watch`: the lines and their order.
@Suite(.serialized, .timeLimit(.minutes(2))) struct CommandLineWatchTests {
    /// Reads lines until one is as wanted; what was read on the way comes back, that line last.
    private func read(_ lines: inout AsyncStream<String>.Iterator, until isLast: (JSONValue) -> Bool) async throws -> [JSONValue] {
        var read: [JSONValue] = []
        while let line = await lines.next() {
            let value = try JSONValue(parsing: line)
            read.append(value)
            if isLast(value) { break }
        }
        return read
    }

    private func isSynced(_ line: JSONValue) -> Bool { line["type"] == "site" && line["op"] == "synced" }

    @Test func thePresentStateComesFirstThenSyncedThenChanges() async throws {
        let exchange = try await QuietExchange()
        let program = try exchange.start(["watch"])
        var lines = program.lines.makeAsyncIterator()
        let present = try await read(&lines, until: isSynced)
        for line in present {
            #expect(line.object?.keys.sorted() == ["key", "op", "site", "time", "type", "value"])
            #expect(line["site"] == "hq")
        }
        #expect(present.dropLast().allSatisfy { $0["op"] == "put" })
        #expect(present.count { $0["type"] == "agent" } == 24)
        #expect(present.contains { $0["type"] == "queue" })
        #expect(present.contains { $0["type"] == "trunk" })
        #expect(present.first?["type"] == "site")

        _ = try await exchange.simulator.act { try $0.dial("8003", "8004") }
        let changes = try await read(&lines) { $0["type"] == "call" }
        #expect(changes.last?["op"] == "put")
        let call = try #require(changes.last?["key"]?.text)
        _ = try await exchange.simulator.act { try $0.hangUp(call) }
        let end = try await read(&lines) { $0["type"] == "call" && $0["op"] == "remove" }
        #expect(end.last?["key"] == .string(call))
        #expect(end.last?["value"] == .null)

        program.send(SIGINT)
        let outcome = await program.outcome
        #expect(outcome.status == 0)
        #expect(outcome.errors == "")
        await exchange.demo.stop()
    }

    @Test func aLostLinkAndItsReturnAreLines() async throws {
        let exchange = try await QuietExchange()
        let program = try exchange.start(["watch"])
        var lines = program.lines.makeAsyncIterator()
        _ = try await read(&lines, until: isSynced)
        exchange.demo.broker?.kill()
        let lost = try await read(&lines) { $0["type"] == "site" && $0["value"]?["status"] == "offline" }
        #expect(lost.last?["op"] == "put")
        #expect(lost.last?["value"]?["error"]?.text?.isEmpty == false)
        try await exchange.demo.broker?.restart()
        let back = try await read(&lines, until: isSynced)
        #expect(back.last?["value"]?["status"] == "online")
        #expect(!back.contains { $0["op"] == "remove" }, "nothing left while the link was away")
        program.send(SIGTERM)
        #expect(await program.outcome.status == 0)
        await exchange.demo.stop()
    }

    /// The reader takes nothing while more comes than a pipe holds, then all there is.
    @Test func aSlowReaderLosesNoLine() async throws {
        let exchange = try await QuietExchange()
        let fifo = exchange.folder.path + "/fifo"
        #expect(mkfifo(fifo, 0o600) == 0)
        let program = try exchange.start(["watch", "--output", fifo])
        let reader = try await SlowReader(fifo)
        var line = try JSONValue(parsing: await reader.line())
        while !isSynced(line) { line = try JSONValue(parsing: await reader.line()) }

        let count = 2_000
        for number in 0..<count {
            await exchange.simulator.send(
                event: Array(#"{"event": "ivrdtmf", "ivr": "9000", "caller": "0800", "dtmf": "\#(number)", "callid": "1.1"}"#.utf8))
        }
        for number in 0..<count {
            var line = try JSONValue(parsing: await reader.line())
            while line["type"] != "message" { line = try JSONValue(parsing: await reader.line()) }
            guard line["value"]?["details"]?["dtmf"] == .string("\(number)") else {
                Issue.record("line \(number) is missing: \(line.compactText)")
                break
            }
        }
        program.send(SIGINT)
        #expect(await program.outcome.status == 0)
        await exchange.demo.stop()
    }

    @Test func aReaderWhoGoesAwayEndsItQuietlyEvenWhenNothingChanges() async throws {
        let folder = try TestFolder()
        let run = try await CommandLineStateTests.shell(
            #""$0" watch --demo | head -n 1; echo "${PIPESTATUS[0]}""#, folder)
        let lines = run.output.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines.last == "0")
        #expect(run.errors == "")
    }

    /// A hang-up ends it, unless it was started with nohup; a script's background job, where shells ignore SIGINT, still ends.
    @Test func aHangUpEndsItUnlessToldToOutliveIt() async throws {
        let script = #"""
            exec 3< <(trap '' INT; exec "$0" watch --demo); pid=$!; read -r line <&3; kill -INT $pid; wait $pid; echo "int $?"
            exec 3< <(exec "$0" watch --demo); pid=$!; read -r line <&3; kill -HUP $pid; wait $pid; echo "hup $?"
            exec 3< <(trap '' HUP; exec "$0" watch --demo); pid=$!
            until [[ $line == *synced* ]]; do read -r line <&3; done
            kill -HUP $pid; read -r line <&3 && read -r line <&3 && echo "still there"; kill -TERM $pid; wait $pid; echo "term $?"
            """#
        let run = try await CommandLineStateTests.shell(script, try TestFolder())
        #expect(run.output == "int 0\nhup 0\nstill there\nterm 0\n")
        #expect(run.errors == "")
    }

    @Test func aSiteThatCannotBeHadIsALineToo() async throws {
        let exchange = try await QuietExchange()
        await exchange.demo.stop()
        let program = try exchange.start(["watch"])
        var lines = program.lines.makeAsyncIterator()
        let present = try await read(&lines) { $0["value"]?["status"] == "offline" }
        #expect(present.last?["value"]?["error"]?.text?.isEmpty == false)
        program.send(SIGINT)
        let outcome = await program.outcome
        #expect(outcome.status == 0)
        #expect(outcome.errors.contains("hq is not synchronised"))
    }

    @Test func hostileNamesCannotLeaveTheirLine() async throws {
        let exchange = try await QuietExchange()
        let program = try exchange.start(["watch"])
        var lines = program.lines.makeAsyncIterator()
        _ = try await read(&lines, until: isSynced)
        for _ in HostileNames.all { await exchange.simulator.sendHostileName() }
        await exchange.simulator.sendInvalidUTF8()
        await exchange.simulator.sendInvalidJSON()
        await exchange.simulator.sendPayload(bytes: 1_000_000)
        _ = try await exchange.simulator.act { try $0.dial("8003", "8004") }
        _ = try await read(&lines) { $0["type"] == "call" && $0["value"]?.compactText.contains("8004") == true }
        program.send(SIGINT)
        let outcome = await program.outcome
        #expect(outcome.status == 0)
        for line in outcome.output.split(separator: "\n") { _ = try JSONValue(parsing: String(line)) }
        // On a terminal nothing may act, nothing may hide: control, bidi and zero-width characters are escaped or gone.
        let acting = outcome.output.unicodeScalars.filter {
            $0 != "\n" && [.control, .format, .lineSeparator].contains($0.properties.generalCategory)
        }
        #expect(acting.isEmpty)
        await exchange.demo.stop()
    }
}
