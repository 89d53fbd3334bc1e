/// What two telephones agree to send each other (SDP, RFC 8866), as far as passing it on needs.
///
/// Media flows past the daemon; the text is passed through and only its origin, and whether media
/// is on hold, are touched.
struct SessionDescription: Sendable, Hashable {
    private var lines: [String]

    /// - Returns: nil when it does not begin as a session description does.
    init?(_ body: [UInt8]) {
        let text = String(decoding: body, as: UTF8.self)
        lines = text.split(whereSeparator: \.isNewline).map(String.init)
        guard lines.first == "v=0", lines.contains(where: { $0.hasPrefix("o=") }) else {
            return nil
        }
    }

    /// The octets that travel.
    var body: [UInt8] { Array((lines.joined(separator: "\r\n") + "\r\n").utf8) }

    /// The description without its origin: equal when nothing changed but its version.
    var content: [String] { lines.filter { !$0.hasPrefix("o=") } }

    private static let directions: Set = ["a=sendrecv", "a=sendonly", "a=recvonly", "a=inactive"]

    /// True when whoever says this wants to hear nobody: the other is on hold (RFC 3264 §8.4).
    var holds: Bool { lines.contains { $0 == "a=sendonly" || $0 == "a=inactive" } }

    /// The same media, sent both ways: whoever was on hold is to be heard again.
    var active: SessionDescription {
        var copy = self
        copy.lines.removeAll { Self.directions.contains($0) }
        return copy
    }

    /// The same media, sent neither way: on hold (RFC 3264 §8.4).
    ///
    /// Each of the media says so, for not every telephone heeds what is said of the whole session; an
    /// attribute stands behind everything else of its own (RFC 8866 §5).
    var held: SessionDescription {
        var copy = active
        var end = copy.lines.endIndex
        for index in copy.lines.indices.reversed() where copy.lines[index].hasPrefix("m=") {
            copy.lines.insert("a=inactive", at: end)
            end = index
        }
        return copy
    }

    /// The same media under another origin.
    func from(id: UInt64, version: UInt64) -> SessionDescription {
        var copy = self
        for (index, line) in copy.lines.enumerated() where line.hasPrefix("o=") {
            let words = line.split(separator: " ")
            let place = words.count >= 6 ? words[3...5].joined(separator: " ") : "IN IP4 0.0.0.0"
            copy.lines[index] = "o=- \(id) \(version) \(place)"
        }
        return copy
    }
}

/// What one telephone was told: each new description must be the next version of the same session,
/// even when it is another telephone's that it is told now (RFC 3264 §8).
struct SessionOrigin: Sendable, Hashable {
    private let id: UInt64
    private var version: UInt64 = 0
    private var told: SessionDescription?

    init(id: UInt64) { self.id = id }

    /// Goes on after what a telephone was told before a restart; some versions may have been told
    /// since it was written down.
    init?(told body: String) {
        let words =
            body.split(whereSeparator: \.isNewline).first { $0.hasPrefix("o=") }?
            .split(separator: " ") ?? []
        guard words.count >= 3, let id = UInt64(words[1]), let version = UInt64(words[2]),
            version < UInt64(Int64.max)
        else { return nil }
        self.id = id
        self.version = version + 1_000
    }

    /// The description as this telephone is to see it.
    mutating func next(_ description: SessionDescription) -> [UInt8] {
        if description.content != told?.content {
            version += 1
            told = description
        }
        return description.from(id: id, version: version).body
    }

    /// True when this telephone was told other media than these, whoever may be heard in them.
    func isNews(_ description: SessionDescription) -> Bool {
        description.active.content != told?.active.content
    }
}
