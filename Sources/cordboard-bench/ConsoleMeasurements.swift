import Foundation

/// Time from starting the program to its first whole frame, with nobody to connect to.
enum FirstFrame {
    @MainActor static func measure(_ place: Workplace) async throws -> [Figure] {
        // Port 1 (tcpmux) is served by nobody.
        let configuration = try place.configuration(port: 1)
        let quiet = Duration.milliseconds(200)
        var times: [Double] = []
        var firstBytes: [Double] = []
        for _ in 0..<place.count(20) {
            let console = try ConsoleOnTerminal(place, configuration: configuration)
            guard let burst = console.untilQuiet(quiet) else { throw Unmeasurable("the console shows nothing") }
            times.append((burst.last - console.begun).milliseconds)
            firstBytes.append((burst.first - console.begun).milliseconds)
            console.end()
        }
        return [
            Figure("first useful frame, sites unreachable", "ms", times, .most(.p50, 60)),
            Figure("  its first byte", "ms", firstBytes),
        ]
    }
}

/// What the console holds in memory with 1,000 agents, before and after a storm of events.
enum Footprint {
    @MainActor static func measure(_ place: Workplace) async throws -> [Figure] {
        try await SimulatedExchange.with { exchange in
            let console = try exchange.console(place)
            defer { console.end() }
            console.follow(for: .seconds(3))
            let before = ProcessFigures(console.process)
            let link = try await exchange.link()
            let rate = 5_000
            let duration = Duration.seconds(place.isQuick ? 5 : 15)
            let storm = Storm(link, to: exchange.extensions, rate: rate)
            console.follow(for: duration)
            let sent = storm.stop()
            console.follow(for: .seconds(4))
            let after = ProcessFigures(console.process)
            await link.close()
            let growth = (after.megabytes("VmRSS") / before.megabytes("VmRSS") - 1) * 100
            func anonymous(_ figures: ProcessFigures) -> String { Figure.text(figures.megabytes("RssAnon")) }
            return [
                Figure(
                    "resident memory, 1,000 agents", "MB", [before.megabytes("VmRSS")], .most(.p50, 40),
                    note: "of it anonymous \(anonymous(before)) MB, the rest is pages of the program's files"),
                Figure("  proportional (PSS)", "MB", [before.megabytes("Pss")]),
                Figure(
                    "  growth by a storm", "%", [growth], .most(.p50, 10),
                    note:
                        "\(sent) events in \(duration); anonymous memory then \(anonymous(after)) MB, resident \(Figure.text(after.megabytes("VmRSS"))) MB"
                ),
            ]
        }
    }
}

/// What the console does while nothing happens on the exchange.
enum Idleness {
    @MainActor static func measure(_ place: Workplace) async throws -> [Figure] {
        try await SimulatedExchange.with { exchange in
            let usual = try watch(try exchange.console(place), place)
            let unpolled = try watch(try exchange.console(place, pollInterval: "60s"), place)
            return [
                Figure("idle CPU, nothing changing", "%", [usual.cpu], .most(.p50, 0.3)),
                Figure(
                    "  wake-ups, all threads", "1/s", [usual.wakeUps], .most(.p50, 2),
                    note: "the screen shows durations and so ticks every second; polls for what the exchange does not report come every 2 s"
                ),
                Figure("  CPU without polling", "%", [unpolled.cpu]),
                Figure("  wake-ups without polling", "1/s", [unpolled.wakeUps]),
                Figure("  bytes written", "B/s", [usual.bytes]),
            ]
        }
    }

    private static func watch(
        _ console: ConsoleOnTerminal, _ place: Workplace
    ) throws -> (cpu: Double, wakeUps: Double, bytes: Double) {
        defer { console.end() }
        console.follow(for: .seconds(3))
        let seconds = place.isQuick ? 5.0 : 10.0
        let before = ProcessFigures(console.process)
        var waits = before.waits
        var wakeUps = 0.0
        var bytes = 0
        // A thread that ends takes its count with it: looked at often, little is lost.
        for _ in 0..<Int(seconds * 4) {
            bytes += console.follow(for: .milliseconds(250))
            let now = ProcessFigures(console.process).waits
            wakeUps += now.reduce(0) { $0 + $1.value - waits[$1.key, default: 0] }
            waits = now
        }
        let running = ProcessFigures(console.process).running - before.running
        return (running / seconds * 100, wakeUps / seconds, Double(bytes) / seconds)
    }
}

/// How soon a key is answered, and in how many bytes.
enum Keystrokes {
    @MainActor static func measure(_ place: Workplace) async throws -> [Figure] {
        try await SimulatedExchange.with { exchange in
            let console = try exchange.console(place)
            defer { console.end() }
            var times: [Double] = []
            var bytes: [Double] = []
            var writes: [Double] = []
            for press in 0..<place.count(200) {
                // The durations' tick, once a second, would be taken for the answer.
                while !(0.05...0.9).contains(sinceSecond) {
                    _ = console.untilQuiet(.milliseconds(10), limit: .milliseconds(50))
                }
                let pressed = console.press(press / 25 % 2 == 0 ? "j" : "k")
                guard let burst = console.untilQuiet(.milliseconds(12), limit: .milliseconds(500)) else { continue }
                times.append((burst.first - pressed).milliseconds)
                bytes.append(Double(burst.bytes))
                writes.append(Double(burst.reads))
            }
            return [
                Figure("key to first byte, idle", "ms", times, .most(.p95, 1)),
                Figure("  this machine's floor: cat's echo", "ms", try floor(place)),
                Figure("key to its echo, 1,000 events/s arriving", "ms", try await underLoad(console, exchange, place), .most(.p99, 5)),
                Figure("bytes per cursor move, 120×40", "B", bytes, .most(.p50, 400)),
                Figure("  writes per frame", "", writes),
            ]
        }
    }

    private static var sinceSecond: Double { Date().timeIntervalSince1970.truncatingRemainder(dividingBy: 1) }

    /// What a program that does nothing needs on this machine just now.
    private static func floor(_ place: Workplace) throws -> [Double] {
        let echo = try ConsoleOnTerminal("/bin/sh", ["-c", "stty raw -echo; echo ready; exec cat"])
        defer { echo.end() }
        _ = try echo.wait(for: "ready")
        echo.follow(for: .milliseconds(100))
        return (0..<place.count(200)).compactMap { _ in
            let pressed = echo.press("j")
            return echo.untilQuiet(.milliseconds(12), limit: .milliseconds(500)).map { ($0.first - pressed).milliseconds }
        }
    }

    /// With frames coming all the time, only a character that nothing else shows is surely the answer.
    @MainActor private static func underLoad(
        _ console: ConsoleOnTerminal, _ exchange: SimulatedExchange, _ place: Workplace
    ) async throws -> [Double] {
        let link = try await exchange.link()
        let storm = Storm(link, to: exchange.extensions, rate: 1_000)
        defer { storm.stop() }
        console.follow(for: .seconds(1))
        var times: [Double] = []
        for press in 0..<place.count(300) {
            if press % 20 == 0 {
                console.press("\u{1B}")
                console.follow(for: .milliseconds(200))
                console.press(":")
                console.follow(for: .milliseconds(100))
            }
            let letter = String(UnicodeScalar(0xAC00 + UInt32(press)).map(Character.init) ?? "§")
            let pressed = console.press(letter)
            times.append((try console.wait(for: letter) - pressed).milliseconds)
            console.follow(for: .milliseconds(Double.random(in: 10...40)))
        }
        console.press("\u{1B}")
        return times
    }
}
