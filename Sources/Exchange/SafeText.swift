import Text

/// Everything on a board that is read by people; see module `Text`, which the wire shares.
public typealias SafeText = Text.SafeText
