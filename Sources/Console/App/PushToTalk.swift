import Exchange
import Foundation
import Settings

/// What the operator's hand has to do with the floor. Whether he has it, only the board says.
///
/// Push-to-talk is a latch: a press asks, the next one gives back. Where the terminal tells when a key is let go of, the
/// floor lasts as long as the key is held down; that it can is believed when it has been seen.
struct PushToTalk {
    /// Requests for a floor that are not answered yet. The board may not show them, but the next press means them.
    private(set) var asked: [EntityKey] = []
    /// The group whose floor goes back when the key is let go of.
    private(set) var held: (group: EntityKey, key: Key)?
    /// The floor is known to last only as long as a key is down.
    var isHolding: Bool { held != nil && tellsReleases }
    /// A key release has been told.
    private(set) var tellsReleases = false
    /// When the latch was last pressed.
    private var latched: (at: Date, wasGiven: Bool)?

    /// Learns from every key what the terminal tells of keys.
    mutating func observe(_ key: Key, _ event: Key.Event) {
        switch event {
        case .released:
            tellsReleases = true
        case .typed:
            // A plain character: another terminal may have taken this one's place (tmux, or `fg` elsewhere).
            if case .character(let character) = key.base, character.isASCII { tellsReleases = false }
        case .pressed, .repeated:
            break
        }
    }

    /// The floor of `group` has been asked for.
    mutating func ask(_ group: EntityKey) { asked.append(group) }

    /// What came of that. Of a floor that surely was not given none goes back when the key comes up.
    mutating func answered(_ group: EntityKey, _ outcome: Outcome) {
        if let place = asked.firstIndex(of: group) { asked.remove(at: place) }
        switch outcome {
        case .done, .noAnswer, .unknown: break
        case .refused, .notOnline, .unsupported, .forbidden, .invalid:
            if !asked.contains(group) { lose(group) }
        }
    }

    /// The floor of `group` is not ours any more, by the exchange's own word.
    mutating func lose(_ group: EntityKey) {
        if held?.group == group { held = nil }
    }

    /// A press has given the floor of `group` back.
    mutating func giveBack(_ group: EntityKey) {
        asked.removeAll { $0 == group }
        lose(group)
    }

    mutating func hold(_ group: EntityKey, by key: Key) { held = (group, key) }

    /// The key was let go of, or cannot be known to be down any more.
    /// - Returns: the group whose floor goes back.
    mutating func letGo(of key: Key? = nil) -> EntityKey? {
        guard let held, key == nil || key?.base == held.key.base else { return nil }
        self.held = nil
        return held.group
    }

    /// Whether a press of the latch counts. A key that is held down where nobody tells of it comes again and again: then
    /// the floor goes back with the first, and is not taken anew before there was a pause. Giving back is never put off.
    mutating func latch(gives: Bool, at now: Date) -> Bool {
        if !gives, let latched, latched.wasGiven, abs(now.timeIntervalSince(latched.at)) < Self.pause {
            self.latched = (now, true)
            return false
        }
        latched = (now, gives)
        return true
    }

    /// Longer than a keyboard waits between two repeats.
    private static let pause: TimeInterval = 0.15
}

extension TalkingGroup {
    var key: EntityKey { Entity.group(self).key }

    /// `Patrol`, or its number where it has no name.
    var isKnownAs: SafeText { name.isEmpty ? SafeText(id) : name }
}
