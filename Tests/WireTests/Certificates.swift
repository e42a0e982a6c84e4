import Foundation

/// Certificates made for one test by the openssl command.
struct Certificates {
    let folder: ScratchFolder
    /// A certificate in PEM, and its key beside it.
    struct Paper {
        let certificate: String
        let key: String
        /// SHA-256 of the certificate in DER, as another program reckons it.
        let fingerprint: [UInt8]
        /// The files live as long as somebody holds them.
        let folder: ScratchFolder
    }

    private static let openssl = "/usr/bin/openssl"

    init(in folder: ScratchFolder = ScratchFolder()) { self.folder = folder }

    func authority(_ name: String) throws -> Paper {
        let (certificate, key) = (folder.file("\(name).crt"), folder.file("\(name).key"))
        try folder.run(
            Self.openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
            "-subj", "/CN=\(name)", "-addext", "basicConstraints=critical,CA:TRUE", "-keyout", key, "-out", certificate)
        return try paper(certificate, key)
    }

    /// - Parameters:
    ///   - names: as in `subjectAltName`, for instance `DNS:localhost`.
    ///   - days: how long it is valid; negative for one that has expired.
    func server(_ name: String, names: String, signedBy authority: Paper, days: Int = 2) throws -> Paper {
        let (certificate, key, request) = (folder.file("\(name).crt"), folder.file("\(name).key"), folder.file("\(name).csr"))
        try folder.run(
            Self.openssl, "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
            "-subj", "/CN=\(name)", "-keyout", key, "-out", request)
        let extensions = try folder.write("subjectAltName=\(names)\n", to: "\(name).ext")
        try folder.run(
            Self.openssl, "x509", "-req", "-in", request, "-CA", authority.certificate, "-CAkey", authority.key, "-CAcreateserial",
            "-days", String(days), "-extfile", extensions, "-out", certificate)
        return try paper(certificate, key)
    }

    private func paper(_ certificate: String, _ key: String) throws -> Paper {
        let print = certificate + ".sha256"
        try folder.run("/bin/sh", "-c", #""$0" x509 -in "$1" -noout -fingerprint -sha256 > "$2""#, Self.openssl, certificate, print)
        let digits = try String(contentsOfFile: print, encoding: .utf8).split(separator: "=").last?.split { !$0.isHexDigit } ?? []
        return Paper(
            certificate: certificate, key: key, fingerprint: digits.compactMap { UInt8($0, radix: 16) }, folder: folder)
    }
}
