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

/// What goes wrong on purpose. All of it can be set while the simulator runs.
public struct WebCTIFaults: Sendable, Equatable {
    public enum Failure: Sendable, Equatable {
        /// An HTTP status with a short text: 500, 404.
        case status(Int)
        /// A page for people instead of an answer for programs, with status 200.
        case htmlPage
        /// The body ends after so many bytes, and says that it is all.
        case truncated(after: Int)
        /// The connection is reset after so many bytes of the body.
        case reset(after: Int)
        case silence
        case slow(Duration)
    }

    /// What becomes of requests; nil answers them.
    public var failure: Failure?
    /// The pages it happens to; empty means all.
    public var pages: Set<String>
    /// How many requests it happens to before all is well again; nil means until it is set otherwise.
    public var times: Int?
    /// How far the platform's clock, and with it the day of its key, is ahead of the true time.
    public var clockAhead: Duration

    public init(_ failure: Failure? = nil, pages: Set<String> = [], times: Int? = nil, clockAhead: Duration = .zero) {
        self.failure = failure
        self.pages = pages
        self.times = times
        self.clockAhead = clockAhead
    }

    /// What happens to a request for a page.
    mutating func strike(_ page: String) -> Failure? {
        guard let failure, pages.isEmpty || pages.contains(page) else { return nil }
        if let times {
            guard times > 0 else { return nil }
            self.times = times - 1
        }
        return failure
    }
}
