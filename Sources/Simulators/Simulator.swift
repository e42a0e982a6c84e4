/// A simulated system that runs: its world lives, its protocol is answered.
public protocol Simulator: Actor {
    /// Answers and lets the world live until cancelled, then closes its ports and connections.
    func serve() async
    /// Does what one line of a training script says, at once.
    func perform(_ line: ScriptLine) async
}
