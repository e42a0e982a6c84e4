/// The life of a call, channel by channel: it opens, reaches somebody, is answered, ends.
extension WebCTIWorld {
    /// Opens a channel of a device or of a trunk.
    mutating func open(
        number: String, name caption: String, device: String? = nil, trunk: String? = nil, isOrigin: Bool,
        state: Channel.State, place: Channel.Place
    ) -> String {
        serial += 1
        let technology = device.flatMap { self.device($0)?.interface } ?? trunk ?? "Local/\(number)"
        let name = "\(technology)-" + Texts.filled(serial, 8, radix: 16)
        channels[name] = Channel(
            name: name, uniqueID: "\(now / 1_000).\(serial)", serial: serial, number: number, caption: caption, device: device,
            trunk: trunk, isOrigin: isOrigin, state: state, place: place, created: now)
        if let device { change(device) { $0.channels.append(name) } }
        return name
    }

    /// Begins a call of a telephone that has been lifted.
    @discardableResult
    public mutating func begin(from number: String, to called: String) -> String? {
        guard let device = device(number), device.isRegistered else { return nil }
        let channel = open(
            number: number, name: name(of: device), device: number, isOrigin: true, state: .ring, place: .calling)
        if device.mayNotCallOut, !isInside(called) { end(channel); return nil }
        reach(called, with: channel)
        return channel
    }

    /// Begins a call from outside.
    @discardableResult
    public mutating func begin(fromOutside caller: String, name: String = "", to called: String) -> String? {
        guard let trunk = trunks.filter(\.isReachable).randomElement(using: &random) else { return nil }
        let channel = open(
            number: caller, name: name, trunk: trunk.name, isOrigin: true, state: .ring, place: .calling)
        reach(called, with: channel)
        return channel
    }

    func isInside(_ number: String) -> Bool {
        device(number) != nil || queue(number) != nil || room(number) != nil
            || parkedCalls.contains { $0.slot == number && $0.state == .parked }
    }

    /// Leads a channel to a number, whatever that number is.
    /// - Parameter hops: how often it has been forwarded already.
    mutating func reach(_ number: String, with name: String, hops: Int = 0) {
        nextTurn(of: name)
        channels[name]?.dialed = number
        channels[name]?.place = .calling
        if let device = device(number) {
            if let forward = device.forwards["CF"], !forward.isEmpty, hops < 3 {
                return reach(forward, with: name, hops: hops + 1)
            }
            let kind = device.isRegistered ? "CFB" : "CFU"
            if isFree(number) {
                ring(number, for: name)
            } else if let forward = device.forwards[kind], !forward.isEmpty, hops < 3 {
                reach(forward, with: name, hops: hops + 1)
            } else {
                fail(name, device.isRegistered ? "BUSY" : "NO ANSWER")
            }
        } else if queue(number) != nil {
            enqueue(name, in: number)
        } else if room(number) != nil {
            join(number, with: name)
        } else if let parked = parkedCalls.first(where: { $0.slot == number && $0.state == .parked }) {
            retrieve(parked, with: name)
        } else if Self.isRouted(number) {
            reachOutside(number, with: name)
        } else {
            // The dial plan has nothing for it: the call is over, whatever it was.
            end(name, disposition: "FAILED")
        }
    }

    /// Whether the dial plan takes a number: whole numbers and the short ones of public services go out, `s` begins a flow.
    static func isRouted(_ number: String) -> Bool {
        let services: Set = ["s", "110", "112", "114", "119", "120", "122"]
        return services.contains(number) || (number.count >= 5 && number.allSatisfy { $0.isNumber || "+#*".contains($0) })
    }

    /// Rings a telephone for a channel.
    mutating func ring(_ number: String, for caller: String) {
        guard let device = device(number), let calling = channels[caller] else { return }
        let offered = open(
            number: number, name: name(of: device), device: number, isOrigin: false, state: .ringing, place: .offered)
        channels[offered]?.peer = caller
        channels[offered]?.dialed = number
        channels[offered]?.queue = calling.queue
        channels[caller]?.peer = offered
        planAnswer(of: offered, within: 2_000...9_000, ringTime: 15_000...25_000)
    }

    private mutating func reachOutside(_ number: String, with name: String) {
        guard let trunk = trunks.first(where: \.isReachable) else { return fail(name, "FAILED") }
        let called = open(number: number, name: "", trunk: trunk.name, isOrigin: false, state: .dialing, place: .offered)
        channels[called]?.peer = name
        channels[name]?.peer = called
        planAnswer(of: called, within: 3_000...9_000, ringTime: 25_000...40_000)
    }

    mutating func planAnswer(of name: String, within delay: ClosedRange<Int>, ringTime: ClosedRange<Int>) {
        guard let turn = nextTurn(of: name) else { return }
        if random.happens(88) {
            planPaced(.answers(name, turn: turn), in: delay)
        } else {
            planPaced(.givesUp(name, turn: turn), in: ringTime)
        }
    }

    /// The receiver is lifted.
    public mutating func answer(_ name: String) {
        guard let channel = channels[name] else { return }
        switch channel.place {
        case .offered:
            guard let caller = channel.peer, let calling = channels[caller] else { return end(name) }
            if case .waiting(let queue) = calling.place { leave(queue, caller, answeredBy: channel) }
            connect(caller, name)
        case .summoned(let sequel):
            lift(name)
            follow(sequel, with: name)
        default: break
        }
    }

