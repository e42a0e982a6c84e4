import CPlatform
import Foundation
import Synchronization
import Text

/// The languages on screen. English is the language of the source; others have a catalog beside this file.
public enum Language: String, CaseIterable, Sendable {
    case en
    case zh_CN

    /// What the environment asks for, by gettext's own order of precedence.
    public static func preferred(in environment: [String: String]) -> Language {
        for variable in ["LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"] {
            guard let value = environment[variable], !value.isEmpty else { continue }
            return value.hasPrefix("zh") ? .zh_CN : .en
        }
        return .en
    }
}

/// Says English sentences in the operator's language, through gettext.
public struct TranslationCatalog: Sendable {
    public let language: Language

    public init(_ language: Language) {
        self.language = language
    }

    /// The sentence in this language; itself where the catalog has none.
    public func callAsFunction(_ english: String) -> String {
        // gettext answers an empty text with the catalog's header.
        english.isEmpty ? "" : Gettext.translation(of: english, into: language)
    }

    /// The title of something that shares its English words with others, by gettext's contexts (`msgctxt`); without a
    /// translation of its own it is translated as they are.
    public func callAsFunction(_ english: String, context: String) -> String {
        if language == .en { return english }
        let key = "\(context)\u{4}\(english)"
        let translation = self(key)
        return translation == key ? self(english) : translation
    }

    /// The sentence with its places filled in: `%1$@`, `%2$@` … in whatever order the language wants them.
    public func callAsFunction(_ english: String, _ arguments: String...) -> String {
        String(format: self(english), arguments: arguments as [any CVarArg])
    }
}

extension TranslationCatalog {
    /// A sentence of ours in this language; what others wrote as it is.
    public func callAsFunction(_ text: SafeText) -> SafeText {
        language == .en ? text : text.translated { self($0) }
    }
}

/// The one door to libintl, whose language is a matter of the whole process.
private enum Gettext {
    private static let domain = "cordboard"

    /// The language libintl now speaks; nil until it has been told where the catalogs are.
    private static let spoken = Mutex<Language?>(nil)

    static func translation(of english: String, into language: Language) -> String {
        if language == .en { return english }
        return spoken.withLock { spoken in
            if spoken == nil { open() }
            if spoken != language {
                setenv("LANGUAGE", language.rawValue, 1)
                cordboard_language_changed()
                spoken = language
            }
            // libintl translates nothing in the locale "C". It is left for these words alone: the C library's own
            // messages (strerror) stay English wherever else in the process they are asked for.
            let outside = uselocale(locale)
            defer { uselocale(outside) }
            // Where there is no translation the answer is the very text handed in: it has to live until it is copied.
            return english.withCString { String(cString: dgettext(domain, $0)) }
        }
    }

    // Safe: made once and never changed or freed; `uselocale` sets it for one thread and only reads it.
    nonisolated(unsafe) private static let locale = newlocale(LC_MESSAGES_MASK, "C.UTF-8", nil)

    private static func open() {
        bindtextdomain(domain, folder)
        bind_textdomain_codeset(domain, "UTF-8")
    }

    /// The catalogs stand beside an installed program, or in the bundle of a build.
    private static var folder: String {
        let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        let installed = program.appending(path: "../share/locale").standardizedFileURL.path
        let file = "/zh_CN/LC_MESSAGES/\(domain).mo"
        if FileManager.default.fileExists(atPath: installed + file) { return installed }
        return Bundle.module.resourceURL?.appending(path: "locale").path ?? installed
    }
}
