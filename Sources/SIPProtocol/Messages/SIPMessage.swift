/// One message of SIP (RFC 3261 §7).
public enum SIPMessage: Sendable, Hashable {
    case request(SIPRequest)
    case response(SIPResponse)

    /// What both kinds carry.
    public var envelope: SIPEnvelope {
        switch self {
        case .request(let request): request.envelope
        case .response(let response): response.envelope
        }
    }

    /// The octets that travel.
    public var bytes: [UInt8] {
        switch self {
        case .request(let request): request.bytes
        case .response(let response): response.bytes
        }
    }
}

/// A request (RFC 3261 §7.1).
public struct SIPRequest: Sendable, Hashable {
    /// What is asked for.
    public var method: SIPMethod
    /// Who is asked.
    public var uri: SIPAnyURI
    /// Via, From, To, Call-ID and CSeq.
    public var envelope: SIPEnvelope
    /// How many hops are left, 0...255; nil when the request did not say.
    public var maxForwards: UInt8?
    /// All other fields but Content-Length, which the body tells.
    public var fields: SIPFields
    /// What Content-Type says it is.
    public var body: [UInt8]

    /// Names every member.
    public init(
        method: SIPMethod,
        uri: SIPAnyURI,
        envelope: SIPEnvelope,
        maxForwards: UInt8? = 70,
        fields: SIPFields = SIPFields(),
        body: [UInt8] = []
    ) {
        self.method = method
        self.uri = uri
        self.envelope = envelope
        self.maxForwards = maxForwards
        self.fields = fields
        self.body = body
    }

    /// The octets that travel.
    public var bytes: [UInt8] {
        var writer = SIPWriter()
        writer.line("\(method) \(uri) SIP/2.0")
        writer.vias(envelope)
        if let maxForwards { writer.line("Max-Forwards: \(maxForwards)") }
        return writer.finish(envelope, fields, body)
    }

    /// A response to this request (§8.2.6).
    ///
    /// The tag is ours, for a To that has none yet; only 100 goes without.
    public func response(_ status: Int, reason: String? = nil, tag: String?) -> SIPResponse {
        var response = SIPResponse(status, reason: reason, envelope: envelope)
        if let tag, envelope.to.tag == nil { response.envelope.to.tag = tag }
        if status == 100 { response.fields.set("Timestamp", fields["Timestamp"]) }
        return response
    }
}

/// A response (RFC 3261 §7.2).
public struct SIPResponse: Sendable, Hashable {
    /// 100...699.
    public var status: Int
    /// For people; what counts is the number.
    public var reason: String
    /// The request's own, To with the tag of who answers.
    public var envelope: SIPEnvelope
    /// All other fields but Content-Length, which the body tells.
    public var fields: SIPFields
    /// What Content-Type says it is.
    public var body: [UInt8]

    /// Names every member.
    public init(
        _ status: Int,
        reason: String? = nil,
        envelope: SIPEnvelope,
        fields: SIPFields = SIPFields(),
        body: [UInt8] = []
    ) {
        precondition((100...699).contains(status), "a status has three digits")
        self.status = status
        self.reason = reason ?? Self.reason(of: status)
        self.envelope = envelope
        self.fields = fields
        self.body = body
    }

    /// The octets that travel.
    public var bytes: [UInt8] {
        var writer = SIPWriter()
        writer.line("SIP/2.0 \(status) \(reason)")
        writer.vias(envelope)
        return writer.finish(envelope, fields, body)
    }

    /// True for 1xx: more will follow.
    public var isProvisional: Bool { status < 200 }
    /// True for 2xx.
    public var isSuccess: Bool { (200...299).contains(status) }
}

extension SIPResponse {
    /// The words of RFC 3261 §21 and its successors; the class's own for a number without any.
    static func reason(of status: Int) -> String {
        if let reason = reasons[status] { return reason }
        return switch status / 100 {
        case 1: "Progress"
        case 2: "OK"
        case 3: "Redirection"
        case 4: "Request Failure"
        case 5: "Server Failure"
        default: "Global Failure"
        }
    }

    private static let reasons = [
        100: "Trying", 180: "Ringing", 181: "Call Is Being Forwarded", 182: "Queued",
        183: "Session Progress", 200: "OK", 202: "Accepted", 302: "Moved Temporarily",
        400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found",
        405: "Method Not Allowed", 406: "Not Acceptable", 407: "Proxy Authentication Required",
        408: "Request Timeout", 410: "Gone", 412: "Conditional Request Failed",
        413: "Request Entity Too Large", 414: "Request-URI Too Long",
        415: "Unsupported Media Type", 416: "Unsupported URI Scheme", 420: "Bad Extension",
        421: "Extension Required", 422: "Session Interval Too Small",
        423: "Interval Too Brief", 480: "Temporarily Unavailable",
        481: "Call/Transaction Does Not Exist", 482: "Loop Detected", 483: "Too Many Hops",
        484: "Address Incomplete", 486: "Busy Here", 487: "Request Terminated",
        488: "Not Acceptable Here", 489: "Bad Event", 491: "Request Pending",
        500: "Server Internal Error", 501: "Not Implemented", 503: "Service Unavailable",
        504: "Server Time-out", 505: "Version Not Supported", 513: "Message Too Large",
        600: "Busy Everywhere", 603: "Decline", 604: "Does Not Exist Anywhere",
        606: "Not Acceptable",
    ]
}

/// Puts a message together: one spelling, long names, a Content-Length always.
private struct SIPWriter {
    private var text = ""

    mutating func line(_ line: String) {
        text += line
        text += "\r\n"
    }

    mutating func vias(_ envelope: SIPEnvelope) {
        for via in envelope.vias { line("Via: \(via)") }
    }

    mutating func finish(
        _ envelope: SIPEnvelope,
        _ fields: SIPFields,
        _ body: [UInt8]
    ) -> [UInt8] {
        line(SIPField("From", envelope.from.description))
        line(SIPField("To", envelope.to.description))
        line(SIPField("Call-ID", envelope.callID))
        line("CSeq: \(envelope.cseq)")
        for field in fields.all { line(field) }
        line("Content-Length: \(body.count)")
        text += "\r\n"
        return Array(text.utf8) + body
    }

    private mutating func line(_ field: SIPField) { line("\(field.name): \(field.value)") }
}
