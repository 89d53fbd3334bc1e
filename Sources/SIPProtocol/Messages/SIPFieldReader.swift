/// Takes the fields that every message must have out of a head, and leaves the others.
struct SIPFieldReader {
    private let fields: [SIPField]

    init(_ head: SIPHead) { fields = head.fields }

    /// Via, From, To, Call-ID and CSeq (RFC 3261 §8.1.1).
    mutating func envelope() throws(SIPDefect) -> SIPEnvelope {
        let vias = try vias()
        let from = try address("From")
        let to = try address("To")
        let callID = try only("Call-ID")
        guard Self.isCallID(callID) else { throw .malformed("Call-ID") }
        guard let cseq = SIPCSeq(try only("CSeq")) else { throw .malformed("CSeq") }
        return SIPEnvelope(vias: vias, from: from, to: to, callID: callID, cseq: cseq)
    }

    func maxForwards() throws(SIPDefect) -> UInt8? {
        guard fields.contains(where: { $0.name == "Max-Forwards" }) else { return nil }
        let text = try only("Max-Forwards")
        guard text.utf8.allSatisfy(SIPHost.isDigit), let number = UInt8(text) else {
            throw .malformed("Max-Forwards")
        }
        return number
    }

    /// Everything that is not a member of its own.
    func others() throws(SIPDefect) -> SIPFields {
        let taken: Set<SIPFieldName> = [
            "Via", "From", "To", "Call-ID", "CSeq", "Max-Forwards", "Content-Length",
        ]
        for name: SIPFieldName in ["Content-Type", "Expires"]
        where fields.count(where: { $0.name == name }) > 1 {
            throw .repeated(name)
        }
        return SIPFields(fields.filter { !taken.contains($0.name) })
    }

    private func vias() throws(SIPDefect) -> [SIPVia] {
        var vias: [SIPVia] = []
        for field in fields where field.name == "Via" {
            var scanner = SIPScanner(field.value)
            repeat {
                guard vias.count < SIPLimits.viasMax, let via = SIPVia(&scanner) else {
                    throw .malformed("Via")
                }
                vias.append(via)
            } while scanner.takeSeparator(",")
            guard scanner.isAtEnd else { throw .malformed("Via") }
        }
        guard let branch = vias.first.map({ $0.branch ?? "" }) else { throw .missing("Via") }
        guard branch.utf8.count <= SIPLimits.identifierBytesMax else { throw .tooLarge }
        return vias
    }

    private func address(_ name: SIPFieldName) throws(SIPDefect) -> SIPNameAddress {
        guard let address = SIPNameAddress(try only(name)),
            address.parameters.count(where: { $0.name == "tag" }) <= 1
        else { throw .malformed(name) }
        if let tag = address.tag {
            guard SIPScanner.isToken(tag) else { throw .malformed(name) }
            guard tag.utf8.count <= SIPLimits.identifierBytesMax else { throw .tooLarge }
        }
        return address
    }

    private func only(_ name: SIPFieldName) throws(SIPDefect) -> String {
        let values = fields.filter { $0.name == name }
        guard let value = values.first?.value else { throw .missing(name) }
        guard values.count == 1 else { throw .repeated(name) }
        // The mark of octets that were no UTF-8: they could not be given back as they came.
        guard !value.unicodeScalars.contains("\u{FFFD}") else { throw .malformed(name) }
        return value
    }

    private static func isCallID(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= SIPLimits.identifierBytesMax
            && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    }
}
