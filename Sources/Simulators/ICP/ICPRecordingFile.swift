/// The files of recordings, which are fetched without a session from an address that the gateway tells.
enum ICPRecordingFile {
    private static let place = "/recordings/"

    /// Where some recordings can be fetched as one file.
    /// - Throws: `.noFile`.
    static func address(of files: [String], in world: ICPWorld) throws(ICPRefusal) -> String {
        let tasks = files.compactMap { file in world.recordings.first { $0.file == file }?.task }
        guard !tasks.isEmpty, tasks.count == files.count else { throw .noFile }
        return place + tasks.map(String.init).joined(separator: "-")
    }

    /// - Returns: nil where something else is asked for.
    static func answer(_ request: SimulatedHTTPServer.Request, in world: ICPWorld) -> SimulatedHTTPServer.Response? {
        guard request.method == "GET", request.path.hasPrefix(place) else { return nil }
        let tasks = request.path.dropFirst(place.count).split(separator: "-").compactMap { Int($0) }
        let found = tasks.compactMap { task in world.recordings.first { $0.task == task } }
        guard !found.isEmpty, found.count == tasks.count else { return .init(status: 404) }
        return .init(
            headers: [("Content-Type", "application/octet-stream")],
            body: found.flatMap { Array("RIFF \($0.file) \($0.began)\n".utf8) })
    }
}
