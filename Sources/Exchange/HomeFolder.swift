import Foundation

/// The user's home, whatever the environment says of it.
public enum HomeFolder {
    /// `HOME`, or where it is unset or not absolute what the system's list of users says; nil where that has none either.
    public static func path(_ environment: [String: String]) -> String? {
        if let home = environment["HOME"], home.hasPrefix("/") { return home }
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var text = [CChar](repeating: 0, count: 1 << 14)
        guard getpwuid_r(getuid(), &entry, &text, text.count, &found) == 0, found != nil, let home = entry.pw_dir else { return nil }
        let path = String(cString: home)
        return path.hasPrefix("/") ? path : nil
    }
}
