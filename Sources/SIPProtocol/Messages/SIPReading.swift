extension SIPReading {
    /// Reads one datagram; what stands behind its body is read over (RFC 3261 §18.3).
    public init(datagram: [UInt8]) {
        let octets = datagram.drop { $0 == 0x0D || $0 == 0x0A || $0 == 0x00 }
        guard !octets.isEmpty else {
            self = .keepAlive
            return
        }
        guard let end = SIPHead.end(of: octets) else {
            self = .discarded(.noEndOfHead)
            return
        }
        let head = SIPHead(octets[..<end])
        self.init(head, bodyIn: octets[(end + 4)...], isLarge: end > SIPLimits.headBytesMax)
    }

    /// Reads a message whose body is the beginning of `rest`, or all of it without Content-Length.
    init(_ head: SIPHead, bodyIn rest: ArraySlice<UInt8>, isLarge: Bool = false) {
        let start = StartLine(head.startLine)
        do throws(SIPDefect) {
            if isLarge { throw .tooLarge }
            if let defect = head.defect { throw defect }
            let length = try Self.bodyLength(head) ?? rest.count
            guard length <= rest.count else { throw .bodyTooShort }
            let body = Array(rest.prefix(length))
            switch start {
            case .request(let method, let uri, let version):
                let request = try SIPRequest(method, uri, version, head, body)
                self = .message(.request(request))
            case .response(let status, let reason):
                self = .message(.response(try SIPResponse(status, reason, head, body)))
            case nil: throw .startLine
            }
        } catch {
            self = Self.refusal(of: start, head, error)
        }
    }

    /// Content-Length, which may stand there once (§20.14).
    static func bodyLength(_ head: SIPHead) throws(SIPDefect) -> Int? {
        let values = head.fields.filter { $0.name == "Content-Length" }.map(\.value)
        guard values.count <= 1 else { throw .repeated("Content-Length") }
        guard let value = values.first else { return nil }
        guard !value.isEmpty, value.utf8.allSatisfy(SIPHost.isDigit), let length = UInt32(value)
        else { throw .malformed("Content-Length") }
        guard length <= SIPLimits.messageBytesMax else { throw .tooLarge }
        return Int(length)
    }

    private static func refusal(
        of start: StartLine?,
        _ head: SIPHead,
        _ defect: SIPDefect
    ) -> SIPReading {
        guard case .request(let method, _, _)? = start, method != "ACK" else {
            return .discarded(defect)
        }
        let given: Set<SIPFieldName> = ["Via", "From", "To", "Call-ID", "CSeq"]
        let fields = head.fields.filter { given.contains($0.name) }
        guard fields.contains(where: { $0.name == "Via" }), fields.count <= SIPLimits.viasMax else {
            return .discarded(defect)
        }
        return .refused(SIPRefusal(defect: defect, fields: fields))
    }
}

/// The first line of a message, cut into its three parts (RFC 3261 §7.1, §7.2).
private enum StartLine {
    case request(method: String, uri: String, version: String)
    case response(status: Int, reason: String)

    init?(_ line: String) {
        let parts = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count >= 2 else { return nil }
        if SIPText.lowercased(String(parts[0])).hasPrefix("sip/") {
            guard SIPText.lowercased(String(parts[0])) == "sip/2.0", parts[1].utf8.count == 3,
                let status = Int(parts[1]), (100...699).contains(status)
            else { return nil }
            // The space before the reason belongs to the line even when there is no reason; some
            // leave it out, and that is no reason to lose a call.
            self = .response(status: status, reason: parts.count == 3 ? String(parts[2]) : "")
        } else {
            guard SIPScanner.isToken(parts[0]), parts.count == 3 else { return nil }
            self = .request(
                method: String(parts[0]),
                uri: String(parts[1]),
                version: String(parts[2])
            )
        }
    }
}

extension SIPRequest {
    fileprivate init(
        _ method: String,
        _ uri: String,
        _ version: String,
        _ head: SIPHead,
        _ body: [UInt8]
    ) throws(SIPDefect) {
        if !version.isEmpty, SIPText.lowercased(version) != "sip/2.0" {
            // A space inside the URI makes its second half look like a version.
            throw Self.looksLikeVersion(version) ? .version : .startLine
        }
        guard version.utf8.count == 7 else { throw .startLine }
        guard let target = SIPAnyURI(uri), target.sip?.headers.isEmpty ?? true else {
            throw .requestURI
        }
        var reader = SIPFieldReader(head)
        let envelope = try reader.envelope()
        guard envelope.cseq.method.description == method else { throw .methodMismatch }
        let maxForwards = try reader.maxForwards()
        self.init(
            method: SIPMethod(method),
            uri: target,
            envelope: envelope,
            maxForwards: maxForwards,
            fields: try reader.others(),
            body: body
        )
        try checkFields()
    }

    private static func looksLikeVersion(_ text: String) -> Bool {
        let lower = SIPText.lowercased(text)
        return lower.hasPrefix("sip/") && !lower.contains(" ")
    }

    /// Reads what later steps rely on, so that they need not doubt it.
    private func checkFields() throws(SIPDefect) {
        for name: SIPFieldName in ["Route", "Record-Route", "Contact"] {
            if name == "Contact", fields["Contact"] == "*" { continue }
            for address in try fields.addresses(name) {
                let expires = address.parameters.value("expires")
                guard expires.map({ UInt32($0) != nil }) ?? true else { throw .malformed(name) }
            }
        }
        for name: SIPFieldName in ["Expires", "Session-Expires", "Min-SE"]
        where fields[name] != nil && fields.seconds(name) == nil {
            throw .malformed(name)
        }
        if method == .register, envelope.to.uri.sip == nil, !envelope.to.uri.isTelephone {
            throw .malformed("To")
        }
    }
}

extension SIPAnyURI {
    fileprivate var isTelephone: Bool { SIPText.lowercased(description).hasPrefix("tel:") }
}

extension SIPResponse {
    fileprivate init(
        _ status: Int,
        _ reason: String,
        _ head: SIPHead,
        _ body: [UInt8]
    ) throws(SIPDefect) {
        var reader = SIPFieldReader(head)
        let envelope = try reader.envelope()
        self.init(
            status,
            reason: reason,
            envelope: envelope,
            fields: try reader.others(),
            body: body
        )
        for name: SIPFieldName in ["Record-Route", "Contact"] { _ = try fields.addresses(name) }
    }
}
