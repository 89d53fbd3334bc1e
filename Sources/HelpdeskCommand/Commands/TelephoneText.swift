import ArgumentParser

/// A citizen's telephone number as a clerk writes it down.
enum TelephoneText {
    private static let digitsMin = 3

    /// Sees that somebody could be called by it; the desk keeps it as it was written, with what is said
    /// beside it.
    static func check(_ text: String?) throws {
        guard let text, text.filter(\.isWholeNumber).count < digitsMin else { return }
        throw ValidationError("A telephone number has at least three digits.")
    }
}
