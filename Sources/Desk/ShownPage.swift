/// A page of a list of which somebody sees only a part.
enum ShownPage {
    /// As many entries are looked at for one page: it may be short where most are not theirs.
    private static let lookedThrough = 1_000

    /// Looks through a list from one entry on.
    ///
    /// - Parameters:
    ///   - after: where the page before ended; nil for the first.
    ///   - limit: how many entries fill a page.
    ///   - id: what an entry is known by.
    ///   - read: gives the next ``DeskSettings/pageMax`` entries after one.
    ///   - show: what an entry is shown as; nil for one that is not theirs to see.
    /// - Returns: what is shown, and where the next page begins; nil at the end of the list.
    /// - Throws: what `read` and `show` throw.
    static func read<Entry, Shown>(
        after: UUIDv7?,
        limit: Int,
        id: (Entry) -> UUIDv7,
        read: (UUIDv7?) throws(DeskError) -> [Entry],
        show: (Entry) throws(DeskError) -> Shown?
    ) throws(DeskError) -> (shown: [Shown], next: UUIDv7?) {
        var all: [Shown] = []
        var last = after
        for _ in 0..<lookedThrough / DeskSettings.pageMax {
            let found = try read(last)
            for entry in found {
                if let shown = try show(entry) {
                    guard all.count < limit else { return (all, last) }
                    all.append(shown)
                }
                last = id(entry)
            }
            if found.count < DeskSettings.pageMax { return (all, nil) }
        }
        return (all, last)
    }
}
