/// Parts what a person wrote now from what the mail repeats.
///
/// It only sorts lines and never drops one, so nothing is lost when it is wrong.
public enum QuotedText {
    /// Sorts the lines of a mail's text.
    ///
    /// Known are `>` quotes with their introduction ("Den … skrev …:", "On … wrote:"), the header
    /// blocks of Outlook in several languages, "-----Ursprungligt meddelande-----", signatures after
    /// `-- ` and the lines that telephones add. Answers between quotes stay in `own`; so does all
    /// that follows the mark of a forwarded mail, which is the matter then.
    ///
    /// - Parameters:
    ///   - text: with LF as line end, as ``IncomingMail/text`` is.
    ///   - subject: the mail's; where that says that it forwards another, Outlook's header block is the
    ///     mark of one, for Outlook has no other.
    /// - Returns: the three parts, each without blank lines at its ends.
    public static func fold(
        _ text: String,
        under subject: String = ""
    ) -> (own: String, quoted: String, signature: String) {
        var folding = Folding(text, isForwarding: QuoteMarks.isForward(subject: subject))
        folding.run()
        return (
            own: joined(folding.own), quoted: joined(folding.quoted),
            signature: joined(folding.signature)
        )
    }

    /// Joins lines; where lines were taken out between them, one blank line is enough.
    private static func joined(_ lines: [Line]) -> String {
        var kept: [Substring] = []
        for line in lines {
            if !line.isBlank {
                kept.append(line.text)
            } else if kept.last?.isEmpty == false {
                kept.append("")
            }
        }
        while kept.last?.isEmpty == true { kept.removeLast() }
        return kept.joined(separator: "\n")
    }

    /// A line and what can be said of it alone, so that each is looked at closely only once.
    private struct Line {
        let text: Substring
        let isBlank: Bool
        let isQuoted: Bool
        let endsInColon: Bool
        let headerKind: QuoteMarks.HeaderKind?

        init(_ text: Substring) {
            self.text = text
            let first = text.utf8.first { $0 > Octet.space }
            isBlank = first == nil || PlainText.isBlank(String(text))
            isQuoted = first == 0x3E
            endsInColon = text.utf8.last { $0 > Octet.space } == MailSurvey.colon
            headerKind = QuoteMarks.headerKind(text)
        }

        static let blank = Line("")

        var hasDigit: Bool { text.utf8.contains(where: Octet.isDigit) }

        var isForward: Bool {
            (endsInColon || text.utf8.contains(0x2D)) && QuoteMarks.isForward(text)
        }

        var isOriginalMessage: Bool {
            text.utf8.contains(0x2D) && QuoteMarks.isOriginalMessage(text)
        }
    }

    private struct Folding {
        private(set) var own: [Line] = []
        private(set) var quoted: [Line] = []
        private(set) var signature: [Line] = []
        private let lines: [Line]
        private var index = 0
        private let isForwarding: Bool
        private var isInSignature = false

        init(_ text: String, isForwarding: Bool) {
            self.isForwarding = isForwarding
            // By octets: LF is a whole character here, and looking for characters costs most of it.
            lines = text.utf8.split(separator: Octet.lineFeed, omittingEmptySubsequences: false)
                .map { Line(Substring($0)) }
        }

        mutating func run() {
            while index < lines.count {
                let isEnd = lines[index].isOriginalMessage || isOutlookBlock(at: index)
                if lines[index].isForward || isEnd && isForwarding {
                    own += lines[index...]
                    return
                }
                if isEnd {
                    quoted += lines[index...]
                    return
                }
                if let count = introductionCount() {
                    guard isQuoteNext(after: index + count) else {
                        quoted += lines[index...]
                        return
                    }
                    takeQuoted(count)
                } else {
                    takeLine()
                }
            }
        }

        private mutating func takeLine() {
            let line = lines[index]
            if line.isQuoted {
                takeQuoted(1)
                return
            }
            if line.text == "-- " || line.text == "--" { isInSignature = true }
            if isInSignature || QuoteMarks.isDeviceLine(line.text) {
                signature.append(line)
            } else {
                own.append(line)
            }
            index += 1
        }

        private mutating func takeQuoted(_ count: Int) {
            quoted += lines[index..<(index + count)]
            index += count
            isInSignature = false
            // A seam, so that answers to two quotes do not run together.
            if own.last?.isBlank == false { own.append(.blank) }
        }

        /// How many lines introduce a quote here: an introduction is often wrapped.
        private func introductionCount() -> Int? {
            for count in 1...3 where index + count <= lines.count {
                let last = lines[index + count - 1]
                guard !last.isBlank, !last.isQuoted else { return nil }
                guard last.endsInColon, isIntroduction(index, count) else { continue }
                // Not the writer's own line before an introduction that is whole without it.
                let isWholeLater = (1..<count).contains { skipped in
                    lines[index + skipped].hasDigit
                        && isIntroduction(index + skipped, count - skipped)
                }
                return count == 1 || (lines[index].hasDigit && !isWholeLater) ? count : nil
            }
            return nil
        }

        private func isIntroduction(_ start: Int, _ count: Int) -> Bool {
            let text = lines[start..<(start + count)].map(\.text).joined(separator: " ")
            let isFollowed = isQuoteNext(after: start + count)
            return QuoteMarks.isIntroduction(text, isFollowedByQuote: isFollowed)
        }

        private func isQuoteNext(after start: Int) -> Bool {
            lines[min(start, lines.count)...].prefix(3).first { !$0.isBlank }?.isQuoted ?? false
        }

        /// From, and two more of date, recipient and subject, within a few lines; a line of
        /// underscores before them belongs to them.
        private func isOutlookBlock(at start: Int) -> Bool {
            var first = start
            if lines[start].text.utf8.first == 0x5F, QuoteMarks.isRule(lines[start].text) {
                let next = lines[start...].dropFirst().prefix(3).firstIndex { !$0.isBlank }
                guard let next else { return false }
                first = next
            }
            guard lines[first].headerKind == .from else { return false }
            return Set(lines[first...].prefix(10).compactMap(\.headerKind)).count >= 3
        }
    }
}
