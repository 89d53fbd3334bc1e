import ArgumentParser

/// `--yes`: what a command takes that does something for good.
struct ConfirmationOption: ParsableArguments {
    @Flag(
        name: [.customShort("y"), .long],
        help: "Do it without asking; needed where there is nobody to ask."
    )
    var yes = false

    /// Asks, and goes on only with a yes.
    ///
    /// - Throws: ``CommandFailure/cancelled`` at any other answer, ``CommandFailure/usage(_:)``
    ///   where nobody can be asked.
    func ask(_ question: Phrase, of clerk: Clerk) throws(CommandFailure) {
        try check(in: clerk.surroundings)
        if yes { return }
        guard try clerk.agrees(question) else { throw .cancelled }
    }

    /// Sees that nobody needs to be asked, or somebody can be, before the desk is asked anything.
    func check(in surroundings: Surroundings) throws(CommandFailure) {
        guard yes || surroundings.hasKeyboard else {
            throw .usage(
                Phrase(
                    "Det går inte att ångra, och här finns ingen att fråga. Ge --yes om det ska"
                        + " göras.",
                    "It cannot be undone, and there is nobody to ask here. Give --yes if it is to"
                        + " be done."
                )
            )
        }
    }
}

extension Clerk {
    /// Asks a question whose answer is no unless somebody says yes.
    func agrees(_ question: Phrase) throws(CommandFailure) -> Bool {
        let prompt = Prompt(input: surroundings.input, errors: surroundings.errors)
        let choice = reader.say(" (j/N)", " (y/N)")
        let answer = try prompt.line(
            question.text(in: surroundings.language) + choice,
            proposal: nil
        )
        return ["j", "ja", "y", "yes"].contains(answer.lowercased())
    }
}
