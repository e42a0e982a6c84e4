import CMosquitto
import Diagnostics

/// The digests that exchanges make keys of.
public enum Digest {
    /// MD5 of a text in UTF-8, as 32 lower-case hexadecimal digits; empty where OpenSSL is not allowed to compute it.
    public static func md5(_ text: String) -> String {
        var length: UInt32 = 0
        var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        let bytes = Array(text.utf8)
        guard EVP_Digest(bytes, bytes.count, &digest, &length, EVP_md5(), nil) == 1 else { return "" }
        let digits = Array("0123456789abcdef".utf8)
        let text = String(decoding: digest.prefix(Int(length)).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
        // What exchanges make keys of is as good as the key.
        DiagnosticContext.current.log.hideDerived(text)
        return text
    }
}
