/// The marks by which mail programs show what they repeat.
enum QuoteMarks {
    /// True for "Den 5 mars 2026 kl 10:12 skrev Anna <anna@example.net>:" and its like.
    ///
    /// People write such sentences too ("Igår 10:15 skrev jag till er:"), so without a quote right
    /// behind it an introduction must also name an address or a clock time, and say nothing besides who
    /// wrote.
    static func isIntroduction(_ text: String, isFollowedByQuote: Bool) -> Bool {
        guard text.utf8.count <= bytesMax else { return false }
        let line = text.lowercased().trimmed
        guard line.hasSuffix(":"), line.contains(where: \.isNumber) || line.contains("@") else {
            return false
        }
        let words = line.split { !$0.isLetter }
        guard words.contains(where: { verbs.contains(String($0)) }) else { return false }
        if isFollowedByQuote { return true }
        return (line.contains("@") || hasClockTime(line)) && saysOnlyWho(text.trimmed.dropLast())
    }

    /// Whether beside the verb there is a name, as programs put one there: behind it at the end, or right
    /// before it where it comes last.
    private static func saysOnlyWho(_ text: Substring) -> Bool {
        let words = text.split(whereSeparator: \.isWhitespace)
        let verb = words.lastIndex { word in
            let letters = word.lowercased().split { !$0.isLetter }.first
            return letters.map { verbs.contains(String($0)) } ?? false
        }
        guard let verb else { return false }
        let rest = words[(verb + 1)...].filter { $0.contains(where: \.isLetter) }
        guard rest.isEmpty else {
            let hasAddress = rest.last?.contains("@") ?? false
            return rest.count <= nameWordsMax && !words.contains(where: isOfSentence)
                && rest.allSatisfy { hasAddress || isOfName($0) }
        }
        guard let last = words[..<verb].last(where: { $0.lowercased() != "a" }) else {
            return false
        }
        // French says « a écrit ».
        if last.contains("@") { return !words.contains { isOfSentence($0) && $0 != "I" } }
        return isOfName(last) && !words.contains(where: isOfSentence)
    }

    private static func isOfName(_ word: Substring) -> Bool {
        word.contains("@") || word.first(where: \.isLetter)?.isUppercase ?? false
            || particles.contains(String(word))
    }

    /// Whether a word is one that sentences are made of, and dates and names are not.
    private static func isOfSentence(_ word: Substring) -> Bool {
        sentenceWords.contains(word.lowercased().filter(\.isLetter))
    }

    static func isOriginalMessage(_ line: Substring) -> Bool {
        marked(line).map { originals.contains($0) } ?? false
    }

    static func isForward(_ line: Substring) -> Bool {
        guard line.utf8.count <= bytesMax else { return false }
        if let text = marked(line) { return forwards.contains(text) }
        return openForwards.contains(String(line).lowercased().trimmed)
    }

    /// True for "VB: Fråga" and its like; "SV: VB: Fråga" answers such a mail.
    static func isForward(subject: String) -> Bool {
        guard let colon = subject.utf8.prefix(10).firstIndex(of: MailSurvey.colon) else {
            return false
        }
        return forwardSubjects.contains(subject[..<colon].lowercased().trimmed)
    }

    /// True for "SV: Fråga" and its like.
    static func isAnswer(subject: String) -> Bool {
        guard let colon = subject.utf8.prefix(10).firstIndex(of: MailSurvey.colon) else {
            return false
        }
        return answerSubjects.contains(subject[..<colon].lowercased().trimmed)
    }

    /// "Kopia: Anna", "Prioritet: Hög": what may stand in a header block beside what makes it one.
    static func isHeader(_ line: Substring) -> Bool {
        guard let colon = line.utf8.prefix(40).firstIndex(of: MailSurvey.colon) else {
            return false
        }
        return otherHeaders.contains(line[..<colon].lowercased().filter { $0 != "*" }.trimmed)
    }

    /// "Skickat från min iPhone"; a longer line is a sentence of the writer.
    static func isDeviceLine(_ line: Substring) -> Bool {
        guard line.utf8.count <= 80, let first = line.utf8.first(where: { $0 > Octet.space }),
            "sShHgGvVlL".utf8.contains(first)
        else { return false }
        let text = String(line).lowercased().trimmed
        return devices.contains { text.hasPrefix($0) }
    }

    static func isRule(_ line: Substring) -> Bool {
        let text = String(line.prefix(200)).trimmed
        return text.count >= 5 && text.allSatisfy { $0 == "_" }
    }

    /// What a line of a header block says.
    enum HeaderKind {
        case from
        case date
        case to
        case subject
        /// No mail's header has it: a form's field.
        case message
    }

    static func headerKind(_ line: Substring) -> HeaderKind? {
        guard line.utf8.prefix(40).contains(MailSurvey.colon) else { return nil }
        // Converters write bold as *Från:*.
        let text = line.prefix(40).drop { $0 == " " || $0 == "*" }
        guard let colon = text.firstIndex(of: ":") else { return nil }
        return headerKinds[text[..<colon].lowercased().filter { $0 != "*" }.trimmed]
    }

