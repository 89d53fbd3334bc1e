/// A command line, taken apart but not yet judged against what went before it.
enum LMTPCommand: Equatable {
    case lhlo(name: String)
    case mail(LMTPEnvelope)
    case rcpt(mailbox: String, isASCII: Bool)
    case data
    case rset
    case noop
    case vrfy
    case quit

    /// Reads one line without its CRLF.
    ///
    /// - Throws: the reply for a line that is no command; each counts as one of the client's errors.
    static func parse(_ line: [UInt8]) throws(LMTPRefusal) -> LMTPCommand {
        // NUL and other controls, a lone CR among them, are in no command (RFC 5321 §2.3.8).
        guard line.allSatisfy({ $0 >= Octet.space && $0 != 0x7F }) else {
            throw .malformed("control characters in a command")
        }
        let verb = String(
            decoding: line.prefix { $0 != Octet.space }.map(Octet.lowercased),
            as: UTF8.self
        )
        let argument = trimmed(line.dropFirst(verb.utf8.count))
        switch verb {
        case "lhlo": return .lhlo(name: try clientName(argument))
        case "mail": return .mail(try LMTPMailCommand.parse(argument))
        case "rcpt": return try recipient(argument)
        case "data": return try bare(.data, argument)
        case "rset": return try bare(.rset, argument)
        case "quit": return try bare(.quit, argument)
        case "noop": return .noop
        case "vrfy":
            guard !argument.isEmpty else { throw .badArgument("VRFY wants a name") }
            return .vrfy
        default: throw refusal(ofVerb: verb)
        }
    }

    /// RFC 2033 §4.1: a client that takes us for an SMTP server must not get a positive answer.
    private static func refusal(ofVerb verb: String) -> LMTPRefusal {
        switch verb {
        case "helo", "ehlo":
            LMTPRefusal(500, "5.5.1", "this is LMTP: say LHLO")
        case "auth", "bdat", "burl", "etrn", "expn", "help", "starttls", "turn":
            LMTPRefusal(502, "5.5.1", "command not implemented")
        default:
            LMTPRefusal(500, "5.5.1", "command not recognized")
        }
    }

    private static func bare(
        _ command: LMTPCommand,
        _ argument: ArraySlice<UInt8>
    ) throws(LMTPRefusal) -> LMTPCommand {
        guard argument.isEmpty else { throw .badArgument("this command takes no argument") }
        return command
    }

    private static func clientName(_ argument: ArraySlice<UInt8>) throws(LMTPRefusal) -> String {
        let isName = argument.allSatisfy { (0x21...0x7E).contains($0) }
        guard isName, !argument.isEmpty, argument.count <= 255 else {
            throw .badArgument("LHLO wants the name of the client")
        }
        return String(decoding: argument, as: UTF8.self)
    }

    private static func recipient(_ argument: ArraySlice<UInt8>) throws(LMTPRefusal) -> Self {
        let octets = try LMTPMailCommand.afterKeyword("to:", in: argument)
        let parsed: (path: LMTPPath, rest: ArraySlice<UInt8>)
        do throws(LMTPPath.Failure) {
            parsed = try LMTPPath.parse(octets, bounds: .recipient)
        } catch {
            throw LMTPRefusal(501, "5.1.3", "bad recipient address")
        }
        guard let mailbox = parsed.path.mailbox else {
            throw LMTPRefusal(501, "5.1.3", "a recipient cannot be the null path")
        }
        guard trimmed(parsed.rest).isEmpty else {
            guard parsed.rest.first == Octet.space else {
                throw LMTPRefusal(501, "5.1.3", "bad recipient address")
            }
            throw .unknownParameter
        }
        return .rcpt(mailbox: mailbox, isASCII: parsed.path.isASCII)
    }

    static func trimmed(_ octets: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var rest = octets.drop { $0 == Octet.space }
        while rest.last == Octet.space { rest.removeLast() }
        return rest
    }
}

/// The answer to a command that was wrong.
struct LMTPRefusal: Error {
    let reply: LMTPReply

    init(_ code: Int, _ enhanced: String, _ text: String) {
        reply = LMTPReply(code: code, enhanced: enhanced, text: text)
    }

    static func malformed(_ text: String) -> LMTPRefusal { LMTPRefusal(500, "5.5.2", text) }

    static func badArgument(_ text: String) -> LMTPRefusal { LMTPRefusal(501, "5.5.4", text) }

    static func badSequence(_ text: String) -> LMTPRefusal { LMTPRefusal(503, "5.5.1", text) }

    static let unknownParameter = LMTPRefusal(555, "5.5.4", "parameter not recognized")
}
