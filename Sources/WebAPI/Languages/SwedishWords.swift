import DeskAPI

/// What problems say, in Swedish.
///
/// A test reads the sources for texts that are not here.
enum SwedishWords {
    /// A text in Swedish; one that nobody has translated stays as it is.
    static func text(_ english: String) -> String { translation.text(english) }

    /// What the desk says of a step of a hand-off, in Swedish.
    ///
    /// Apart from the others: by itself «from A to B» would fit too much.
    static func handoffDetail(_ english: String) -> String { handoffTranslation.text(english) }

    private static let handoffTranslation = Translation([
        Translation.Part(handoffDetails), Translation.Part(fields), Translation.Part(states),
    ])

    private static let translation = Translation([
        Translation.Part(requests), Translation.Part(refusals), Translation.Part(fields),
        Translation.Part(states), Translation.Part(ticketStates, filledWith: ticketWords),
        Translation.Part(incidentStates, filledWith: incidentWords),
        Translation.Part(callStates, filledWith: callWords),
        Translation.Part(handoffStates, filledWith: handoffWords),
    ])

    /// Every text, English to Swedish.
    static var table: [String: String] { translation.table }
}
