extension SimulatorDescriptor {
    /// Every kind of system that can be simulated, in the order of lists and of the demo. A new kind is a folder and a line here.
    public static let all: [SimulatorDescriptor] = [smartPBX, conferenceServer, yeastar, webCTI, icp, asterisk]

    /// - Returns: nil where there is no such kind.
    public static func of(kind: String) -> SimulatorDescriptor? { all.first { $0.kind == kind } }
}

extension TrainingScript {
    /// Reads a script.
    /// - Parameters:
    ///   - file: how the file is called in errors.
    ///   - systems: those that it is for; a command that none of them knows is an error.
    /// - Throws: `ScriptError`.
    public static func parse(
        _ text: String, file: String, for systems: [SimulatorDescriptor] = SimulatorDescriptor.all
    ) throws(ScriptError) -> [ScriptLine] {
        try parse(text, file: file, for: systems, of: SimulatorDescriptor.all)
    }
}
