import ArgumentParser
import Foundation

/// `helpdesk attachment`.
struct AttachmentCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "attachment",
        abstract: "Save a file that a citizen sent.",
        discussion: """
            Without -o it is saved in this folder under the sender's name for it, cleaned of \
            everything that could make it a path. -o - and --json write its bytes to standard \
            output. Open what strangers send with care.
            """
    )

    @Argument(help: "The attachment's id.")
    var id: Identifier

    @Option(
        name: [.customShort("o"), .long],
        help: ArgumentHelp("Save it as this file, or in this folder.", valueName: "file"),
        completion: .file()
    )
    var output: String?

    @Flag(name: .long, help: "Overwrite a file that is there.")
    var force = false

    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        let isForOutput = output == "-" || connection.json && output == nil
        guard !isForOutput || isatty(clerk.surroundings.output) != 1 else { throw Self.notToScreen }
        let answer = try await clerk.download(.get("attachments", id.value))
        if isForOutput {
            return try Descriptor.write(answer.body, to: clerk.surroundings.output)
        }
        let path = path(for: answer)
        try save(answer.body, as: path)
        let size = clerk.reader.size(answer.body.count)
        try clerk.remark(Phrase("Sparat: \(path) (\(size))", "Saved: \(path) (\(size))"))
    }

    /// Its bytes could steer the terminal, and be no file any more if they were cleaned.
    private static let notToScreen = CommandFailure.usage(
        Phrase(
            "En fil från någon annan skrivs inte till terminalen. Spara den med -o FIL, eller styr"
                + " om med > FIL.",
            "A file of somebody else's is not written to the terminal. Save it with -o FILE, or"
                + " redirect with > FILE."
        )
    )

    /// The clerk's word for it; the server's is a name in a folder at the most.
    private func path(for answer: DeskAnswer) -> String {
        let name = SafeFileName.from(
            answer.proposedName,
            orElse: "attachment-" + SafeFileName.from(id.value, orElse: "unnamed")
        )
        guard let output else { return name }
        var facts = stat()
        let isFolder = stat(output, &facts) == 0 && facts.st_mode & S_IFMT == S_IFDIR
        guard isFolder else { return output }
        return (output.hasSuffix("/") ? output : output + "/") + name
    }

    /// Writes it whole: without `--force` nothing that is there is touched, not even through a link.
    private func save(_ bytes: Data, as path: String) throws(CommandFailure) {
        guard force else {
            do throws(CommandFailure) {
                return try Descriptor.create(path, with: bytes)
            } catch {
                guard access(path, F_OK) == 0 else { throw error }
                throw .cannotCreate(
                    Phrase(
                        "\(path) finns redan. Skriv över med --force, eller välj ett annat namn"
                            + " med -o.",
                        "\(path) is there already. Overwrite it with --force, or choose another"
                            + " name with -o."
                    )
                )
            }
        }
        let temporary = path + "." + UUID().uuidString
        try Descriptor.create(temporary, with: bytes)
        guard rename(temporary, path) == 0 else {
            let reason = Phrase.systemError(errno, at: path)
            unlink(temporary)
            throw .cannotCreate(reason)
        }
    }
}
