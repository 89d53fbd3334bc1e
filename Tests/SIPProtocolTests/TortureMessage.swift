import Testing

/// A message that RFC 4475 or RFC 5118 describes, written out anew, and what must become of it.
struct TortureMessage: Sendable, CustomTestStringConvertible {
    /// What a reader must say of it.
    enum Fate: Sendable, Equatable {
        case read
        case refused(Int)
        case discarded
    }

    /// The RFC's section.
    let section: String
    let fate: Fate
    /// What a user agent answers: nil when it answers nothing or serves the request.
    let answer: Int?
    let bytes: [UInt8]

    init(_ section: String, _ fate: Fate, answer: Int? = nil, _ text: String) {
        self.init(section, fate, answer: answer, Array(Self.wire(text).utf8))
    }

    init(_ section: String, _ fate: Fate, answer: Int? = nil, _ bytes: [UInt8]) {
        self.section = section
        self.fate = fate
        if case .refused(let status) = fate { self.answer = status } else { self.answer = answer }
        self.bytes = bytes
    }

    var testDescription: String { section }

    /// The text with the line ends of the wire.
    static func wire(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
    }

    static let all = valid + malformed + transactional + applicational

    /// A request whose parts can be swapped for bad ones.
    static func request(
        _ line: String = "OPTIONS sip:helpdesk@192.0.2.10 SIP/2.0",
        via: String = "Via: SIP/2.0/UDP 192.0.2.20:5060;branch=z9hG4bK.karl.1",
        maxForwards: String = "Max-Forwards: 70",
        from: String = "From: <sip:karl@example.org>;tag=k1",
        to: String = "To: <sip:helpdesk@example.org>",
        callID: String = "Call-ID: karl.1@192.0.2.20",
        cseq: String = "CSeq: 1 OPTIONS",
        more: String = "Contact: <sip:karl@192.0.2.20>",
        length: String = "Content-Length: 0",
        body: String = ""
    ) -> String {
        let lines = [line, via, maxForwards, from, to, callID, cseq, more, length]
        return lines.filter { !$0.isEmpty }.joined(separator: "\n") + "\n\n" + body
    }

    /// The same for an INVITE with a session description.
    static func invite(
        _ line: String = "INVITE sip:helpdesk@192.0.2.10 SIP/2.0",
        via: String = "Via: SIP/2.0/UDP 192.0.2.20:5060;branch=z9hG4bK.karl.2",
        from: String = "From: \"Karl\" <sip:karl@example.org>;tag=k2",
        to: String = "To: <sip:helpdesk@example.org>",
        cseq: String = "CSeq: 2 INVITE",
        more: String = "Contact: <sip:karl@192.0.2.20>\nContent-Type: application/sdp",
        length: String? = nil
    ) -> String {
        request(
            line,
            via: via,
            from: from,
            to: to,
            callID: "Call-ID: karl.2@192.0.2.20",
            cseq: cseq,
            more: more,
            length: length ?? "Content-Length: \(wire(session).utf8.count)",
            body: session
        )
    }

    static let session = """
        v=0
        o=karl 2890844526 2890844526 IN IP4 192.0.2.20
        s=-
        c=IN IP4 192.0.2.20
        t=0 0
        m=audio 49170 RTP/AVP 8

        """
}
