import Exchange

extension Theme {
    /// Reads a theme and those it inherits from.
    /// - Throws: every problem of all its files, with line, column and the nearest valid name.
    public static func load(
        _ name: String, from folders: SettingsFolders
    ) throws(SettingsProblems) -> (theme: Theme, warnings: [SettingsProblem]) {
        var problems = ProblemCollector()
        let files = InheritedFiles(.themes, named: name, from: folders, &problems)
        var reader = ThemeReader()
        for root in files.roots { reader.add(root, &problems) }
        let theme = reader.theme(named: name, sources: files.sources, &problems)
        try problems.throwErrors()
        return (theme, problems.warnings)
    }
}

/// Lays the files of a theme over one another, the oldest first, and resolves what is then there.
private struct ThemeReader {
    private var palette: [String: [String: YAMLNode]] = [:]
    private var styles: [String: [String: YAMLNode]] = [:]
    private var steps: [String: [Duration]] = [:]
    private var hasColors = true

    private static let sections = ["inherits", "colors", "palette", "steps"]
    private static let paletteKeys = ["color", "256", "16"]
    private static let colorKeys = ["fg", "fg256", "fg16", "bg", "bg256", "bg16"]
    private static let attributes: [(key: String, attribute: Style.Attributes)] = [
        ("bold", .bold), ("dim", .dim), ("underline", .underline), ("reverse", .reverse), ("italic", .italic), ("blink", .blink),
    ]
    private static let styleKeys = colorKeys + attributes.map(\.key) + ["mono", "glyph", "ascii", "word"]

    /// Lays a file over those before: of a scope it changes what it names and leaves the rest.
    mutating func add(_ root: YAMLNode, _ problems: inout ProblemCollector) {
        for entry in root.mapping(&problems) ?? [] {
            switch entry.key {
            case "inherits": break
            case "colors": if let answer = entry.value.truth(&problems) { hasColors = answer }
            case "palette": addPalette(entry.value, &problems)
            case "steps": addSteps(entry.value, &problems)
            default: addStyle(entry, &problems)
            }
        }
    }

    private mutating func addPalette(_ node: YAMLNode, _ problems: inout ProblemCollector) {
        for entry in node.mapping(&problems) ?? [] {
            if Color(themeText: entry.key) != nil {
                problems.error("“\(entry.key)” is a colour already; give yours another name", at: entry.location)
            } else if entry.value.entries == nil {
                palette[entry.key] = ["color": entry.value]
            } else if let members = entry.value.members(Self.paletteKeys, &problems) {
                if members["color"] == nil { problems.error("the colour has no “color”", at: entry.location) }
                palette[entry.key] = members
            }
        }
    }

    private mutating func addSteps(_ node: YAMLNode, _ problems: inout ProblemCollector) {
        let stepped = ThemeScopes.all.filter { ThemeScopes.all.contains($0 + ".over") }
        for entry in node.mapping(&problems) ?? [] {
            guard stepped.contains(entry.key) else {
                problems.error("“\(entry.key)” has no steps", at: entry.location, written: entry.key, valid: stepped)
                continue
            }
            guard let nodes = entry.value.list(&problems) else { continue }
            let thresholds = nodes.compactMap { $0.duration(within: .seconds(1) ... .seconds(86_400), &problems) }
            if thresholds.count == nodes.count, thresholds.count > 2 || thresholds != thresholds.sorted() {
                problems.error("steps are two durations, the shorter first, as in [60s, 5m]; [] for none", at: entry.value.location)
            }
            steps[entry.key] = thresholds
        }
    }

    private mutating func addStyle(_ entry: YAMLNode.Entry, _ problems: inout ProblemCollector) {
        guard ThemeScopes.all.contains(entry.key) else {
            problems.error(
                "unknown scope “\(entry.key)”", at: entry.location, written: entry.key, valid: ThemeScopes.all.union(Self.sections))
            return
        }
        var look = styles[entry.key] ?? [:]
        if entry.value.entries == nil {
            // `ui.dim: gray` says no more than a foreground.
            Self.replace("fg", in: &look, with: ["fg": entry.value])
        } else if let members = entry.value.members(Self.styleKeys, &problems) {
            for ground in ["fg", "bg"] where members.keys.contains(where: { $0.hasPrefix(ground) }) {
                Self.replace(ground, in: &look, with: members)
            }
            look.merge(members.filter { !Self.colorKeys.contains($0.key) }) { $1 }
        }
        styles[entry.key] = look
    }

    /// A new colour takes its forerunner's replacements for fewer colours with it.
    private static func replace(_ ground: String, in look: inout [String: YAMLNode], with members: [String: YAMLNode]) {
        if members[ground] != nil { for suffix in ["", "256", "16"] { look[ground + suffix] = nil } }
        look.merge(members.filter { colorKeys.contains($0.key) && $0.key.hasPrefix(ground) }) { $1 }
    }

    // MARK: Resolving

    /// A scope by itself, its names looked up.
    private struct Own {
        var grounds: [String: DepthColor] = [:]
        var attributes: [(Style.Attributes, Bool)] = []
        var mono: Style.Attributes?
        var glyph, ascii, word: SafeText?
    }

    func theme(named name: String, sources: Set<String>, _ problems: inout ProblemCollector) -> Theme {
        var colors: [String: DepthColor] = [:]
        for (name, members) in palette { colors[name] = color("color", "256", "16", members, [:], &problems) }
        var own: [String: Own] = [:]
        for (scope, members) in styles { own[scope] = self.own(members, colors, &problems) }
        var looks: [String: Theme.Look] = [:]
        for scope in ThemeScopes.all {
            looks[scope] = look(ThemeScopes.chain(scope).compactMap { own[$0] }, ownCount: ownCount(scope, own))
        }
        return Theme(name: name, sources: sources, looks: looks, steps: steps)
    }

