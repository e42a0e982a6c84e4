import Console
import Diagnostics
import Foundation

/// The latest frames that a person saw, for a report to a maintainer.
struct FrameRecorder {
    /// Frames that are kept.
    static let mostFrames = 5
    /// Frames that follow each other faster than this are kept as one, the last.
    static let shortest: TimeInterval = 1

    private var frames: [(time: Date, canvas: Canvas)] = []

    mutating func record(_ canvas: Canvas, at time: Date) {
        if let last = frames.last {
            if last.canvas == canvas { return }
            if time.timeIntervalSince(last.time) < Self.shortest {
                frames[frames.count - 1].canvas = canvas
                return
            }
        }
        frames.append((time, canvas))
        if frames.count > Self.mostFrames { frames.removeFirst() }
    }

    /// Oldest first, each under its time and size.
    var text: String {
        frames.map { time, canvas in
            let rows = (0..<canvas.height).map { row in
                let line = (0..<canvas.width).map { canvas[$0, row].text }.joined()
                return String(line.reversed().drop { $0 == " " }.reversed())
            }
            return "== \(time.formatted(.iso8601)) \(canvas.width)x\(canvas.height)\n" + rows.joined(separator: "\n")
        }.joined(separator: "\n") + "\n"
    }

    /// Writes the frames to a file, readable by its owner alone. A failure is let be: nobody waits for it.
    func write(to file: String) {
        guard !frames.isEmpty else { return }
        guard let descriptor = try? RegularFile.open(file, O_WRONLY | O_TRUNC) else { return }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count <= 0 { return }
            written += count
        }
    }
}
