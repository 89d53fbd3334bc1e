/// The parts of a mail's text, each without blank lines at its ends.
public struct FoldedText: Sendable {
    /// What its writer says now.
    public var own: String
    /// What it repeats.
    public var quoted: String
    /// What programs and people put below their words.
    public var signature: String
    /// What of ``quoted`` no mark on each line shows as a quote, without the lines that announce it: there
    /// somebody may have answered.
    public var unmarked: [String]
    /// What of ``signature`` stands below a delimiter, which comes first.
    public var delimited: String
}

/// Parts what a person wrote now from what the mail repeats.
///
/// It only sorts lines and never drops one, so nothing is lost when it is wrong.
public enum QuotedText {
    /// Sorts the lines of a mail's text.
    ///
    /// Known are `>` quotes with their introduction ("Den … skrev …:", "On … wrote:"), the header
    /// blocks of Outlook in several languages, "-----Ursprungligt meddelande-----", short signatures
    /// after `-- ` and the lines that telephones add. Answers between quotes stay in `own`; so does all
    /// that follows the mark of a forwarded mail, which is the matter then.
    ///
    /// Without `>` only the text itself says that it is a quote, and people write such lines too: forms
    /// have fields, and letters tell what somebody wrote. So a mail that answers none repeats none.
    ///
    /// - Parameters:
    ///   - text: with LF as line end, as ``IncomingMail/text`` is.
    ///   - subject: the mail's; where that says that it forwards another, Outlook's header block is the
    ///     mark of one, for Outlook has no other.
    ///   - isAnswer: whether its header names a mail that it answers; a subject says so too.
    /// - Returns: all of the lines, sorted.
    public static func fold(
        _ text: String,
        under subject: String = "",
        answering isAnswer: Bool = true
    ) -> FoldedText {
        var folding = Folding(
            text,
            isForwarding: QuoteMarks.isForward(subject: subject),
            isAnswering: isAnswer || QuoteMarks.isAnswer(subject: subject)
        )
        folding.run()
        return FoldedText(
            own: joined(folding.own),
            quoted: joined(folding.quoted),
            signature: joined(folding.signature),
            unmarked: folding.unmarked.map(joined).filter { !$0.isEmpty },
            delimited: joined(folding.delimited)
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

        /// RFC 3676 §4.3; many programs lose the space.
        var isDelimiter: Bool { text == "-- " || text == "--" }

        var hasDigit: Bool { text.utf8.contains(where: Octet.isDigit) }

        var isForward: Bool {
            (endsInColon || text.utf8.contains(0x2D)) && QuoteMarks.isForward(text)
        }

        /// Whether it says a whole sentence: below a name and a title nobody does.
        var isSentence: Bool {
            let words = text.split(separator: " ").compactMap { $0.first(where: \.isLetter) }
            return words.count >= Self.wordsOfSentenceMin
                && words.dropFirst().allSatisfy(\.isLowercase)
        }

        private static let wordsOfSentenceMin = 3

        var isOriginalMessage: Bool {
            text.utf8.contains(0x2D) && QuoteMarks.isOriginalMessage(text)
        }
    }

    private struct Folding {
        private(set) var own: [Line] = []
        private(set) var quoted: [Line] = []
        private(set) var signature: [Line] = []
        private(set) var unmarked: [[Line]] = []
        private(set) var delimited: [Line] = []
        private let lines: [Line]
        private var index = 0
        private let isForwarding: Bool
        private let isAnswering: Bool
        private var isInSignature = false

        init(_ text: String, isForwarding: Bool, isAnswering: Bool) {
            self.isForwarding = isForwarding
            self.isAnswering = isAnswering
            // By octets: LF is a whole character here, and looking for characters costs most of it.
            lines = text.utf8.split(separator: Octet.lineFeed, omittingEmptySubsequences: false)
                .map { Line(Substring($0)) }
        }

        mutating func run() {
            while index < lines.count {
                let isEnd = isOriginal(at: index)
                if lines[index].isForward || isEnd && isForwarding {
                    own += lines[index...]
                    return
                }
                if isEnd, isAnswering {
                    takeRest(after: headCount(at: index))
                    return
                }
                if let count = introductionCount() {
                    guard isQuoteNext(after: index + count) else {
                        takeRest(after: count)
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
            // What is below the first delimiter was looked at then.
            if line.isDelimiter, !isInSignature { isInSignature = isSignature(at: index) }
            if QuoteMarks.isDeviceLine(line.text) {
                signature.append(line)
            } else if isInSignature {
                signature.append(line)
                delimited.append(line)
            } else {
                own.append(line)
            }
            index += 1
        }

        /// Takes what follows the mark of a quote, which has no other: `count` lines are that mark.
        private mutating func takeRest(after count: Int) {
            quoted += lines[index...]
            unmarked.append(
                lines[index...].dropFirst(count).filter {
                    !$0.isQuoted && !QuoteMarks.isDeviceLine($0.text)
                }
            )
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
            let isFollowed = isQuoteNext(after: start + count)
            guard isFollowed || isAnswering else { return false }
            let text = lines[start..<(start + count)].map(\.text).joined(separator: " ")
            return QuoteMarks.isIntroduction(text, isFollowedByQuote: isFollowed)
        }

        private func isQuoteNext(after start: Int) -> Bool {
            lines[min(start, lines.count)...].prefix(3).first { !$0.isBlank }?.isQuoted ?? false
        }

        /// Whether a delimiter has a signature below it: few lines and no sentence, up to a quote.
        ///
        /// More is somebody's words.
        private func isSignature(at start: Int) -> Bool {
            var count = 0
            for place in (start + 1)..<max(lines.count, start + 1) where !lines[place].isBlank {
                if lines[place].isQuoted || isOriginal(at: place) { return true }
                count += 1
                guard count <= Self.signatureLinesMax else { return false }
                if lines[place].isSentence, !QuoteMarks.isDeviceLine(lines[place].text) {
                    return false
                }
            }
            return true
        }

        private static let signatureLinesMax = 6

        private func isOriginal(at start: Int) -> Bool {
            lines[start].isOriginalMessage || isOutlookBlock(at: start)
        }

        /// From, and two more of date, recipient and subject, within a few lines; a line of
        /// underscores before them belongs to them.
        ///
        /// Others write of what is from where and to where: so an address is among them, or that line
        /// stands before them, or an empty one does and a subject is among them. Where there is a field
        /// for the message they are a form's.
        private func isOutlookBlock(at start: Int) -> Bool {
            let text = lines[start].text
            let hasRule = text.utf8.first == 0x5F && QuoteMarks.isRule(text)
            guard let first = hasRule ? filledLine(after: start) : start,
                lines[first].headerKind == .from
            else { return false }
            let block = lines[first...].prefix(Self.headerLinesMax)
            let kinds = Set(block.compactMap(\.headerKind))
            guard !kinds.contains(.message), kinds.count >= 3 else { return false }
            if hasRule { return true }
            if block.contains(where: { $0.headerKind != nil && $0.text.utf8.contains(0x40) }) {
                return true
            }
            return kinds.contains(.subject) && (start == 0 || lines[start - 1].isBlank)
        }

        private static let headerLinesMax = 10

        private func filledLine(after start: Int) -> Int? {
            lines[start...].dropFirst().prefix(3).firstIndex { !$0.isBlank }
        }

        /// How many lines the mark of a repeated mail has: what names it, and its header.
        private func headCount(at start: Int) -> Int {
            var end = start
            if lines[start].headerKind == nil {
                end += 1
                // Between the two a line may be empty.
                if let first = filledLine(after: start), lines[first].headerKind != nil {
                    end = first
                }
            }
            while end < lines.count, end < start + Self.headerLinesMax + 2,
                lines[end].headerKind != nil || QuoteMarks.isHeader(lines[end].text)
            { end += 1 }
            return end - start
        }
    }
}
