/// A citizen's text, read once for all that is made of it: its symptom and its matches.
public struct TextReading: Sendable {
    let words: Words
    let codes: [String]

    /// Reads the text; at most its first 20,000 characters.
    public init(_ text: String) {
        words = Words(text, scalarsMax: WordLimits.questionScalarsMax)
        codes = ErrorCodes.recognised(in: text)
    }
}
