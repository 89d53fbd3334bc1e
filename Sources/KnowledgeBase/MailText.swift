/// Finds the citizen's own words in a mail: without greeting, signature, quoted history and
/// disclaimer.
///
/// What is quoted are mostly our own answers, and a disclaimer is longer than many a question: both
/// would draw the ranking to what the citizen does not ask. Nothing is cut out of a line, only whole
/// lines go; when nothing would be left the text stays as it is.
enum MailText {
    /// The lines that say something, or all of `text` when none does.
    static func question(in text: String) -> String {
        guard text.utf8.contains(where: isLineEnd) else { return text }
        var kept: [Substring] = []
        var linesToGreet = greetingLinesMax
        let isForwarded = isForward(text)
        var hasBody = false
        var waitsForWords = false
        var isFirst = true
        // By octets: looking for whole characters costs more than all that follows.
        for octets in text.utf8.prefix(octetsMax).split(whereSeparator: isLineEnd) {
            let line = Substring(octets)
            let plain = folded(line)
            let isSubject = isFirst
            isFirst = false
            if thanksAhead(plain) { continue }
            let isEnd = endsMessage(line, plain)
            if isEnd || mayEndMessage(line, plain) {
                // What was forwarded stands below, and is the matter.
                if isForwarded { continue }
                // Where nothing was asked yet it may be a polite beginning: then somebody asks below.
                if isEnd || hasBody { break }
                waitsForWords = true
                continue
            }
            if plain.isEmpty || isQuoted(line) { continue }
            if linesToGreet > 0 {
                linesToGreet -= 1
                if isGreeting(plain) { continue }
            }
            if isDevice(plain) { continue }
            if waitsForWords, !saysSomething(line) { continue }
            waitsForWords = false
            hasBody = hasBody || !isSubject
            kept.append(line)
        }
        return kept.isEmpty ? text : kept.joined(separator: "\n")
    }

    /// Whether the first line, a mail's subject, says that it forwards another.
    private static func isForward(_ text: String) -> Bool {
        let mark = text.prefix(forwardMarkMax).lowercased().prefix { $0 != ":" }
        return mark.utf8.count < text.utf8.count && forwardMarks.contains(mark.trimmed)
    }

    /// The line in lower-case letters, digits and single spaces, without å, ä and ö.
    private static func folded(_ line: Substring) -> String {
        let words = Words(String(line.prefix(lineCharactersMax)), scalarsMax: lineCharactersMax)
        var plain = String.UnicodeScalarView()
        for index in 0..<words.count {
            if index > 0 { plain.append(" ") }
            for letter in words.folded[words.foldedRange(index)].dropFirst().dropLast() {
                if let scalar = Unicode.Scalar(letter) { plain.append(scalar) }
            }
        }
        return String(plain)
    }

    private static func isQuoted(_ line: Substring) -> Bool {
        line.first { !$0.isWhitespace } == ">"
    }

    /// A line that only greets, such as "Hej!" or "Dear support,".
    private static func isGreeting(_ plain: String) -> Bool {
        let words = plain.split(separator: " ")
        guard let first = words.first, words.count <= greetingWordsMax else { return false }
        return greetings.contains(String(first))
            && words.dropFirst().allSatisfy { greeted.contains(String($0)) }
    }

    /// From here on nobody asks anything: a signature's delimiter, a quoted mail or a disclaimer.
    private static func endsMessage(_ line: Substring, _ plain: String) -> Bool {
        let bare = line.trimmed
        // RFC 3676 §4.3: the signature's delimiter is "-- "; many programs lose the space.
        if bare == "--" || bare.hasPrefix("________") { return true }
        return histories.contains { starts(plain, with: $0) }
    }

    /// The same said in words, with which a mail may begin as well.
    private static func mayEndMessage(_ line: Substring, _ plain: String) -> Bool {
        if farewells.contains(where: { isAbout($0, plain) }) { return true }
        if starts(plain, with: "vanligen"), namesAtMost(line) { return true }
        if passedOn.contains(where: { starts(plain, with: $0) }) { return true }
        let isAttribution =
            (plain.hasPrefix("den ") || plain.hasPrefix("on ") || plain.hasPrefix("pa "))
            && line.trimmed.hasSuffix(":")
        return isAttribution && (plain.contains(" skrev") || plain.contains(" wrote"))
    }

