/// Something to measure, by the name it goes by on the command line.
struct Measurement: Sendable {
    let name: String
    let title: String
    let run: @MainActor @Sendable (Workplace) async throws -> [Figure]
}
