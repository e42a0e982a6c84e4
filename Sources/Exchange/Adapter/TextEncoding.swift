/// How an exchange writes text: the setting `encoding`.
public enum TextEncoding: String, CaseIterable, Sendable {
    /// UTF-8, and GBK where what comes can be nothing else.
    case automatic = "auto"
    case utf8 = "utf-8"
    /// GBK with GB 2312 in it, read and written as GB 18030, which holds both.
    case gbk
}
