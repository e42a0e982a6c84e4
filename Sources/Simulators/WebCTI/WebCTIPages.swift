import Wire

/// The pages: each looks at the world, or acts on it, and answers.
enum WebCTIPages {
    typealias Page = @Sendable (inout WebCTIWorld, WebCTIRequest) throws(WebCTIRefusal) -> WebCTIAnswer

    /// The pages that show or change the world itself; the others live on kept rows.
    static let live: [String: Page] = [status, extensions, calls, callActions, queues, queueActions, media].reduce(into: [:]) {
        $0.merge($1) { first, _ in first }
    }

    /// The key of a day: MD5 of the WEB key and the platform's date.
    static func key(_ webKey: String, on date: String) -> String { Digest.md5(webKey + date) }

    /// What a request with another key is told: most pages show the key that was sent, chapters 7 and 8 and five others do not.
    static func wrongKey(_ key: String, on page: String) -> WebCTIRefusal {
        let isLater = page.hasPrefix("outcall/") || (page.hasPrefix("report/") && !queriesUnderReport.contains(page))
        let isPlain = isLater || key.isEmpty || plainPages.contains(page)
        return WebCTIRefusal(9999, isPlain ? "WebKey is invalid" : "WebKey \(key) is invalid")
    }

    private static let plainPages: Set = ["about", "getholdmusic", "getdevicerules", "getrecordings", "ctiqueuecallerwithdraw"]
    /// Pages of chapter 4 that lie there too.
    private static let queriesUnderReport: Set = [
        "report/getcallday", "report/getcallmonth", "report/getcdrcountsimple", "report/getcdrsimple", "report/getqueuecallcmp",
        "report/getqueuecallcount", "report/getqueuecalldetail", "report/getbadcallreport", "report/getusercallsum",
    ]

    /// What a request to a page that exists is answered with.
    static func answer(_ request: WebCTIRequest, in world: inout WebCTIWorld) -> WebCTIAnswer {
        do {
            for name in WebCTIDocument.pages[request.page]?.needs ?? [] { _ = try request.required(name) }
            if let page = live[request.page] { return try page(&world, request) }
            if let action = WebCTITableAction.all[request.page] { return try action.perform(on: &world.tables, request) }
            return kept(request.page, world, request)
        } catch {
            return WebCTIAnswer(error)
        }
    }

    /// The rows of a table that the request's filters let through.
    static func kept(_ page: String, _ world: WebCTIWorld, _ request: WebCTIRequest) -> WebCTIAnswer {
        let rows = world.tables[page]
        let total: OrderedJSON? = WebCTIDocument.pages[page]?.total.map { form in
            let count = "\(WebCTITables.count(rows, request))"
            return form == .text ? .text(count) : .bare(count)
        }
        return .rows(WebCTITables.select(rows, request), total: total)
    }

    /// Numbers in a list: with commas, or with semicolons as `getqueuegeneral` takes them too.
    static func numbers(_ list: String?) -> Set<String>? {
        list.map { Set($0.split { ",; ".contains($0) }.map(String.init)) }
    }
}
