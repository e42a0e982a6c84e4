import Foundation

/// Where it was measured.
enum Machine {
    static var line: String {
        let load = (text("/proc/loadavg") ?? "").split(separator: " ").prefix(3).joined(separator: " ")
        let model =
            (text("/proc/cpuinfo") ?? "").split(separator: "\n").first { $0.hasPrefix("model name") }?
            .split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) } ?? "unknown processor"
        return "\(ProcessInfo.processInfo.activeProcessorCount) cores (\(model)), load \(load), \(broker)"
    }

    private static let broker: String = {
        guard let child = try? Child("mosquitto", ["-h"]) else { return "no mosquitto" }
        return child.firstLine() ?? "mosquitto"
    }()

    static func text(_ path: String) -> String? {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    }
}

/// What the kernel says of a process.
struct ProcessFigures {
    /// kB, by the kernel's names: VmRSS, RssAnon, Pss …
    var memory: [String: Double] = [:]
    /// Seconds on a processor, all threads since the start.
    var running: Double = 0
    /// How often each thread that lives now gave the processor up by itself.
    var waits: [String: Double] = [:]

    init(_ process: pid_t) {
        for file in ["status", "smaps_rollup"] {
            for line in (Machine.text("/proc/\(process)/\(file)") ?? "").split(separator: "\n") {
                let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == ":" })
                if words.count == 3, words[2] == "kB", let value = Double(words[1]) { memory[String(words[0])] = value }
            }
        }
        for task in (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task")) ?? [] {
            let folder = "/proc/\(process)/task/\(task)"
            let switches = (Machine.text("\(folder)/status") ?? "").split(separator: "\n").first { $0.hasPrefix("voluntary_ctxt") }
            waits[task] = switches?.split(separator: "\t").last.flatMap { Double($0) } ?? 0
        }
        var clock = clockid_t()
        var time = timespec()
        if clock_getcpuclockid(process, &clock) == 0, clock_gettime(clock, &time) == 0 {
            running = Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
        }
    }

    func megabytes(_ name: String) -> Double { memory[name, default: .nan] / 1_024 }
}
