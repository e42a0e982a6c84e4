import Foundation
import Wire

/// From the exchange's word to the changed bytes on the terminal.
enum EventToScreen {
    @MainActor static func measure(_ place: Workplace) async throws -> [Figure] {
        try await SimulatedExchange.with { exchange in
            let console = try exchange.console(place)
            defer { console.end() }
            let number = exchange.extensions[0]
            // One telephone alone on the screen, whose reason is the exchange's own unknown word.
            console.press("z/\(number)\r")
            console.follow(for: .milliseconds(500))
            let link = try await exchange.link()
            var times: [Double] = []
            for event in 0..<place.count(100) {
                let word = String(UnicodeScalar(0x4E00 + UInt32(event)).map(Character.init) ?? "一")
                let told = ContinuousClock.now
                try link.publish(Array(EventText.status(number, word).utf8), to: EventText.topic("event"), quality: .atMostOnce)
                times.append((try console.wait(for: word) - told).milliseconds)
                console.follow(for: .milliseconds(Double.random(in: 40...90)))
            }
            await link.close()
            return [Figure("event to screen", "ms", times, .most(.p95, 100))]
        }
    }
}

/// From a key press to the request on the broker.
enum KeyToRequest {
    @MainActor static func measure(_ place: Workplace) async throws -> [Figure] {
        try await SimulatedExchange.with { exchange in
            let console = try exchange.console(place)
            defer { console.end() }
            console.press("z/\(exchange.extensions[0])\r")
            console.follow(for: .milliseconds(500))
            let link = try await exchange.link(subscribing: [EventText.topic("command/queue")])
            var times: [Double] = []
            for _ in 0..<place.count(50) {
                let pressed = console.press("p")
                try await request(on: link)
                times.append((.now - pressed).milliseconds)
                console.follow(for: .milliseconds(150))
            }
            await link.close()
            return [Figure("key press to the request on the broker", "ms", times)]
        }
    }

    /// Waits for a pause or unpause among what is asked all the time.
    @MainActor private static func request(on link: MQTTLink) async throws {
        let watchdog = Task {
            try await Task.sleep(for: .seconds(5))
            await link.close()
        }
        defer { watchdog.cancel() }
        while let batch = await link.nextBatch() {
            if batch.contains(where: { String(decoding: $0.payload, as: UTF8.self).contains("queue_paused") }) { return }
        }
        throw Unmeasurable("no request came")
    }
}
