import BackendSupport

/// Which number is at which telephone: users may be bound to any (document, sections 4.4 and 4.58).
struct Telephones: Sendable {
    /// The telephone of each number that has one.
    private(set) var devices: [String: DeviceRow] = [:]
    /// The number at each dial interface: `SIP/2011`.
    private var agents: [String: String] = [:]
    /// All numbers, those of telephones nobody is bound to included.
    private(set) var numbers: Set<String> = []
    private var listed: [String: ExtensionRow] = [:]

    init() {}

    init(extensions: [String: ExtensionRow], status: AllStatus) {
        listed = extensions
        let byNumber = Dictionary(status.devices.map { ($0.number, $0) }, uniquingKeysWith: { _, last in last })
        var bound: [String: String] = [:]
        // Where two answers differ the present binding counts before the one of the list.
        for row in extensions.values where byNumber[row.device] != nil { bound[row.number] = row.device }
        for device in byNumber.values where !device.user.isEmpty { bound[device.user] = device.number }
        for binding in status.users where byNumber[binding.device] != nil { bound[binding.user] = binding.device }
        var taken: Set<String> = []
        numbers = Set(extensions.keys)
        numbers.formUnion(bound.keys)
        for (number, device) in bound {
            devices[number] = byNumber[device]
            taken.insert(device)
        }
        for device in byNumber.values where !taken.contains(device.number) {
            numbers.insert(device.number)
            devices[device.number] = device
        }
        for (number, device) in devices where !device.interface.isEmpty {
            // Two users at one telephone: the one that was bound to it now.
            if let other = agents[device.interface], device.user == other || (device.user != number && other == device.number) { continue }
            agents[device.interface] = number
        }
    }

    /// How the exchange rings a number: `SIP/2011`; nil where it is no number of this house.
    func interface(of number: String) -> String? {
        [devices[number]?.interface, listed[number]?.interface].compactMap(\.self).first { !$0.isEmpty }
    }

    /// Where a number's calls enter the dial plan.
    func context(of number: String) -> String? {
        [devices[number]?.context, listed[number]?.context].compactMap(\.self).first { !$0.isEmpty }
    }

    func agent(at interface: String) -> String? { agents[interface] }

    func agent(behind member: QueueStatusRow.Member) -> String {
        agents[member.interface] ?? (member.agent.isEmpty ? member.interface : member.agent)
    }

    /// The number behind a channel: `SIP/2011-b7c0d208`, `Local/2013@from-internal-a884,1`.
    func agent(behind channel: String) -> String? {
        let interface = Self.interface(of: channel)
        if let agent = agents[interface] { return agent }
        guard interface.hasPrefix("Local/") else { return nil }
        let name = String(interface.dropFirst(6))
        let number = name.cut(atOctet: UInt8(ascii: "@"))?.before ?? name
        return numbers.contains(number) ? number : nil
    }

    /// The dial interface an active channel belongs to.
    static func interface(of channel: String) -> String {
        guard let dash = channel.utf8.lastIndex(of: UInt8(ascii: "-")) else { return channel }
        return String(channel[..<dash])
    }
}