    /// A line that thanks for what has not been asked for yet, or was above; it says nothing else.
    private static func thanksAhead(_ plain: String) -> Bool {
        thanks.contains { isAbout($0, plain) }
    }

    /// Whether a line begins with the phrase and says little more.
    private static func isAbout(_ phrase: String, _ plain: String) -> Bool {
        starts(plain, with: phrase) && plain.utf8.count <= phrase.utf8.count + moreOctetsMax
    }

    /// Whether a line is more than a name, a title or a number below one.
    private static func saysSomething(_ line: Substring) -> Bool {
        let words = line.split(whereSeparator: \.isWhitespace)
        return words.count >= wordsOfSentenceMin
            && words.contains { $0.first(where: \.isLetter)?.isLowercase ?? false }
    }

    /// Whether nothing but a name follows the first word: "Vänligen Sandra" ends a mail, and
    /// "Vänligen hjälp mig" asks for something.
    private static func namesAtMost(_ line: Substring) -> Bool {
        let names = line.split(whereSeparator: \.isWhitespace)
            .filter { $0.contains(where: \.isLetter) }
            .dropFirst()
        return names.count <= namesMax
            && names.allSatisfy { $0.first(where: \.isLetter)?.isUppercase ?? false }
    }

    private static func isDevice(_ plain: String) -> Bool {
        devices.contains { plain.hasPrefix($0) }
    }

    /// Whether the words of `plain` begin with those of `phrase`.
    private static func starts(_ plain: String, with phrase: String) -> Bool {
        plain.hasPrefix(phrase)
            && (plain.utf8.count == phrase.utf8.count
                || plain.utf8[plain.utf8.index(plain.startIndex, offsetBy: phrase.utf8.count)]
                    == 0x20)
    }

    private static func isLineEnd(_ octet: UInt8) -> Bool { octet == 0x0A || octet == 0x0D }

    /// More of a mail than is ever matched.
    private static let octetsMax = WordLimits.questionScalarsMax * 8
    private static let lineCharactersMax = 120
    /// A greeting stands in the first line, or in the second below the subject.
    private static let greetingLinesMax = 2
    private static let greetingWordsMax = 5
    private static let namesMax = 2
    /// Octets that a farewell may have besides its words, such as a name.
    private static let moreOctetsMax = 24
    private static let wordsOfSentenceMin = 3
    /// Characters of a text among which a mark and its colon stand.
    private static let forwardMarkMax = 10
    private static let forwardMarks: Set = ["vb", "fw", "fwd", "wl", "wg", "vl"]

    private static let greetings: Set = [
        "hej", "hejsan", "halla", "hallo", "god", "goddag", "tja", "tjena", "hi", "hello", "dear",
        "good",
    ]
    private static let greeted: Set = [
        "hej", "pa", "er", "dig", "alla", "support", "supporten", "medborgarsupport", "dag",
        "morgon", "kvall", "eftermiddag", "there", "sir", "madam", "or", "and", "team", "all",
        "morning", "afternoon", "evening", "day", "kommunen", "helpdesk", "igen", "again", "ni",
    ]
    private static let farewells = [
        "mvh", "m v h", "med vanlig halsning", "med vanliga halsningar", "vanliga halsningar",
        "vanlig halsning", "hoppas pa snabbt svar", "basta halsningar", "halsningar",
        "kind regards", "best regards", "regards", "sincerely", "yours sincerely",
        "yours faithfully", "best wishes", "many thanks", "cheers",
    ]
    private static let thanks = ["tack pa forhand", "thanks in advance"]
    private static let histories = [
        "original message", "ursprungligt meddelande", "ursprungligt mejl",
        "vidarebefordrat meddelande", "vidarebefordrat mejl", "forwarded message",
        "begin forwarded message", "this e mail and any", "this email and any",
        "this message is confidential", "this message and any", "detta e postmeddelande ar",
        "detta meddelande ar avsett", "detta mejl ar avsett",
        "the information contained in this", "from mailto", "fran mailto",
    ]
    private static let passedOn = ["vidarebefordrat", "informationen i detta"]
    private static let devices = [
        "skickat fran min", "skickat fran mobil", "skickat fran outlook", "skickat fran yahoo",
        "skickat med", "sent from my", "sent from mail", "sent from outlook", "get outlook for",
        "hamta outlook for", "sent with", "virusfritt", "virus free",
    ]
}
