import Foundation

// Worlds in the middle of their day: people wait, talk and sit in rooms already.

extension SmartPBXWorld {
    public static func lively(seed: UInt64, agents: Int = 24, rate: Double? = nil, now: Milliseconds? = nil) -> SmartPBXWorld {
        let now = now ?? SimulatorTime.system.now()
        var world = SmartPBXWorld(
            seed: seed, agents: agents, rate: rate, start: now - SimulatedDay.begun(rate: rate),
            utcOffset: TimeZone.current.secondsFromGMT())
        _ = world.advance(to: now)
        return world
    }
}

extension ConferenceServerWorld {
    public static func lively(
        seed: UInt64, agents: Int = 24, rate: Double? = nil, now: Milliseconds? = nil
    ) -> ConferenceServerWorld {
        let now = now ?? SimulatorTime.system.now()
        var world = ConferenceServerWorld(
            seed: seed, agents: agents, rate: rate, start: now - SimulatedDay.begun(rate: rate),
            utcOffset: TimeZone.current.secondsFromGMT())
        _ = world.advance(to: now)
        return world
    }
}

extension YeastarWorld {
    public static func lively(seed: UInt64, agents: Int = 24, rate: Double? = nil, now: Milliseconds? = nil) -> YeastarWorld {
        let now = now ?? SimulatorTime.system.now()
        var world = YeastarWorld(
            seed: seed, agents: agents, rate: rate, start: now - SimulatedDay.begun(rate: rate),
            utcOffset: TimeZone.current.secondsFromGMT())
        _ = world.advance(to: now)
        return world
    }
}

extension WebCTIWorld {
    public static func lively(seed: UInt64, agents: Int = 24, rate: Double? = nil, now: Milliseconds? = nil) -> WebCTIWorld {
        let now = now ?? SimulatorTime.system.now()
        var world = WebCTIWorld(seed: seed, agents: agents, rate: rate, start: now - SimulatedDay.begun(rate: rate))
        world.advance(to: now)
        return world
    }
}

extension ICPWorld {
    public static func lively(seed: UInt64, agents: Int = 24, rate: Double? = nil, now: Milliseconds? = nil) -> ICPWorld {
        let now = now ?? SimulatorTime.system.now()
        var world = ICPWorld(seed: seed, agents: agents, rate: rate, start: now - SimulatedDay.begun(rate: rate))
        world.advance(to: now)
        return world
    }
}
