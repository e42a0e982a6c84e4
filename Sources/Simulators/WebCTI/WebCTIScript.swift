/// What a training script may ask of a pretended MVB2000.
extension WebCTISimulator {
    public func perform(_ line: ScriptLine) async {
        do {
            switch line.command {
            case .call(let caller, let number): _ = act { $0.begin(fromOutside: caller, to: number) }
            case .dial(let caller, let callee): _ = act { $0.begin(from: caller, to: callee) }
            case .join(let number, let room): _ = act { $0.begin(from: number, to: room) }
            case .leave(let number, let room): act { world in
                for member in world.room(room)?.present ?? [] where member.number == number { try? world.hangUp(member.channel) }
            }
            case .hangUp(let caller): act { world in
                for channel in world.liveChannels where caller == nil || channel.number == caller { try? world.hangUp(channel.name) }
            }
            case .pause(let number, let queue, let paused): try act { try $0.pause(number, in: queue, paused ? 1 : 0) }
            case .member(let number, let queue, true): try act { try $0.add($0.device(number)?.interface ?? "", to: queue) }
            case .member(let number, let queue, false): try act { try $0.remove($0.device(number)?.interface ?? "", from: queue) }
            case .register(let number, let registered): act { $0.register(number, registered) }
            case .rate(let rate): act { $0.setRate(rate) }
            case .silent(let duration): fail(.silence, for: duration)
            case .delay(let duration): set(WebCTIFaults(duration == 0 ? nil : .slow(.milliseconds(duration))))
            case .invalidJSON: set(WebCTIFaults(.truncated(after: 40), times: 1))
            case .hostileName: sendHostileName()
            case .offline(let duration): try await refuse(for: duration)
            default: report("line \(line.number): an MVB2000 has no such thing")
            }
        } catch {
            report("line \(line.number): \((error as? WebCTIRefusal)?.message ?? "\(error)")")
        }
    }
}
