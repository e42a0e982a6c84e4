/// The defects of the document's platform that can be had or not had.
public struct WebCTIDefects: Sendable, Equatable {
    /// `"direct":OUT` in `getallstatus`.
    public var wordsAreBare: Bool
    /// Call ids as numbers in `getallstatus` and `getcalls`, digit for digit.
    public var idsAreNumbers: Bool
    /// queuesstart, serviceleveelperf, createtim, miscredata and their like.
    public var namesAreMisspelt: Bool
    /// A brace or bracket too many, as five and two of the printed examples have.
    public var printsBraces: Bool
    /// `<noname>` and the like stand as they are in XML, which is none then.
    public var xmlIsUnescaped: Bool
    /// Whatever `json` says, the answer is XML.
    public var givesOnlyXML: Bool
    /// A notice of PHP's stands in front of the answer, as where a page reads a parameter that is not there.
    public var printsNotices = false
    /// Telephone numbers and the like stand in JSON without quotation marks, zeros in front and all.
    public var digitsAreBare = false
    /// Filters of `getallstatus` that are absent mean nothing instead of everything.
    public var absentFilterMeansNone: Bool

    public init(
        wordsAreBare: Bool = true, idsAreNumbers: Bool = true, namesAreMisspelt: Bool = true, printsBraces: Bool = false,
        xmlIsUnescaped: Bool = false, givesOnlyXML: Bool = false, absentFilterMeansNone: Bool = false
    ) {
        self.wordsAreBare = wordsAreBare
        self.idsAreNumbers = idsAreNumbers
        self.namesAreMisspelt = namesAreMisspelt
        self.printsBraces = printsBraces
        self.xmlIsUnescaped = xmlIsUnescaped
        self.givesOnlyXML = givesOnlyXML
        self.absentFilterMeansNone = absentFilterMeansNone
    }

    /// The defects that a real platform seems to have.
    public static let likely = WebCTIDefects()
    public static let none = WebCTIDefects(wordsAreBare: false, idsAreNumbers: false, namesAreMisspelt: false)
    /// Print errors of the document too.
    public static let printed = WebCTIDefects(printsBraces: true, xmlIsUnescaped: true)
}