    private mutating func follow(_ sequel: Channel.Sequel, with name: String) {
        switch sequel {
        case .reach(let number): reach(number, with: name)
        case .meet(let room): join(room, with: name)
        case .spy(let device, let options):
            nextTurn(of: name)
            channels[name]?.place = .spying(device: device, options: options)
        case .retrieve(let slot):
            guard let parked = parkedCalls.first(where: { $0.slot == slot && $0.state == .parked }) else { return end(name) }
            retrieve(parked, with: name)
        case .pickUp(let device):
            guard let rung = ringing(at: device), let caller = channels[rung]?.peer else { return end(name) }
            remove(rung)
            if let picking = channels[name], case .waiting(let queue) = channels[caller]?.place {
                leave(queue, caller, answeredBy: picking)
            }
            connect(caller, name)
        }
    }

    /// The channel that rings at a telephone because somebody calls it.
    func ringing(at device: String) -> String? {
        self.device(device)?.channels.first { channels[$0]?.place == .offered && channels[$0]?.state == .ringing }
    }

    /// Joins two channels, who talk from now on.
    mutating func connect(_ first: String, _ second: String) {
        for (name, peer) in [(first, second), (second, first)] {
            lift(name)
            channels[name]?.peer = peer
            channels[name]?.place = .talking
            channels[name]?.linked = now
            channels[name]?.isHeld = false
            nextTurn(of: name)
        }
        let queue = channels[first]?.queue
        channels[second]?.queue = queue
        if let turn = channels[first]?.turn { planPaced(.ends(first, turn: turn), in: 20_000...180_000) }
        if random.happens(30), let caller = channels[first], caller.recording.isEmpty {
            let file = "\(WebCTIText.time(now, in: self, "%Y/%m/%d/"))q\(caller.number)-\(caller.uniqueID).WAV"
            channels[first]?.recording = file
            files[file] = "monitor"
        }
    }

    mutating func lift(_ name: String) {
        if channels[name]?.answered == nil { channels[name]?.answered = now }
        watching(channels[name]?.device) { $0.channels[name]?.state = .up }
    }

    /// Nobody answered in time.
    mutating func giveUp(_ name: String) {
        guard let channel = channels[name] else { return }
        if channel.place == .offered, let caller = channel.peer, case .waiting(let queue) = channels[caller]?.place {
            let rang = "\((now - channel.created) / 1_000)"
            log("RINGNOANSWER", queue: queue, call: channels[caller], agent: channel.device, [rang])
            remove(name)
            channels[caller]?.peer = nil
            schedule.add(.serve(queue), at: now)
        } else {
            end(name, disposition: "NO ANSWER")
        }
    }

    /// Ends a channel, and with it whom it was connected to, as the dial plan does.
    mutating func end(_ name: String, disposition: String? = nil) {
        guard let channel = channels[name] else { return }
        let peer = channel.peer.flatMap { channels[$0] }
        switch channel.place {
        case .waiting(let queue): abandon(queue, name)
        case .parked(let slot): endParking(slot, channel: name, as: .gaveUp)
        case .meeting(let room): leaveRoom(room, name)
        case .talking: logCompletion(of: channel, with: peer)
        default: break
        }
        if channel.place == .offered, let peer, case .waiting(let queue) = peer.place {
            // The agent would not take it: the caller waits on.
            log("AGENTDUMP", queue: queue, call: peer, agent: channel.device)
            remove(name)
            channels[peer.name]?.peer = nil
            schedule.add(.serve(queue), at: now)
            return
        }
        writeRecord(of: channel, with: peer, disposition)
        remove(name)
        if let held = channel.consulting {
            handOver(held, to: peer?.name)
        } else if let peer {
            release(peer, from: channel, disposition)
        }
        if case .consulted(let asking) = channel.place { channels[asking]?.consulting = nil }
        endSpying(on: [channel.device, peer?.device])
    }

    /// What becomes of the other end of a channel that has gone.
    private mutating func release(_ peer: Channel, from gone: Channel, _ disposition: String?) {
        channels[peer.name]?.peer = nil
        if let held = peer.consulting, channels[held] != nil {
            // Whom we asked has gone: back to who hears music.
            channels[peer.name]?.consulting = nil
            connect(held, peer.name)
        } else if case .waiting = peer.place {
            return
        } else {
            end(peer.name, disposition: gone.place == .offered ? disposition ?? "BUSY" : nil)
        }
    }

    /// Whoever asked has hung up: who heard music gets whom was asked.
    private mutating func handOver(_ held: String, to asked: String?) {
        guard channels[held] != nil else { return }
        guard let asked, let other = channels[asked] else { return end(held) }
        if other.place == .offered {
            channels[held]?.place = .calling
            channels[held]?.peer = asked
            channels[asked]?.peer = held
        } else {
            connect(held, asked)
        }
    }

    private mutating func endSpying(on devices: [String?]) {
        let listeners = channels.values.filter { channel in
            // E makes ChanSpy end with the call.
            guard case .spying(let device, let options) = channel.place else { return false }
            return devices.contains(device) && options.contains("E")
        }
        for listener in listeners.sorted(by: { $0.serial < $1.serial }) { end(listener.name) }
    }

    /// Takes a channel away, telling nobody.
    mutating func remove(_ name: String) {
        guard let channel = channels[name] else { return }
        watching(channel.device) { world in
            world.channels[name] = nil
            guard let number = channel.device else { return }
            world.change(number) { device in device.channels.removeAll { $0 == name } }
        }
    }

    /// A channel reached nobody: back to whom it left hearing music, or it ends.
    mutating func fail(_ name: String, _ disposition: String) {
        guard let held = channels[name]?.consulting, channels[held] != nil else { return end(name, disposition: disposition) }
        channels[name]?.consulting = nil
        connect(held, name)
    }

    @discardableResult
    mutating func nextTurn(of name: String) -> Int? {
        channels[name]?.turn += 1
        return channels[name]?.turn
    }
}
