import ArgumentParser
import Foundation

/// Where a text comes from: the command line, a file, standard input, or the editor.
struct TextOptions: ParsableArguments {
    @Option(name: [.customShort("m"), .customLong("message")], help: "The text itself.")
    var message: String?

    @Option(
        name: [.customShort("F"), .customLong("file")],
        help: ArgumentHelp(
            "Read the text from a file; - is standard input.",
            valueName: "file"
        ),
        completion: .file()
    )
    var file: String?

    static let octetsMax = 1_048_576

    func validate() throws {
        guard message == nil || file == nil else {
            throw ValidationError("Give the text with -m or with -F, not with both.")
        }
    }

    /// True when the text will be written now, in the editor.
    func usesEditor(in surroundings: Surroundings) -> Bool {
        message == nil && file == nil && surroundings.hasKeyboard && Editor(surroundings) != nil
    }

    /// The key of a manuscript that was left behind; nil for any other text.
    var key: String? { file.flatMap(Manuscript.key(ofFileAt:)) }

    /// What the manuscript that was left behind was written for; nil for any other text.
    var purpose: Manuscript.Purpose? { file.flatMap(Manuscript.purpose(ofFileAt:)) }

    /// - Throws: ``CommandFailure/badInput(_:)`` when it was written for something else than any of
    ///   these.
    func check(isFor purposes: [Manuscript.Purpose]) throws(CommandFailure) {
        guard let written = purpose,
            !purposes.contains(where: { ($0.kind, $0.number) == (written.kind, written.number) })
        else { return }
        let text = written.text
        throw .badInput(
            Phrase(
                "Texten är \(text.swedish); inget skickades. Kopiera filen om den ändå ska hit.",
                "The text is \(text.english); nothing was sent. Copy the file if it is to go here"
                    + " all the same."
            )
        )
    }

    /// The text that need not be written first, without the empty lines at its end.
    func text(in surroundings: Surroundings) throws(CommandFailure) -> String {
        let text = try read(in: surroundings)
        // What an editor left behind holds what is not to be sent, too.
        return try Self.trimmed(Manuscript.beforeScissors(in: text).map(String.init) ?? text)
    }

    /// - Throws: ``CommandFailure/usage(_:)`` when there is none: an empty reply helps nobody.
    static func trimmed(_ text: String) throws(CommandFailure) -> String {
        let trimmed = text.replacing("\r\n", with: "\n")
            .trimmingCharacters(in: .whitespacesAndNewlines)
        guard !trimmed.isEmpty else {
            throw .usage(
                Phrase("Texten är tom; inget skickades.", "The text is empty; nothing was sent.")
            )
        }
        return trimmed
    }

    private func read(in surroundings: Surroundings) throws(CommandFailure) -> String {
        if let message { return message }
        if let file, file != "-" { return try Self.contents(of: file) }
        if file == "-" || !surroundings.hasKeyboard {
            let bytes = try Descriptor.readAll(surroundings.input, atMost: Self.octetsMax)
            return try Self.decoded(bytes)
        }
        throw .usage(
            Phrase(
                "Det finns ingen text. Ge den med -m, -F FIL eller på standard in, eller sätt"
                    + " EDITOR.",
                "There is no text. Give it with -m, -F FILE or on standard input, or set"
                    + " EDITOR."
            )
        )
    }

    private static func contents(of path: String) throws(CommandFailure) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw .notThere(.systemError(errno, at: path))
        }
        defer { close(descriptor) }
        var facts = stat()
        guard fstat(descriptor, &facts) != 0 || facts.st_mode & S_IFMT != S_IFDIR else {
            throw .badInput(.systemError(EISDIR, at: path))
        }
        return try decoded(try Descriptor.readAll(descriptor, atMost: octetsMax), from: path)
    }

    /// The octets as text; a remedy names the file that they are from, if they are from one.
    ///
    /// - Throws: ``CommandFailure/badInput(_:)`` when it is not UTF-8: guessing would spoil å ä ö.
    static func decoded(
        _ bytes: Data,
        from path: String? = nil
    ) throws(CommandFailure) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            let what = path.map { Phrase(verbatim: $0) } ?? Phrase("Texten", "The text")
            let file = path.map { " " + $0.quotedForShell } ?? ""
            let way = "iconv -f WINDOWS-1252 -t UTF-8\(file)"
            throw .badInput(
                Phrase(
                    "\(what.swedish) är inte UTF-8. Är den från Windows gör det här om den: \(way)",
                    "\(what.english) is not UTF-8. If it is from Windows, this makes it so: \(way)"
                )
            )
        }
        // Some Windows editors begin with a byte order mark; nobody wants it in a mail.
        return text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
    }
}
