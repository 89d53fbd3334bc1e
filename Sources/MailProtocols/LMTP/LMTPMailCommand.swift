/// `MAIL FROM:` and its parameters (RFC 5321 §4.1.1.2).
enum LMTPMailCommand {
    static func parse(_ argument: ArraySlice<UInt8>) throws(LMTPRefusal) -> LMTPEnvelope {
        let octets = try afterKeyword("from:", in: argument)
        let parsed: (path: LMTPPath, rest: ArraySlice<UInt8>)
        do throws(LMTPPath.Failure) {
            parsed = try LMTPPath.parse(octets, bounds: .sender)
        } catch {
            throw LMTPRefusal(501, "5.1.7", "bad sender address")
        }
        guard parsed.rest.isEmpty || parsed.rest.first == Octet.space else {
            throw LMTPRefusal(501, "5.1.7", "bad sender address")
        }
        var envelope = LMTPEnvelope(reversePath: parsed.path.mailbox)
        // An address outside ASCII is taken without SMTPUTF8, too: Postfix takes such a sender and does
        // not say it here, and a citizen's mail must not bounce for that.
        try read(parsed.rest, into: &envelope)
        return envelope
    }

    /// What stands behind `from:` or `to:`; spaces there are common and harmless.
    static func afterKeyword(
        _ keyword: String,
        in argument: ArraySlice<UInt8>
    ) throws(LMTPRefusal) -> ArraySlice<UInt8> {
        let head = argument.prefix(keyword.utf8.count).map(Octet.lowercased)
        guard head.elementsEqual(keyword.utf8) else {
            throw .badArgument("\(keyword.uppercased()) is missing")
        }
        return LMTPCommand.trimmed(argument.dropFirst(keyword.utf8.count))
    }

    private static func read(
        _ parameters: ArraySlice<UInt8>,
        into envelope: inout LMTPEnvelope
    ) throws(LMTPRefusal) {
        var seen: Set<String> = []
        for parameter in parameters.split(separator: Octet.space) {
            let halves = parameter.split(
                separator: 0x3D,
                maxSplits: 1,
                omittingEmptySubsequences: false
            )
            let name = String(
                decoding: parameter.prefix { $0 != 0x3D }.map(Octet.lowercased),
                as: UTF8.self
            )
            let value = halves.count == 2 ? halves[1] : nil
            guard seen.insert(name).inserted else { throw .badArgument("parameter given twice") }
            switch name {
            case "size": envelope.declaredBytes = try size(value)
            case "body": try checkBody(value)
            case "smtputf8":
                guard value == nil else { throw .badArgument("SMTPUTF8 takes no value") }
                envelope.smtpUTF8 = true
            default: throw .unknownParameter
            }
        }
    }

    /// RFC 1870 §3: 1 to 20 digits; more than we can count is certainly more than we take.
    private static func size(_ value: ArraySlice<UInt8>?) throws(LMTPRefusal) -> Int {
        guard let value, (1...20).contains(value.count), value.allSatisfy(Octet.isDigit) else {
            throw .badArgument("SIZE wants a number")
        }
        return Int(String(decoding: value, as: UTF8.self)) ?? Int.max
    }

    /// RFC 6152 §2; a message is read the same whichever it says.
    private static func checkBody(_ value: ArraySlice<UInt8>?) throws(LMTPRefusal) {
        switch value.map({ String(decoding: $0.map(Octet.lowercased), as: UTF8.self) }) {
        case "7bit", "8bitmime": break
        default: throw .badArgument("BODY is 7BIT or 8BITMIME")
        }
    }
}

extension LMTPRefusal {
    /// RFC 6531 §3.5: such an address may be named only after `SMTPUTF8`.
    static let needsSMTPUTF8 = LMTPRefusal(
        553,
        "5.6.7",
        "address is not ASCII and SMTPUTF8 was not said"
    )
}
