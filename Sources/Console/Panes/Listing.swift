/// The rows of one pane in their order, and the place of the selected one.
struct Listing {
    var rows: [Row]
    var selected: Int?
}
