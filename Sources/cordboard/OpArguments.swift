import Exchange
import JSON

/// The arguments of `cordboard op`: `key=value` words, laid over a JSON object where one is given.
///
/// `params.start=16:30` nests, `member[0]=2001` makes a list.
struct OpArguments: Equatable {
    private(set) var value: JSONValue

    init(_ words: [String], over base: JSONValue = [:]) throws(CommandError) {
        guard base.object != nil else { throw .usage("the arguments are a JSON object") }
        value = base
        for word in words {
            guard let equals = word.firstIndex(of: "="), let path = ArgumentPath(word[..<equals]) else {
                throw .usage("“\(word)” is no argument; write KEY=VALUE, as in queue=6500")
            }
            guard let set = path.setting(.string(String(word[word.index(after: equals)...])), in: value) else {
                throw .usage("“\(word)” does not go together with the arguments before it")
            }
            value = set
        }
    }
}
