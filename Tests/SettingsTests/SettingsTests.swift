import Exchange
import Settings
import Testing

@Suite struct ShippedFiles {
    @Test func everyThemeLoadsWithoutAProblem() throws {
        #expect(Shipped.folders.names(.themes) == ["base", "day", "high-contrast", "mono", "night"])
        for name in Shipped.folders.names(.themes) {
            let (_, warnings) = try Theme.load(name, from: Shipped.folders)
            #expect(warnings == [], "\(name)")
        }
    }

    @Test func everyKeymapLoadsWithoutAProblem() throws {
        #expect(Shipped.folders.names(.keymaps) == ["default", "function-keys", "vim"])
        for name in Shipped.folders.names(.keymaps) {
            let (_, warnings) = try Keymap.load(name, from: Shipped.folders, commands: Shipped.commands)
            #expect(warnings == [], "\(name)")
        }
    }
}
