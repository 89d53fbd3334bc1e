import Foundation

/// A mail as an old Swedish mail program writes it: ISO-8859-1 and quoted-printable.
struct CitizenMail: Sendable {
    var name = "Åsa Öberg"
    var sender: String
    var recipient = "support@example.org"
    var subject: String
    var text: String
    var messageID: String
    var inReplyTo: String?
    var references: [String] = []
    var attachment: (name: String, bytes: [UInt8])?

    /// With CRLF line ends.
    var bytes: [UInt8] {
        var lines = [
            "From: \(Self.word(name)) <\(sender)>", "To: <\(recipient)>",
            "Subject: \(Self.word(subject))", "Date: Mon, 2 Nov 2026 09:12:00 +0100",
            "Message-ID: <\(messageID)>", "MIME-Version: 1.0",
        ]
        if let inReplyTo { lines.append("In-Reply-To: <\(inReplyTo)>") }
        if !references.isEmpty {
            lines.append("References: " + references.map { "<\($0)>" }.joined(separator: "\r\n "))
        }
        let body = [
            "Content-Type: text/plain; charset=ISO-8859-1",
            "Content-Transfer-Encoding: quoted-printable", "", Self.quoted(text),
        ]
        if let attachment {
            lines += ["Content-Type: multipart/mixed; boundary=\"=_del\"", "", "--=_del"]
            lines += body
            lines += [
                "--=_del", "Content-Type: application/pdf; name=\"\(attachment.name)\"",
                "Content-Disposition: attachment; filename=\"\(attachment.name)\"",
                "Content-Transfer-Encoding: base64", "",
                Data(attachment.bytes).base64EncodedString(options: .lineLength76Characters),
                "--=_del--",
            ]
        } else {
            lines += body
        }
        return Array((lines.joined(separator: "\r\n") + "\r\n").utf8)
    }

    /// An encoded word (RFC 2047 §4.2).
    private static func word(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 < 128 }) { return text }
        let octets = text.unicodeScalars.map { scalar -> String in
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9": String(scalar)
            case " ": "_"
            default: hexadecimal(scalar)
            }
        }
        return "=?ISO-8859-1?Q?\(octets.joined())?="
    }

    /// RFC 2045 §6.7, with soft line breaks.
    private static func quoted(_ text: String) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            var pieces: [String] = [""]
            for scalar in line.unicodeScalars {
                let octet = scalar.value > 126 || scalar == "=" ? hexadecimal(scalar) : "\(scalar)"
                let last = pieces.count - 1
                if pieces[last].count + octet.count > 72 {
                    pieces[last] += "="
                    pieces.append(octet)
                } else {
                    pieces[last] += octet
                }
            }
            return pieces.joined(separator: "\r\n")
        }
        return lines.joined(separator: "\r\n")
    }

    private static func hexadecimal(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "=" + (digits.count == 1 ? "0" : "") + digits
    }
}

/// A mail as the citizen's program reads it from the mailbox.
struct MailboxMail {
    /// Lower-cased names, unfolded values.
    let header: [String: String]
    /// Decoded; of a mail in two forms, the plain one.
    let text: String
    /// The same in HTML; nil when there is none.
    let html: String?

    init(_ bytes: [UInt8]) {
        let raw = String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n")
        let end = raw.firstRange(of: "\n\n")
        let unfolded = raw[..<(end?.lowerBound ?? raw.endIndex)]
            .replacing("\n ", with: " ").replacing("\n\t", with: " ")
        var header: [String: String] = [:]
        for line in unfolded.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { continue }
            header[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
        }
        self.header = header
        let body = String(raw[(end?.upperBound ?? raw.endIndex)...])
        let parts = Self.parts(of: body, header["content-type"] ?? "")
        html = parts.dropFirst().last?.text
        if let plain = parts.first {
            text = plain.text
            return
        }
        switch header["content-transfer-encoding"]?.lowercased() {
        case "base64":
            let octets = Data(base64Encoded: body, options: .ignoreUnknownCharacters) ?? Data()
            text = String(decoding: octets, as: UTF8.self)
        case "quoted-printable": text = Self.unquoted(body)
        default: text = body
        }
    }

    /// The parts of a multipart/alternative (RFC 2046 §5.1.4), the plainest first; none of another.
    private static func parts(of body: String, _ type: String) -> [MailboxMail] {
        guard type.lowercased().hasPrefix("multipart/alternative"),
            let boundary = type.firstMatch(of: /boundary="?([^";]+)"?/)?.output.1
        else { return [] }
        return body.components(separatedBy: "\n--\(boundary)").flatMap { piece in
            piece.components(separatedBy: "--\(boundary)\n")
        }
        .filter { $0.contains("Content-Type:") }
        .map { piece in
            MailboxMail(Array(String(piece.drop { $0.isNewline }).utf8))
        }
    }

    /// The value of a field without the angle brackets of its address or Message-ID.
    func bare(_ name: String) -> String {
        let value = header[name] ?? ""
        guard let start = value.lastIndex(of: "<"), let end = value.lastIndex(of: ">") else {
            return value
        }
        return String(value[value.index(after: start)..<end])
    }

    private static func unquoted(_ body: String) -> String {
        let octets = Array(body.replacing("=\n", with: "").utf8)
        var decoded: [UInt8] = []
        var index = 0
        while index < octets.count {
            let rest = octets[(index + 1)...].prefix(2)
            if octets[index] == UInt8(ascii: "="), rest.count == 2,
                let octet = UInt8(String(decoding: rest, as: UTF8.self), radix: 16)
            {
                decoded.append(octet)
                index += 3
            } else {
                decoded.append(octets[index])
                index += 1
            }
        }
        return String(decoding: decoded, as: UTF8.self)
    }
}
