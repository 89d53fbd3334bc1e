/// Cuts a stream of octets into messages (RFC 3261 §18.3).
///
/// On a stream only Content-Length tells where a message ends: one without it, or past a limit,
/// ends the stream, because nobody can tell where the next would begin.
public struct SIPStreamReader: Sendable {
    private var octets: [UInt8] = []
    private var start = 0
    private var isBroken = false
    /// Empty lines since the last message.
    private var emptyLines = 0

    /// Begins with nothing read.
    public init() {}

    /// What the stream says next.
    public enum Step: Sendable, Hashable {
        /// A message, or one that is refused.
        case reading(SIPReading)
        /// Two empty lines, which the peer wants to see answered with one (RFC 5626 §4.4.1).
        case ping
        /// The stream is at its end: close it, after sending back what is named.
        case broken(SIPReading)
    }

    /// Takes what came.
    public mutating func append(_ bytes: some Sequence<UInt8>) {
        guard !isBroken else { return }
        if start > 0 {
            octets.removeFirst(start)
            start = 0
        }
        octets.append(contentsOf: bytes)
    }

    /// Octets that wait for the rest of their message.
    var bytesHeld: Int { octets.count - start }

    /// The next step; nil until more octets come.
    public mutating func next() -> Step? {
        guard !isBroken else { return nil }
        if let ping = skipEmptyLines() { return ping }
        let rest = octets[start...]
        guard let first = rest.first, first != 0x0D || rest.count >= 2 else { return nil }
        guard let end = SIPHead.end(of: rest) else {
            return rest.count > SIPLimits.headBytesMax ? broken(.discarded(.tooLarge)) : nil
        }
        let head = SIPHead(rest[..<end])
        let body = rest[(end + 4)...]
        guard end - start <= SIPLimits.headBytesMax else {
            return broken(SIPReading(head, bodyIn: [], isLarge: true))
        }
        do throws(SIPDefect) {
            guard let length = try SIPReading.bodyLength(head) else {
                return broken(SIPReading(head, missing: "Content-Length"))
            }
            guard length <= body.count else { return nil }
            start = end + 4 + length
            emptyLines = 0
            return .reading(SIPReading(head, bodyIn: body.prefix(length)))
        } catch {
            return broken(SIPReading(head, bodyIn: []))
        }
    }

    private mutating func broken(_ reading: SIPReading) -> Step {
        isBroken = true
        octets = []
        start = 0
        return .broken(reading)
    }

    private mutating func skipEmptyLines() -> Step? {
        while start + 1 < octets.count, octets[start] == 0x0D, octets[start + 1] == 0x0A {
            start += 2
            emptyLines += 1
            if emptyLines == 2 {
                emptyLines = 0
                return .ping
            }
        }
        return nil
    }
}

extension SIPReading {
    /// A message that cannot be served because a field is missing.
    fileprivate init(_ head: SIPHead, missing name: SIPFieldName) {
        switch SIPReading(head, bodyIn: []) {
        case .message(.request(let request)) where request.method != .ack:
            let given = request.envelope
            let fields =
                given.vias.map { SIPField("Via", $0.description) } + [
                    SIPField("From", given.from.description),
                    SIPField("To", given.to.description), SIPField("Call-ID", given.callID),
                    SIPField("CSeq", given.cseq.description),
                ]
            self = .refused(SIPRefusal(defect: .missing(name), fields: fields))
        case .message: self = .discarded(.missing(name))
        case let other: self = other
        }
    }
}
