import Text

/// Everything on a board that is read by people; see module `Text`, which the wire shares.
public typealias SafeText = Text.SafeText

/// A sentence of ours with its gaps, to be said in either language.
public typealias Wording = Text.Wording
