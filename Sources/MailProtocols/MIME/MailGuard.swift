import Foundation

/// What a mail must pass before the library sees it.
///
/// The library builds its whole tree before anybody can stop it, with time and memory that a sender
/// chooses. So its cost is estimated first, in one linear pass over the lines.
enum MailGuard {
    /// Looks through a mail and makes harmless what would hurt the library.
    ///
    /// - Returns: the mail, its header block cut to the limit.
    static func admitted(
        _ raw: [UInt8],
        limits: MIMELimits,
        problems: inout MailProblems
    ) throws(MIMEError) -> [UInt8] {
        guard raw.contains(where: { $0 > Octet.space }) else { throw .empty }
        var octets = cutHeaders(raw, bytesMax: limits.headersBytesMax, problems: &problems)
        // Without its line end the library takes the CR before a last boundary for content.
        if octets[(octets.lastIndex(of: Octet.lineFeed) ?? 0)...].dropFirst().starts(
            with: "--".utf8
        ) {
            octets += [Octet.carriageReturn, Octet.lineFeed]
        }
        let survey = MailSurvey(octets)
        guard survey.isAffordable else { throw .tooComplex }
        if !survey.groupRanges.isEmpty {
            problems.note("an address header is nested too deep")
            for index in survey.groupRanges.joined() where octets[index] == MailSurvey.colon {
                octets[index] = Octet.space
            }
        }
        return octets
    }

    /// Where the first field of the header begins, when a few lines stand before it that are none,
    /// as in a mailbox file.
    static func headerStart(_ octets: [UInt8]) -> Int? {
        var found: Int?
        var linesLeft = 5
        octets.withUnsafeBytes { bytes in
            MailLines.forEach(in: bytes) { line in
                if line.start > 0, isField(line.octets) { found = line.start }
                linesLeft -= 1
                return found == nil && linesLeft > 0 && !line.isBlank
            }
        }
        return found
    }

    /// RFC 5322 §2.2: a name of printable ASCII, then a colon.
    private static func isField(_ line: UnsafeRawBufferPointer) -> Bool {
        let name = line.prefix { (0x21...0x7E).contains($0) && $0 != MailSurvey.colon }
        return (1...76).contains(name.count) && name.endIndex < line.endIndex
            && line[name.endIndex] == MailSurvey.colon
    }

    /// Drops what the header block has past the limit; the body stays.
    private static func cutHeaders(
        _ raw: [UInt8],
        bytesMax: Int,
        problems: inout MailProblems
    ) -> [UInt8] {
        var end = raw.count
        raw.withUnsafeBytes { bytes in
            MailLines.forEach(in: bytes) { line in
                if line.isBlank { end = line.start }
                return !line.isBlank
            }
        }
        guard end > bytesMax else { return raw }
        problems.exceed(
            .headers,
            "header is longer than \(bytesMax) octets: the rest of it is left out"
        )
        return raw[..<bytesMax] + [Octet.carriageReturn, Octet.lineFeed] + raw[end...]
    }
}

/// The lines of a mail, by their place in its octets.
enum MailLines {
    struct Line {
        let octets: UnsafeRawBufferPointer
        let start: Int

        /// True for an empty line, with or without CR.
        var isBlank: Bool {
            octets.isEmpty || (octets.count == 1 && octets[0] == Octet.carriageReturn)
        }

        /// True for the continuation of a header field (RFC 5322 §2.2.3).
        var isFolded: Bool { octets.first == Octet.space || octets.first == Octet.tab }
    }

    /// Calls `body` with each line, without its LF, until it answers false.
    static func forEach(in bytes: UnsafeRawBufferPointer, _ body: (Line) -> Bool) {
        guard let base = bytes.baseAddress else { return }
        var start = 0
        while start < bytes.count {
            let found = memchr(base + start, Int32(Octet.lineFeed), bytes.count - start)
            let end = found.map { UnsafeRawPointer($0) - base } ?? bytes.count
            let octets = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
            guard body(Line(octets: octets, start: start)) else { return }
            start = end + 1
        }
    }
}
