import Foundation
import Text

/// `cordboard report`: everything that a maintainer asks for first, in one text file, without a secret.
@MainActor
struct ReportCommand {
    let program: Program
    let options: Options
    let output: Output

    func run() async throws -> ExitStatus {
        let report = await MaintainerReport.gather(program, options)
        let file = options.output ?? MaintainerReport.fileName(at: Date())
        try report.write(to: file)
        output.write(SafeText(program.phrases("The report is in %1$@:", file)).string)
        for section in report.sections {
            output.write("  " + program.phrases(section.title) + (section.isEmpty ? " (" + program.phrases("nothing there") + ")" : ""))
        }
        output.write(program.phrases(MaintainerReport.warning))
        return .done
    }
}
