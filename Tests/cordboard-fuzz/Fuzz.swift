import Foundation
import FuzzTargets

// A program around libFuzzer: FUZZ_TARGET names the target; with FUZZ_SEEDS=FOLDER its seeds are written there and nothing else is
// done; the rest of the command line is libFuzzer's own.

nonisolated(unsafe) private var chosen: FuzzTarget?

@_silgen_name("LLVMFuzzerRunDriver")
private func runFuzzer(
    _ count: UnsafeMutablePointer<CInt>, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
    _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// The name that the package manager expects of this executable's main function.
@_cdecl("cordboard_fuzz_main")
public func fuzz(_ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> CInt {
    let environment = ProcessInfo.processInfo.environment
    let names = FuzzTarget.all.map(\.name)
    guard let target = FuzzTarget.all.first(where: { $0.name == environment["FUZZ_TARGET"] }) else {
        print(names.joined(separator: "\n"))
        return environment["FUZZ_TARGET"] == nil ? 0 : 2
    }
    if let folder = environment["FUZZ_SEEDS"] {
        for (number, seed) in target.seeds.enumerated() {
            guard FileManager.default.createFile(atPath: "\(folder)/seed-\(number)", contents: Data(seed)) else { return 1 }
        }
        return 0
    }
    chosen = target
    var (count, arguments) = (count, arguments)
    return runFuzzer(&count, &arguments) { octets, size in
        chosen?.run(Array(UnsafeBufferPointer(start: octets, count: size)))
        return 0
    }
}
