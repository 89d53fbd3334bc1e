/// A page of a list that lies in memory, in an order that is not that of its names: it may be by how well
/// each fits.
struct ListedPage<Item> {
    /// At most as many as were asked for.
    let items: ArraySlice<Item>
    /// What ``Pages`` makes a cursor of; nil on the last page.
    let next: (list: String, place: String)?

    /// Reads `limit` and `cursor` of the query.
    ///
    /// A cursor says how many came before it and the name of the last of them. The page begins after
    /// that one, wherever it stands now; where it is gone, those behind it have moved up by one.
    init(_ list: String, of all: [Item], _ query: inout Query, named name: (Item) -> String) {
        let limit = query.limit()
        let start = query.place(of: list) { place -> Int? in
            let parts = place.split(separator: " ", maxSplits: 1)
            guard parts.count == 2, let count = Int(parts[0]), count > 0 else { return nil }
            return all.firstIndex { name($0) == parts[1] }.map { $0 + 1 } ?? count - 1
        }
        let page = all.dropFirst(start ?? 0).prefix(limit)
        let hasMore = page.endIndex < all.endIndex
        next = hasMore ? page.last.map { (list, "\(page.endIndex) \(name($0))") } : nil
        items = page
    }
}
