import Exchange

/// Whose floors are ours, and which of them the operator is giving back himself.
struct FloorWatch {
    private(set) var held: Set<EntityKey> = []
    private var givenBack: Set<EntityKey> = []

    /// The operator gives a floor back: that has its own lines in the audit log.
    mutating func giveBack(_ group: EntityKey) { givenBack.insert(group) }

    /// - Returns: whether the floor was ours and has gone by itself.
    mutating func hasGone(_ group: TalkingGroup) -> Bool {
        let key = Entity.group(group).key
        switch group.floor {
        case .mine:
            held.insert(key)
            return false
        // On its way, or not known: it may still be ours.
        case .releasing, .requesting, .queued, .unknown: return false
        case .idle, .other, .denied, .revoked:
            let isOperators = givenBack.remove(key) != nil
            return held.remove(key) != nil && !isOperators
        }
    }

    /// All that is held now ends with the session.
    mutating func end() -> [EntityKey] {
        defer { (held, givenBack) = ([], []) }
        return held.subtracting(givenBack).sorted { ($0.site.rawValue, $0.id) < ($1.site.rawValue, $1.id) }
    }
}

// A floor that goes back by itself – hang-up, talk limit, revocation – is in the audit log like any other.
extension Desk {
    func watchFloors(_ changes: [Change]) {
        for case .put(.group(let group)) in changes where floors.hasGone(group) {
            let why: SafeText =
                switch group.floor {
                case .revoked(let why): why
                default: "the talk time was over, or the platform ended it"
                }
            noteRelease(Entity.group(group).key, why)
        }
    }

    func noteRelease(_ group: EntityKey, _ why: SafeText) {
        Task { await note(Action.pttRelease.rawValue, [group.id], at: group.site, .done(why)) }
    }

    /// Writes down what the end of the sessions gives back.
    func noteEndOfFloors() async {
        for group in floors.end() {
            await note(Action.pttRelease.rawValue, [group.id], at: group.site, .done("given back with the end of the session"))
        }
    }
}
