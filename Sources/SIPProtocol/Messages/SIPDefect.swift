/// What is wrong with a message.
public enum SIPDefect: Error, Sendable, Hashable, CustomStringConvertible {
    /// The empty line behind the header fields never came.
    case noEndOfHead
    /// It begins with neither a request line nor a status line.
    case startLine
    /// Another version than SIP/2.0.
    case version
    /// The Request-URI is no URI.
    case requestURI
    /// A header field cannot be read.
    case malformed(SIPFieldName)
    /// A header field that must be there is missing.
    case missing(SIPFieldName)
    /// A header field that may stand there once stands there twice.
    case repeated(SIPFieldName)
    /// A line of the head has no colon, or a line break of half its octets.
    case fieldLine
    /// CSeq names another method than the request line.
    case methodMismatch
    /// The body is shorter than Content-Length says.
    case bodyTooShort
    /// Past one of ``SIPLimits``.
    case tooLarge

    /// In a few words, for a reason phrase and for the log; nothing of the message is in it.
    public var description: String {
        switch self {
        case .noEndOfHead: "No end of header"
        case .startLine: "Bad start line"
        case .version: "Version Not Supported"
        case .requestURI: "Bad Request-URI"
        case .malformed(let name): "Bad \(name)"
        case .missing(let name): "Missing \(name)"
        case .repeated(let name): "More than one \(name)"
        case .fieldLine: "Bad header line"
        case .methodMismatch: "CSeq method does not match"
        case .bodyTooShort: "Body shorter than Content-Length"
        case .tooLarge: "Message Too Large"
        }
    }

    /// The response's status (RFC 3261 §21.4.1, §21.5.6, §21.5.7).
    var status: Int {
        switch self {
        case .version: 505
        case .tooLarge: 513
        default: 400
        }
    }
}

/// What octets from the wire turned out to be.
public enum SIPReading: Sendable, Hashable {
    /// A message.
    case message(SIPMessage)
    /// A request that is refused, and what to send back.
    case refused(SIPRefusal)
    /// Nothing that may be answered: a bad response, a bad ACK, or no SIP at all.
    case discarded(SIPDefect)
    /// Line breaks that keep a way through a firewall open (RFC 5626 §4.4.1).
    case keepAlive
}

/// The answer to a request that could not be read well enough for a ``SIPResponse``.
public struct SIPRefusal: Sendable, Hashable {
    /// Why.
    public let defect: SIPDefect
    /// The fields that a response gives back, as they were written.
    let fields: [SIPField]

    /// The octets to send to wherever the request came from.
    ///
    /// The tag is for a To that has none.
    public func bytes(tag: String) -> [UInt8] {
        var text = "SIP/2.0 \(defect.status) \(defect)\r\n"
        for field in fields {
            let isTagged = SIPText.lowercased(field.value).contains("tag=")
            let ours = field.name == "To" && !isTagged ? ";tag=\(tag)" : ""
            text += "\(field.name): \(field.value)\(ours)\r\n"
        }
        return Array("\(text)Content-Length: 0\r\n\r\n".utf8)
    }
}