    /// The words between the dashes of "-----Original Message-----", in lower case.
    private static func marked(_ line: Substring) -> String? {
        guard line.utf8.count <= bytesMax else { return nil }
        let text = String(line).trimmed
        guard text.hasPrefix("--"), text.hasSuffix("--") else { return nil }
        let words = text.drop { $0 == "-" }
        return String(words.prefix { $0 != "-" }).lowercased().trimmed
    }

    private static func hasClockTime(_ line: String) -> Bool {
        let octets = Array(line.utf8)
        guard octets.count >= 5 else { return false }
        return octets.indices.dropLast(3).contains { index in
            Octet.isDigit(octets[index]) && (octets[index + 1] == 0x3A || octets[index + 1] == 0x2E)
                && Octet.isDigit(octets[index + 2]) && Octet.isDigit(octets[index + 3])
        }
    }

    private static let bytesMax = 500

    private static let verbs: Set<String> = [
        "skrev", "wrote", "schrieb", "écrit", "kirjoitti", "escribió", "napisał", "napisała",
        "schreef", "skriver",
        "citerar", "quoting", "zitat",
    ]

    private static let nameWordsMax = 8

    /// What stands between the parts of a name in small letters.
    private static let particles: Set<String> = ["von", "van", "der", "af", "de", "la", "di", "da"]

    /// Swedish, English and German.
    ///
    /// "To" is a Finnish Thursday, and "de" a part of names.
    private static let sentenceWords: Set<String> = [
        "jag", "vi", "du", "ni", "er", "han", "hon", "hen", "man", "någon", "ingen", "som", "där",
        "att", "och", "men", "till", "från", "fick", "detta", "följande", "om", "i", "we",
        "you", "he", "she", "they", "who", "that", "and", "but", "someone", "somebody", "this",
        "got",
        "ich", "wir", "und", "aber", "dass",
    ]

    private static let originals: Set<String> = [
        "ursprungligt meddelande", "originalmeddelande", "original message",
        "ursprüngliche nachricht", "oprindelig meddelelse", "opprinnelig melding",
        "alkuperäinen viesti", "ursprungligt brev", "ursprungl. medd.", "originalmeddelelse",
    ]

    private static let forwards: Set<String> = [
        "vidarebefordrat meddelande", "vidarebefordrat brev", "forwarded message",
        "forwarded message follows", "weitergeleitete nachricht", "videresendt meddelelse",
        "videresendt melding", "edelleenlähetetty viesti", "vidarebefordrat mejl",
    ]

    /// Swedish, English twice, German, Finnish; `wl` is what some Swedish programs make of it.
    private static let forwardSubjects: Set<String> = ["vb", "fw", "fwd", "wg", "vl", "wl"]

    /// Swedish twice, Norwegian and Finnish, English, German, Polish.
    private static let answerSubjects: Set<String> = [
        "sv", "svar", "vs", "re", "aw", "antw", "odp",
    ]

    private static let otherHeaders: Set<String> = [
        "kopia", "cc", "hemlig kopia", "bcc", "svara till", "reply-to", "prioritet", "importance",
        "priority", "bifogade filer", "attachments",
    ]

    private static let openForwards: Set<String> = [
        "vidarebefordrat brev:", "vidarebefordrat mejl:", "begin forwarded message:",
        "påbörjat vidarebefordrat brev:", "börja på vidarebefordrat brev:",
    ]

    private static let devices = [
        "skickat från min ", "skickat från e-post för windows", "skickat från mail för windows",
        "skickat från outlook", "skickat från yahoo", "skickat från proton", "skickat från samsung",
        "skickat från gmail", "skickat med proton", "skickat via ", "skickades från ",
        "hämta outlook för ", "sent from my ", "sent from outlook", "sent from mail for ",
        "sent from yahoo", "sent from proton", "sent with proton", "sent via ",
        "get outlook for ", "sendt fra min ", "von meinem ", "lähetetty iphonesta",
    ]

    private static let headerKinds: [String: HeaderKind] = [
        "från": .from, "from": .from, "von": .from, "fra": .from, "lähettäjä": .from,
        "avsändare": .from, "de": .from, "skickat": .date, "sent": .date, "datum": .date,
        "date": .date, "gesendet": .date, "sendt": .date, "lähetetty": .date, "dato": .date,
        "envoyé": .date, "till": .to, "to": .to, "an": .to, "til": .to, "vastaanottaja": .to,
        "à": .to, "ämne": .subject, "subject": .subject, "betreff": .subject, "emne": .subject,
        "aihe": .subject, "objet": .subject, "meddelande": .message, "message": .message,
        "fråga": .message, "question": .message,
    ]
}

extension StringProtocol {
    /// The text without white space at its ends.
    var trimmed: String {
        var rest = Substring(self)
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}
