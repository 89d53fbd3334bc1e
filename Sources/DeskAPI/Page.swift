/// One page of a list, newest first; `next` is an opaque cursor, null on the last page.
public struct Page<Item: Codable & Sendable>: Codable, Sendable {
    /// At most `limit` items.
    public var items: [Item]
    /// What to send as `cursor` for the page after this one.
    public var next: String?

    /// Names every member.
    public init(items: [Item], next: String?) {
        self.items = items
        self.next = next
    }

    /// Writes `next` also when it is null, so that a script can test for it.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(items, forKey: .items)
        try container.encode(next, forKey: .next)
    }
}
