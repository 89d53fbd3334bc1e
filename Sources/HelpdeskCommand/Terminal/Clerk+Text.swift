/// A text that is to be sent, and the file in which it was written, if it was written now.
struct WrittenText: Sendable {
    let body: String
    /// What makes sending it once more the same request; nil for what is no manuscript.
    var key: String?
    fileprivate var manuscript: Manuscript?
}

extension Clerk {
    /// Takes a text from where the options say; the editor shows `beginning` to go on from.
    ///
    /// Who leaves the editor without saving has not said that an article is to be sent as it stands,
    /// and is asked. A beginning without an article answers nothing, saved or not.
    func take(
        _ text: TextOptions,
        for purpose: Manuscript.Purpose,
        beginning: String = "",
        hint: Phrase
    ) throws(CommandFailure) -> WrittenText {
        guard text.usesEditor(in: surroundings), let editor = Editor(surroundings) else {
            try text.check(isFor: [purpose])
            return WrittenText(body: try text.text(in: surroundings), key: text.key)
        }
        let manuscript = try Manuscript(
            beginning: beginning,
            hint: hint.text(in: surroundings.language),
            for: purpose
        )
        do throws(CommandFailure) {
            try editor.open(manuscript)
            if purpose.article != nil, !manuscript.isWritten, !(try agrees(Self.unsaved)) {
                throw .cancelled
            }
            return WrittenText(
                body: try TextOptions.trimmed(try manuscript.text()),
                key: manuscript.key,
                manuscript: manuscript
            )
        } catch {
            if manuscript.isWorthKeeping {
                leave(manuscript)
            } else {
                manuscript.remove()
            }
            throw error
        }
    }

    /// Sends a text; until that went well, the file in which it was written stays.
    func sending<Answer>(
        _ text: WrittenText,
        _ send: (String) async throws(CommandFailure) -> Answer
    ) async throws(CommandFailure) -> Answer {
        do throws(CommandFailure) {
            let answer = try await send(text.body)
            text.manuscript?.remove()
            return answer
        } catch {
            if let manuscript = text.manuscript { leave(manuscript) }
            throw error
        }
    }

    private func leave(_ manuscript: Manuscript) {
        manuscript.keep()
        let path = manuscript.path
        let words = ["helpdesk"] + surroundings.arguments + ["-F", path]
        let command = words.map(\.quotedForShell).joined(separator: " ")
        // Not being able to say so must not hide why the text was not sent.
        try? remark(
            Phrase(
                "Texten ligger kvar i \(path); det här skickar den: \(command)",
                "The text is kept in \(path); this sends it: \(command)"
            )
        )
    }

    private static let unsaved = Phrase(
        "Du sparade inte. Skicka texten som den stod?",
        "You did not save. Send the text as it stood?"
    )
}
