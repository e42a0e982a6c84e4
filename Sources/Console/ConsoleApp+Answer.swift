import Exchange
import Foundation
import JSON

/// The answer to a raw operation: moving, searching, fetching more, copying, writing to a file.
extension ConsoleApp {
    /// - Returns: false when the command means the same as anywhere.
    func performOnAnswer(_ command: ConsoleCommand) -> Bool {
        guard state.overlay == .answer, state.answer != nil else { return false }
        switch command {
        case .moveLeft: state.answer?.moveSideways(by: -1)
        case .moveRight: state.answer?.moveSideways(by: 1)
        case .moveFirst: state.answer?.move(to: 0)
        case .moveLast: state.answer?.move(to: .max)
        case .details: state.answer?.open()
        case .copy: copyAnswer()
        case .help: open(.keys(.answer))
        case .back: if state.answer?.goBack() != true { leaveAnswer() }
        default: return false
        }
        return true
    }

    func perform(_ command: OverlayCommand) {
        guard state.overlay == .answer, let answer = state.answer else { return }
        switch command {
        case .search: askForSearch()
        case .searchNext: search(step: 1)
        case .searchPrevious: search(step: -1)
        case .tree: state.answer?.toggleTree()
        case .write: askForFile(answer)
        case .fetchNext: fetch(all: false)
        case .fetchAll: fetch(all: true)
        case .nextField, .previousField, .nextValue, .previousValue, .send: break
        }
        invalidate()
    }

    /// Back to the form that it came from, if there was one.
    private func leaveAnswer() {
        state.answer?.isFetching = false
        leaveOverlay(to: state.form == nil ? nil : .form)
    }

    func leaveOverlay(to overlay: Overlay?) {
        state.overlay = overlay
        state.overlayScroll = 0
        invalidate()
    }

    /// Shows the latest answer again.
    func reopenAnswer() {
        guard state.answer != nil else { return notify(phrases("There is no answer yet."), .error) }
        state.form = nil
        open(.answer)
    }

    private func copyAnswer() {
        guard let value = state.answer?.current else { return }
        let text = SafeText(value.text ?? value.compactText)
        ask(.copy(text))
        notify(phrases("Copied: %1$@", text.string))
    }

    // MARK: Search

    private func askForSearch() {
        guard state.answer?.content != nil else { return }
        ask(.argument(title: "/", LineEditor(), Completions()), about: .search)
    }

    func acceptSearch(_ text: String) {
        endQuestion()
        guard !text.isEmpty else { return }
        state.answer?.search = text
        search(step: 1)
    }

    /// Looks for the next hit away from the main actor: there may be a lot to look through.
    private func search(step: Int) {
        guard let answer = state.answer, !answer.search.isEmpty else { return }
        Task {
            let hit = await Task.detached { answer.hit(step: step) }.value
            guard state.answer?.id == answer.id, state.answer?.search == answer.search else { return }
            guard let hit else { return notify(phrases("“%1$@” is nowhere in the answer.", SafeText(answer.search).string), .error) }
            state.answer?.go(to: hit)
            invalidate()
        }
    }

    // MARK: Long listings

    /// The most rows fetched of one listing.
    private static let mostRows = 100_000

    private func fetch(all: Bool) {
        guard let answer = state.answer, !answer.isFetching else { return }
        guard answer.hasMore else { return notify(phrases("There is no more.")) }
        state.answer?.isFetching = true
        Task {
            repeat { await fetchPiece(of: answer.id) } while all && state.answer?.id == answer.id && state.answer?.isFetching == true
            if state.answer?.id == answer.id { state.answer?.isFetching = false }
            invalidate()
        }
    }

    private func fetchPiece(of id: Int) async {
        guard let answer = state.answer, answer.id == id, let arguments = answer.listing?.arguments, let content = answer.content else { return }
        let request = answer.request
        let (outcome, value) = await desk.perform(request.operation, arguments, at: request.site)
        guard state.answer?.id == id else { return }
        guard case .done = outcome else {
            state.answer?.isFetching = false
            return tell(actionText(request), outcome, at: request.site)
        }
        if let value, state.answer?.take(piece: value) == true {
            let longer = await Task.detached { content.appending(AnswerTable(value, request.operation.answer)?.rows ?? []) }.value
            guard state.answer?.id == id else { return }
            state.answer?.content = longer
        }
        let count = state.answer?.content?.table?.rows.count ?? 0
        if value == nil || count >= Self.mostRows { state.answer?.hasMore = false }
        if state.answer?.hasMore == false {
            state.answer?.isFetching = false
            notify(phrases("%1$@ rows in all.", "\(count)"), .done)
        }
        invalidate()
    }

    // MARK: To a file

    private func askForFile(_ answer: AnswerState) {
        guard let content = answer.content else { return }
        let name = "\(answer.request.operation.id).\(content.table == nil ? "json" : "csv")"
        ask(.argument(title: phrases("Write to (.json or .csv):"), LineEditor(name), Completions()), about: .answerFile)
    }

    /// A name that cannot be used stays, to be mended.
    func acceptFile(_ name: String) {
        guard let file = AnswerFile(name.trimmed) else { return notify(phrases("The name ends in .json or .csv."), .error) }
        endQuestion()
        write(to: file, replacing: false)
    }

    func write(to file: AnswerFile, replacing: Bool) {
        guard let content = state.answer?.content else { return }
        Task {
            let failure = await Task.detached { () -> AnswerFile.Failure? in
                do throws(AnswerFile.Failure) {
                    try file.write(content, replacing: replacing)
                    return nil
                } catch {
                    return error
                }
            }.value
            switch failure {
            case nil: notify(phrases("Written: %1$@", SafeText(file.path).string), .done)
            case .other(let reason)?: notify(phrases(reason).string, .error)
            case .exists? where state.question == nil:
                ask(.confirmation(SafeText(phrases("%1$@ exists. Replace it? y/n", SafeText(file.path).string))), about: .replaceFile(file))
            case .exists?: notify(phrases("%1$@ exists; nothing was written.", SafeText(file.path).string), .error)
            }
        }
    }
}
