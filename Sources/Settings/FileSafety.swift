import Glibc

/// Who besides the user may change a settings file, and so what it makes the program do or send.
enum FileSafety: Equatable {
    case safe
    /// The file can be written by others.
    case writableFile
    /// The folder that holds the file can be written by others, who can put another in its place.
    case writableFolder(String)
    /// The file, or this folder of it, belongs to another user.
    case foreign(String)

    /// - Parameter status: of the file, already opened.
    init(of path: String, _ status: stat) {
        if !Self.isOurs(status) {
            self = .foreign(path)
        } else if Self.othersWrite(status) {
            self = .writableFile
        } else {
            self = Self.folders(of: path).lazy.compactMap { Self.objection(to: $0) }.first ?? .safe
        }
    }

    /// The folder in which the path stands, and that in which the file stands that it leads to.
    private static func folders(of path: String) -> [String] {
        guard let real = realpath(path, nil) else { return [path.folder] }
        defer { free(real) }
        let folder = String(cString: real).folder
        return folder == path.folder ? [folder] : [path.folder, folder]
    }

    private static func objection(to folder: String) -> FileSafety? {
        var status = stat()
        guard stat(folder, &status) == 0 else { return nil }
        // In a folder with the sticky bit (/tmp) nobody renames another's file.
        if status.st_mode & S_ISVTX != 0 { return nil }
        if !isOurs(status) { return .foreign(folder) }
        return othersWrite(status) ? .writableFolder(folder) : nil
    }

    private static func isOurs(_ status: stat) -> Bool { status.st_uid == geteuid() || status.st_uid == 0 || geteuid() == 0 }

    private static func othersWrite(_ status: stat) -> Bool {
        if status.st_mode & S_IWOTH != 0 { return true }
        return status.st_mode & S_IWGRP != 0 && !isPrivateGroup(status.st_gid, of: status.st_uid)
    }

    /// Many systems give each user a group of his own name without other members; what that may write, he alone may.
    private static func isPrivateGroup(_ group: gid_t, of user: uid_t) -> Bool {
        var (userEntry, groupEntry) = (passwd(), Glibc.group())
        var foundUser: UnsafeMutablePointer<passwd>?
        var foundGroup: UnsafeMutablePointer<Glibc.group>?
        var userText = [CChar](repeating: 0, count: 1 << 14)
        var groupText = [CChar](repeating: 0, count: 1 << 16)
        guard getpwuid_r(user, &userEntry, &userText, userText.count, &foundUser) == 0, foundUser != nil,
            getgrgid_r(group, &groupEntry, &groupText, groupText.count, &foundGroup) == 0, foundGroup != nil
        else { return false }
        let hasMembers = groupEntry.gr_mem?.pointee != nil
        return userEntry.pw_gid == group && strcmp(userEntry.pw_name, groupEntry.gr_name) == 0 && !hasMembers
    }
}
