import Exchange
import Settings
import Testing

@testable import Terminal

@Suite struct DesktopNotificationTests {
    @Test(arguments: [
        (DesktopNotification.Form.osc9, "\u{1B}]9;2008 rings\u{1B}\\"), (.osc777, "\u{1B}]777;notify;Cordboard;2008 rings\u{1B}\\"),
        (.osc99, "\u{1B}]99;;2008 rings\u{1B}\\"),
    ])
    func eachFormHasItsSequence(_ form: DesktopNotification.Form, _ sequence: String) {
        #expect(DesktopNotification.showing("2008 rings", form) == Array(sequence.utf8))
    }

    @Test func aHostileNameEndsNothingAndIsCut() {
        let hostile = SafeText("a;b\u{7}\u{1B}\\" + String(repeating: "王", count: 200))
        let bytes = DesktopNotification.showing(hostile, .osc777)
        let body = bytes.dropFirst(2).dropLast(2)
        #expect(body.allSatisfy { $0 >= 0x20 && $0 != 0x7F })
        #expect(body.count(where: { $0 == UInt8(ascii: ";") }) == 3, "no field but the sequence's own")
        #expect(bytes.count < 320)
        #expect(String(validating: body, as: UTF8.self) != nil)
    }

    @Test(arguments: [
        (["TERM": "xterm-kitty"], DesktopNotification.Form.osc99 as DesktopNotification.Form?),
        (["TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"], .osc9), (["TERM": "foot"], .osc777),
        (["TERM": "xterm-256color"], nil), (["TERM": "linux"], nil),
    ])
    func aTerminalIsKnownForOneOrNone(_ environment: [String: String], _ form: DesktopNotification.Form?) {
        #expect(DesktopNotification.Form(environment: environment) == form)
    }
}
