import Glibc

/// The bytes of a settings file, read together with who may read and change it.
struct SettingsFile {
    let path: String
    let bytes: [UInt8]
    /// Whether the group or everybody may read it.
    let isReadableByOthers: Bool
    let safety: FileSafety

    /// Never blocks on a pipe or device, and reads no more than a settings file can hold.
    static func read(_ path: String, _ problems: inout ProblemCollector) -> SettingsFile? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            problems.add(SettingsProblem(file: path, "cannot be opened: \(lastError())"))
            return nil
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            problems.add(SettingsProblem(file: path, "is not a file"))
            return nil
        }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count <= YAMLReader.mostBytes {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0 {
                if errno == EINTR { continue }
                problems.add(SettingsProblem(file: path, "cannot be read: \(lastError())"))
                return nil
            }
            if count == 0 { break }
            bytes += chunk[..<count]
        }
        return SettingsFile(
            path: path, bytes: bytes, isReadableByOthers: status.st_mode & (S_IRGRP | S_IROTH) != 0, safety: FileSafety(of: path, status))
    }

    static func exists(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFDIR
    }

    static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}

func lastError() -> String { String(cString: strerror(errno)) }

extension String {
    /// The folder of a path, without the ending slash.
    var folder: String {
        guard let slash = lastIndex(of: "/") else { return "." }
        return slash == startIndex ? "/" : String(self[..<slash])
    }

    /// The last part of a path.
    var lastComponent: String { lastIndex(of: "/").map { String(self[index(after: $0)...]) } ?? self }
}