    /// How many of a scope's chain are its own, before `ui.text`.
    private func ownCount(_ scope: String, _ own: [String: Own]) -> Int {
        ThemeScopes.chain(scope).count { $0 != ThemeScopes.text && own[$0] != nil }
    }

    /// Each property comes from the nearest scope that sets it.
    private func look(_ chain: [Own], ownCount: Int) -> Theme.Look {
        func ground(_ name: String, _ depth: ColorDepth) -> Color {
            hasColors ? chain.lazy.compactMap { $0.grounds[name] }.first?.color(at: depth) ?? .standard : .standard
        }
        var attributes: Style.Attributes = []
        for own in chain.reversed() {
            for (attribute, isOn) in own.attributes { if isOn { attributes.insert(attribute) } else { attributes.remove(attribute) } }
        }
        let mono = chain.lazy.compactMap(\.mono).first ?? attributes
        let styles = ColorDepth.allCases.map { depth in
            (
                depth,
                Style(
                    foreground: ground("fg", depth), background: ground("bg", depth),
                    attributes: depth == .mono || !hasColors ? mono : attributes)
            )
        }
        return Theme.Look(
            styles: Dictionary(uniqueKeysWithValues: styles),
            ownsForeground: hasColors && chain.prefix(ownCount).contains { $0.grounds["fg"] != nil },
            glyph: chain.lazy.compactMap(\.glyph).first, ascii: chain.lazy.compactMap(\.ascii).first,
            word: chain.lazy.compactMap(\.word).first)
    }

    private func own(_ members: [String: YAMLNode], _ colors: [String: DepthColor], _ problems: inout ProblemCollector) -> Own {
        var own = Own()
        for ground in ["fg", "bg"] {
            own.grounds[ground] = color(ground, ground + "256", ground + "16", members, colors, &problems)
        }
        for (key, attribute) in Self.attributes {
            if let isOn = members[key]?.truth(&problems) { own.attributes.append((attribute, isOn)) }
        }
        if let words = members["mono"]?.list(&problems) {
            own.mono = words.reduce(into: []) { if let attribute = attribute($1, &problems) { $0.insert(attribute) } }
        }
        own.glyph = members["glyph"].flatMap { glyph($0, isASCII: false, &problems) }
        own.ascii = members["ascii"].flatMap { glyph($0, isASCII: true, &problems) }
        own.word = members["word"].flatMap { $0.text(&problems) }.map { SafeText($0) }
        return own
    }

    /// A colour with its replacements, from the keys it stands under.
    private func color(
        _ key: String, _ key256: String, _ key16: String, _ members: [String: YAMLNode], _ colors: [String: DepthColor],
        _ problems: inout ProblemCollector
    ) -> DepthColor? {
        let at256 = members[key256].flatMap { color($0, colors, &problems) }
        let at16 = members[key16].flatMap { color($0, colors, &problems) }
        guard var color = members[key].flatMap({ color($0, colors, &problems) }) else {
            if let location = (members[key256] ?? members[key16])?.location, members[key] == nil {
                problems.error("“\(key)” is missing beside it", at: location)
            }
            return nil
        }
        if let at256 { color.at256 = at256.color(at: .colors256) }
        if let at16 { color.at16 = at16.color(at: .colors16) }
        return color
    }

    private func color(_ node: YAMLNode, _ colors: [String: DepthColor], _ problems: inout ProblemCollector) -> DepthColor? {
        guard !node.isNull else {
            problems.error("no colour here; “#rrggbb” needs quotes, “#” begins a comment", at: node.location)
            return nil
        }
        guard let text = node.text(&problems) else { return nil }
        if let color = Color(themeText: text) { return DepthColor(full: color) }
        if let color = colors[text] { return color }
        // A colour of the palette that is wrong itself is told once, where it stands.
        guard palette[text] == nil || colors.isEmpty else { return nil }
        problems.error("“\(text)” is no colour", at: node.location, written: text, valid: ["default"] + Color.names + colors.keys.sorted())
        return nil
    }

    private func attribute(_ node: YAMLNode, _ problems: inout ProblemCollector) -> Style.Attributes? {
        guard let text = node.text(&problems) else { return nil }
        if let found = Self.attributes.first(where: { $0.key == text }) { return found.attribute }
        problems.error("“\(text)” is no attribute", at: node.location, written: text, valid: Self.attributes.map(\.key))
        return nil
    }

    /// One character that takes one column, whatever the font.
    private func glyph(_ node: YAMLNode, isASCII: Bool, _ problems: inout ProblemCollector) -> SafeText? {
        guard let text = node.text(&problems) else { return nil }
        guard let scalar = text.unicodeScalars.first, text.unicodeScalars.count == 1, SafeText(text).string == text,
            isASCII ? scalar.isASCII : scalar.takesOneColumn
        else {
            if isASCII {
                problems.error("“\(text)” is not one printable ASCII character", at: node.location)
            } else {
                problems.error("“\(text)” is not one character of one column", at: node.location)
            }
            return nil
        }
        return SafeText(text)
    }
}

extension Unicode.Scalar {
    /// Neither wide nor combining nor an emoji that some terminals widen.
    fileprivate var takesOneColumn: Bool {
        let wide: [ClosedRange<UInt32>] = [
            0x1100...0x115F, 0x2E80...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE6F, 0xFF00...0xFF60,
            0xFFE0...0xFFE6, 0x1F000...0x10FFFF,
        ]
        let category = properties.generalCategory
        return !properties.isEmojiPresentation && category != .nonspacingMark && category != .enclosingMark
            && !wide.contains { $0.contains(value) }
    }
}
