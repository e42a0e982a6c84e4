import Exchange
import Foundation
import JSON

/// The answer to a raw operation: searching, fetching more, copying, writing to a file.
extension OperationRunner {
    func performOnAnswer(_ command: String) -> Bool {
        switch command {
        case ConsoleCommand.copy.rawValue: copyAnswer()
        case ConsoleCommand.back.rawValue: leaveAnswer()
        case OverlayCommand.search.rawValue: askForSearch()
        case OverlayCommand.searchNext.rawValue: search(step: 1)
        case OverlayCommand.searchPrevious.rawValue: search(step: -1)
        case OverlayCommand.write.rawValue: askForFile()
        case OverlayCommand.fetchNext.rawValue: fetch(all: false)
        case OverlayCommand.fetchAll.rawValue: fetch(all: true)
        default: return false
        }
        return true
    }

    /// Back to the form that it came from, if there was one.
    private func leaveAnswer() {
        answer?.isFetching = false
        context.model.overlays.pop()
    }

    /// Shows the latest answer again.
    func reopenAnswer() {
        guard let answer else { return context.notify(context.phrases("There is no answer yet."), .error) }
        context.open(answer)
    }

    private func copyAnswer() {
        guard let value = answer?.current else { return }
        context.copy(SafeText(value.text ?? value.compactText))
    }

    // MARK: Search

    private func askForSearch() {
        guard answer?.content != nil else { return }
        context.ask(
            .argument("/") { [unowned self] text in
                if !text.isEmpty {
                    answer?.search = text
                    search(step: 1)
                }
                return true
            })
    }

    /// Looks for the next hit away from the main actor: there may be a lot to look through.
    private func search(step: Int) {
        guard let answer, !answer.search.isEmpty else { return }
        Task {
            let hit = await Task.detached { answer.hit(step: step) }.value
            guard self.answer?.id == answer.id, self.answer?.search == answer.search else { return }
            guard let hit else {
                return context.notify(context.phrases("“%1$@” is nowhere in the answer.", SafeText(answer.search).string), .error)
            }
            self.answer?.go(to: hit)
            context.invalidate()
        }
    }

    // MARK: Long listings

    /// The most rows fetched of one listing.
    private static let mostRows = 100_000

    private func fetch(all: Bool) {
        guard let answer, !answer.isFetching else { return }
        guard answer.hasMore else { return context.notify(context.phrases("There is no more.")) }
        self.answer?.isFetching = true
        let id = answer.id
        Task {
            repeat { await fetchPiece(of: id) } while all && self.answer?.id == id && self.answer?.isFetching == true
            if self.answer?.id == id { self.answer?.isFetching = false }
            context.invalidate()
        }
    }

    private func fetchPiece(of id: Int) async {
        guard let asked = answer, asked.id == id, let arguments = asked.listing?.arguments, let content = asked.content else { return }
        let request = asked.request
        let (outcome, value) = await desk.perform(request.operation, arguments, at: request.site)
        guard answer?.id == id else { return }
        guard case .done = outcome else {
            answer?.isFetching = false
            return context.tell(actionText(request), outcome, at: request.site)
        }
        if let value, answer?.take(piece: value) == true {
            let longer = await Task.detached { content.appending(AnswerTable(value, request.operation.answer)?.rows ?? []) }.value
            guard answer?.id == id else { return }
            answer?.content = longer
        }
        let count = answer?.content?.table?.rows.count ?? 0
        if value == nil || count >= Self.mostRows { answer?.hasMore = false }
        if answer?.hasMore == false {
            answer?.isFetching = false
            context.notify(context.phrases("%1$@ rows in all.", "\(count)"), .done)
        }
        context.invalidate()
    }

    // MARK: To a file

    private func askForFile() {
        guard let answer, let content = answer.content else { return }
        let name = "\(answer.request.operation.id).\(content.table == nil ? "json" : "csv")"
        context.ask(
            .argument(context.phrases("Write to (.json or .csv):"), LineEditor(name)) { [unowned self] name in
                // A name that cannot be used stays, to be mended.
                guard let file = AnswerFile(name.trimmed) else { return fail(context.phrases("The name ends in .json or .csv.")) }
                write(to: file, replacing: false)
                return true
            })
    }

    private func write(to file: AnswerFile, replacing: Bool) {
        guard let content = answer?.content else { return }
        let phrases = context.phrases
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
            case nil: context.notify(phrases("Written: %1$@", SafeText(file.path).string), .done)
            case .other(let reason)?: context.notify(phrases(reason).string, .error)
            case .exists? where context.model.prompt == nil:
                let text = SafeText(phrases("%1$@ exists. Replace it? y/n", SafeText(file.path).string))
                context.ask(.confirmation(text) { [unowned self] in write(to: file, replacing: true) })
            case .exists?: context.notify(phrases("%1$@ exists; nothing was written.", SafeText(file.path).string), .error)
            }
        }
    }
}
