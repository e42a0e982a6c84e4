import CCurl
import CMosquitto

/// The C libraries that the wire stands on.
public enum WireLibraries {
    /// Their names and versions as they are loaded, a line each.
    public static var versions: [String] {
        var (major, minor, revision): (Int32, Int32, Int32) = (0, 0, 0)
        mosquitto_lib_version(&major, &minor, &revision)
        return [
            String(cString: curl_version()), "libmosquitto \(major).\(minor).\(revision)",
            String(cString: OpenSSL_version(OPENSSL_VERSION)),
        ]
    }
}
