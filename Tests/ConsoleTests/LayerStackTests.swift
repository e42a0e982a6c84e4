import Desk
import Exchange
import Settings
import Testing

@testable import Console

/// The stack of layers alone, without a console.
@Suite struct LayerStackTests {
    private let row = RowID.entity(EntityKey(site: "hq", kind: .agent, id: "2001"))

    @Test func `The layer pushed last is on top until it is popped`() {
        var stack = LayerStack()
        #expect(stack.top == nil)
        stack.push(MessagesLayer())
        stack.push(DetailsLayer(row))
        #expect(stack.top is DetailsLayer && stack.top?.target == row)
        stack.pop()
        #expect(stack.top is MessagesLayer)
        stack.pop()
        stack.pop()
        #expect(stack.top == nil && stack.withTop { _ in true } == nil)
    }

    @Test func `A change of the top layer stays in the stack`() {
        var stack = LayerStack([MessagesLayer(), TrunksLayer()])
        stack.withTop { layer in
            if var trunks = layer as? TrunksLayer {
                trunks.scroll = 7
                layer = trunks
            }
        }
        #expect(stack.open(TrunksLayer.self)?.scroll == 7 && stack.open(MessagesLayer.self)?.scroll == 0)
    }

    @Test func `What is kept when closed is found again, and nothing else is`() {
        var stack = LayerStack([KeptLayer(number: 1)])
        stack.push(MessagesLayer())
        stack.replaceAll(with: TrunksLayer())
        #expect(stack.top is TrunksLayer)
        #expect(stack.find(KeptLayer.self)?.number == 1 && stack.open(KeptLayer.self) == nil)
        #expect(stack.find(MessagesLayer.self) == nil)
        stack.update(KeptLayer(number: 2))
        #expect(stack.find(KeptLayer.self)?.number == 2 && stack.top is TrunksLayer)
        stack.discard(KeptLayer.self)
        #expect(stack.find(KeptLayer.self) == nil)
    }

    @Test func `An update changes the layer of its type wherever it lies`() {
        var stack = LayerStack([KeptLayer(number: 1), MessagesLayer()])
        stack.update(KeptLayer(number: 3))
        #expect(stack.open(KeptLayer.self)?.number == 3 && stack.top is MessagesLayer)
        stack.discard(KeptLayer.self)
        #expect(stack.open(KeptLayer.self) == nil && stack.top is MessagesLayer)
    }

    @Test func `Stacks are equal when their layers are, in order`() {
        #expect(LayerStack([MessagesLayer(), TrunksLayer()]) == LayerStack([MessagesLayer(), TrunksLayer()]))
        #expect(LayerStack([MessagesLayer(), TrunksLayer()]) != LayerStack([TrunksLayer(), MessagesLayer()]))
        #expect(LayerStack([TrunksLayer()]) != LayerStack([TrunksLayer(scroll: 1)]))
        #expect(LayerStack([MessagesLayer()]) != LayerStack())
    }

    private struct KeptLayer: Layer {
        var number: Int
        var isKeptWhenClosed: Bool { true }
        func keymapSections(over pane: Keymap.Section) -> [Keymap.Section] { [] }
        func draw(on canvas: inout Canvas, _ scene: Scene) {}
    }
}

@Suite struct MovementTests {
    static let movements: [(String, Movement)] = [
        ("move-down", .by(1)), ("move-up", .by(-1)), ("page-down", .by(9)), ("page-up", .by(-9)), ("move-first", .first),
        ("move-last", .last),
    ]

    @Test(arguments: movements) func `A command moves by lines, by pages or to an end`(_ command: String, _ movement: Movement) {
        #expect(Movement(command, pageLength: 9) == movement)
    }

    @Test(arguments: ["move-left", "move-right", "next-pane", "zoom", "listen", ""]) func `Any other command moves nothing`(
        _ command: String
    ) {
        #expect(Movement(command, pageLength: 9) == nil)
    }
}

@Suite struct PromptTests {
    @Test func `A confirmation takes no text, an argument does`() {
        #expect(!Prompt.confirmation("Hang up? y/n").takesText)
        #expect(Prompt.argument("To:").takesText)
        #expect(Prompt(.filter).keymapSections(over: .agents) == [.input])
    }

    @Test func `Typed text goes in at the cursor`() {
        var prompt = Prompt(.command, editor: LineEditor("hold"))
        prompt.editor?.moveLeft()
        prompt.type("ver")
        #expect(prompt.editor?.text == "holverd")
        var question = Prompt.confirmation("Hang up? y/n")
        question.type("y")
        #expect(question.editor == nil)
    }

    @Test func `Candidates stand behind the words before the cursor, or in the place of the whole line`() {
        var prompt = Prompt(.command)
        #expect(prompt.stem(of: "hq/pause 80") == "hq/pause ")
        #expect(prompt.stem(of: "hq/pause ") == "hq/pause ")
        #expect(prompt.written("Lunch break") == "\"Lunch break\"")
        prompt.completionStem = "pause "
        #expect(prompt.stem(of: "pause 8001") == "pause ")
        prompt.completionStem = nil
        prompt.completesWholeLine = true
        #expect(prompt.stem(of: "Lunch br") == "" && prompt.written("Lunch break") == "Lunch break")
    }

    @Test func `What is asked makes a prompt, not what happens with the answer`() {
        #expect(Prompt.confirmation("End? y/n", onYes: {}) == Prompt.confirmation("End? y/n"))
        #expect(Prompt.confirmation("End? y/n") != Prompt.confirmation("End it? y/n"))
        #expect(Prompt(.filter, editor: LineEditor("a")) != Prompt(.filter, editor: LineEditor("b")))
    }
}
