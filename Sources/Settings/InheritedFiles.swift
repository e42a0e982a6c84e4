import Exchange

/// A settings file with those it inherits from.
struct InheritedFiles {
    /// The tree of each file, the oldest ancestor first.
    private(set) var roots: [YAMLNode] = []
    /// Every path that decides what the name means.
    private(set) var sources: Set<String> = []

    /// Reads a theme or keymap and its ancestors.
    ///
    /// A user's `night.yaml` may inherit `night`: its own name then means the next one on the way, the shipped one.
    init(_ kind: SettingsFolders.Kind, named name: String, from folders: SettingsFolders, _ problems: inout ProblemCollector) {
        var reached: Set<String> = []
        var wanted = name
        var asked: SourceLocation?
        var child: String?
        while true {
            let candidates = wanted.contains("/") ? [] : folders.candidates(kind, wanted)
            sources.formUnion(candidates)
            let open =
                child.map { $0.lastComponent == wanted + ".yaml" } == true
                ? candidates.drop { $0 != child }.dropFirst() : candidates[...]
            guard let path = open.first(where: SettingsFile.exists) else {
                if let child, candidates.contains(child) {
                    report("“\(wanted)” inherits from itself", wanted, asked, [], &problems)
                } else {
                    report("there is no “\(wanted)” in \(kind.rawValue)", wanted, asked, folders.names(kind), &problems)
                }
                return
            }
            guard reached.insert(path).inserted else {
                report("“\(wanted)” inherits from itself", wanted, asked, [], &problems)
                return
            }
            guard let file = SettingsFile.read(path, &problems), let root = YAMLReader.read(file.bytes, file: path, &problems) else {
                return
            }
            roots.insert(root, at: 0)
            guard let parent = root["inherits"], let parentName = parent.text(&problems) else { return }
            (wanted, asked, child) = (parentName, parent.location, path)
        }
    }

    private func report(
        _ wording: Wording, _ name: String, _ location: SourceLocation?, _ valid: [String], _ problems: inout ProblemCollector
    ) {
        if let location {
            problems.error(wording, at: location, written: name, valid: valid)
        } else {
            let nearest = nearestName(to: name, among: valid)
            problems.add(SettingsProblem(file: "\(name).yaml", wording, suggestion: nearest, choices: nearest == nil ? valid : []))
        }
    }
}
