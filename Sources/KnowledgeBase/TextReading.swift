/// A citizen's text, read once for all that is made of it: its symptom and its matches.
public struct TextReading: Sendable {
    let words: Words
    let codes: [String]

    /// Reads the text without what a mail has around it; at most its first 20,000 characters.
    public init(_ text: String) {
        let question = MailText.question(in: text)
        words = Words(question, scalarsMax: WordLimits.questionScalarsMax)
        codes = ErrorCodes.recognised(in: question)
    }
}
