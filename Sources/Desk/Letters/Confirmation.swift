/// What a citizen says to the question whether an answer solved it, or how it was.
enum Confirmation: Sendable, Equatable {
    case yes
    /// Thanks, and nothing else.
    case thanks
    /// One number of a survey's, 1…5, and nothing else but courtesy.
    case grade(Int)
    /// Anything else: a no, a question, or words that could be either. A person reads those.
    case unclear

    /// Reads a citizen's own words, without what they quote.
    ///
    /// Yes is said only when nothing else is: every word is one that a plain yes is made of, and one
    /// of them says it. One word more, a "but", a "not" or a question, with its mark or without, and a
    /// clerk reads it, and so where a problem is named that is not said to be solved. The same goes for
    /// thanks and for a grade.
    ///
    /// - Parameters:
    ///   - text: the new text of a mail.
    ///   - name: the citizen's, which may stand below it.
    init(_ text: String, signedBy name: String?) {
        guard text.utf8.count <= Self.bytesMax, !text.contains("?") else {
            self = .unclear
            return
        }
        let words = Self.words(of: text)
        let named = Set(Self.words(of: name ?? ""))
        let known = Self.fillers.union(Self.affirming).union(named)
        let isPlain =
            words.count <= Self.wordsMax
            && !Self.sentences(of: text).contains {
                Self.asks($0) || Self.complains($0) || Self.hedges($0)
            }
        // What a name happens to be affirms nothing.
        let affirms = words.contains(where: Self.affirming.contains)
        let others = words.filter { !known.contains($0) }
        if isPlain, !affirms, let grade = Self.grade(others) {
            self = .grade(grade)
        } else if isPlain, others.isEmpty {
            let thanks = words.contains(where: Self.thanking.contains)
            self = affirms ? .yes : thanks ? .thanks : .unclear
        } else {
            self = .unclear
        }
    }

    /// The grade in `5`, `5 av 5` and `5/5`; nil for anything else.
    private static func grade(_ words: [String]) -> Int? {
        let numbers = words.filter { !scaling.contains($0) }
        guard let grade = numbers.first.flatMap({ Int($0) }), Desk.grades.contains(grade),
            numbers.count == 1 || numbers.dropFirst() == [String(Desk.grades.upperBound)]
        else { return nil }
        return grade
    }

    private static func words(of text: String) -> [String] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }

    /// What stands between marks and ends of lines.
    private static func sentences(of text: String) -> [[String]] {
        text.split { $0.isPunctuation || $0.isNewline }.map { words(of: String($0)) }
    }

    /// Whether a sentence begins as a question does, with the verb: `fungerar det nu`, `is it fixed`,
    /// and with `är` whatever follows.
    private static func asks(_ sentence: [String]) -> Bool {
        let words = sentence.drop { Self.greetings.contains($0) || Self.agreeing.contains($0) }
        if words.first == "är" { return true }
        guard let verb = words.first, let subject = words.dropFirst().first else { return false }
        return verbs.contains(verb) && subjects.contains(subject)
    }

    /// Whether a sentence names a problem and no end of it: `a problem`, `problemet är`, but not `problem
    /// solved`.
    private static func complains(_ sentence: [String]) -> Bool {
        let namesProblem =
            sentence.contains("problem")
            || sentence.contains("är") && sentence.contains { $0 == "problemet" || $0 == "ärendet" }
        return namesProblem && !sentence.contains(where: Self.solving.contains)
    }

    /// Whether a sentence says how often or how well by saying a word twice: `så och så`, `då och då`.
    private static func hedges(_ sentence: [String]) -> Bool {
        sentence.indices.dropFirst().dropLast().contains { index in
            sentence[index - 1] == sentence[index + 1] && ["och", "and"].contains(sentence[index])
        }
    }

    /// Whether a text is nothing but the name of whom it is from.
    static func isName(_ text: String, of name: String?) -> Bool {
        let named = Set(words(of: name ?? ""))
        return text.utf8.count <= bytesMax && words(of: text).allSatisfy(named.contains)
    }

    private static let bytesMax = 400
    private static let wordsMax = 16

    private static let affirming: Set = agreeing.union(solving)

    private static let agreeing: Set = [
        "ja", "japp", "jajamän", "jepp", "jo", "jadå", "yes", "yep", "yeah",
    ]

    private static let solving: Set = [
        "löst", "löste", "löstes", "hjälpte", "fungerar", "fungerade", "funkar", "funkade",
        "solved", "fixed", "resolved", "worked", "works", "helped",
    ]

    private static let thanking: Set = ["tack", "tackar", "jättetack", "thank", "thanks"]

    /// What stands around a grade.
    private static let scaling: Set = ["av", "betyg", "grade"]

    private static let verbs: Set = [
        "fungerar", "fungerade", "funkar", "funkade", "hjälpte", "löste", "löstes", "gjorde", "is",
        "has", "did",
    ]

    private static let subjects: Set = [
        "det", "den", "detta", "svaret", "problemet", "allt", "it", "this", "that", "the", "my",
        "your", "everything", "all",
    ]

    private static let greetings: Set = ["hej", "hejsan", "hello", "hi", "tack", "thanks"]

    private static let fillers: Set = [
        "absolut", "bra", "det", "den", "detta", "er", "för", "fint", "gjorde", "hej", "hejsan",
        "hjälpen", "hälsningar", "i", "jättebra", "med", "mig", "mitt", "mvh", "mycket", "nu",
        "och", "perfekt", "problem", "problemet", "sig", "snabba", "svaret", "så", "tack", "tusen",
        "tackar", "jättetack", "trevlig", "helg", "toppen", "svar", "då", "utmärkt", "vänliga",
        "vänlig", "hälsning", "äntligen", "allt", "åt", "oss", "fin", "på", "är", "ärendet",
        "a", "all", "and", "best", "did", "every", "everything", "fine", "for", "great", "has",
        "hello", "help", "hi", "is", "it", "its", "kind", "lot", "many", "me", "much", "my", "now",
        "of", "perfect", "perfectly", "regards", "so", "thank", "thanks", "that", "the", "this",
        "very", "well", "you", "your", "s", "issue", "been", "us",
    ]
}
