extension SeededRandom {
    /// A name as people have them here: Chinese, western, or one of each.
    mutating func personName() -> String {
        func pick(_ names: [String], _ random: inout SeededRandom) -> String { names[Int.random(in: names.indices, using: &random)] }
        switch Int.random(in: 0..<3, using: &self) {
        case 0: return pick(Names.whole, &self)
        case 1: return "\(pick(Names.westernGiven, &self)) \(pick(Names.westernFamilies, &self))"
        default: return "\(pick(Names.westernGiven, &self)) \(pick(Names.whole, &self))"
        }
    }

    /// A caller's number as it comes in from outside.
    /// - Parameter isWithheldAtTimes: now and then there is none.
    mutating func outsideNumber(isWithheldAtTimes: Bool = true) -> String {
        func digits(_ count: Int, _ random: inout SeededRandom) -> String {
            (0..<count).map { _ in String(Int.random(in: 0...9, using: &random)) }.joined()
        }
        switch Int.random(in: 0..<(isWithheldAtTimes ? 100 : 97), using: &self) {
        case ..<65: return (pick(["130", "135", "138", "139", "150", "158", "177", "186", "189"]) ?? "138") + digits(8, &self)
        case ..<85: return (pick(["010", "020", "021", "0755", "0571"]) ?? "010") + digits(8, &self)
        case ..<97: return (pick(["+44", "+1", "+86", "+81", "+49"]) ?? "+86") + digits(10, &self)
        default: return "anonymous"
        }
    }
}
