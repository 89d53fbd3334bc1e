/// Reads a stream of server-sent events octet by octet, as they come off the wire.
///
/// Only what a reader needs who is woken by events and then looks for itself: their kind, their place
/// and the beginning of what they say. Source: HTML Standard §9.2.6; a line longer than the limit is
/// cut, not kept.
struct EventLines: Sendable {
    /// Something that happened.
    struct Event: Sendable, Equatable {
        /// What kind; `message` when the server names none.
        var kind: String
        /// From where to go on after a break; nil before the first.
        var place: String?
        /// Its first line of data.
        var data: String
    }

    static let lineOctetsMax = 4_096

    private var line: [UInt8] = []
    private var followsReturn = false
    private var kind = ""
    private var data: String?
    private var place: String?

    /// Takes what came, and returns the events that it completes.
    mutating func take(_ octets: some Sequence<UInt8>) -> [Event] {
        var events: [Event] = []
        for octet in octets {
            defer { followsReturn = octet == 0x0D }
            if octet == 0x0A, followsReturn { continue }
            guard octet == 0x0A || octet == 0x0D else {
                if line.count < Self.lineOctetsMax { line.append(octet) }
                continue
            }
            if let event = endLine() { events.append(event) }
        }
        return events
    }

    private mutating func endLine() -> Event? {
        defer { line.removeAll(keepingCapacity: true) }
        guard !line.isEmpty else {
            defer { (kind, data) = ("", nil) }
            return data.map { Event(kind: kind.isEmpty ? "message" : kind, place: place, data: $0) }
        }
        let halves = String(decoding: line, as: UTF8.self)
            .split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let rest = halves.count == 2 ? halves[1] : ""
        let value = String(rest.hasPrefix(" ") ? rest.dropFirst() : rest)
        switch halves[0] {
        case "event": kind = value
        case "data": data = data ?? value
        case "id": place = value
        default: break  // A comment, or something that this reader has no use for.
        }
        return nil
    }
}
