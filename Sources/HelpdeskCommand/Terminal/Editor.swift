import Foundation

/// The clerk's own editor, on a file that only the clerk can read.
struct Editor: Sendable {
    private let shell: ShellCommand

    /// Below this line nothing is sent.
    static let scissors = "------------------------ >8 ------------------------"

    /// The editor of these surroundings; nil when none is set.
    init?(_ surroundings: Surroundings) {
        guard let command = surroundings.variable("VISUAL") ?? surroundings.variable("EDITOR")
        else { return nil }
        shell = ShellCommand(command: command, environment: surroundings.environment)
    }

    /// Opens the editor, and returns what stands above the scissors.
    ///
    /// The hint stands under them, and the beginning above them already.
    func text(hint: String, beginning: String = "") throws(CommandFailure) -> String {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "helpdesk-" + UUID().uuidString).path(percentEncoded: false)
        guard mkdir(folder, 0o700) == 0 else {
            throw .cannotCreate(Phrase(verbatim: "\(folder): \(String(cString: strerror(errno)))"))
        }
        let path = folder + "/message.txt"
        defer {
            // Editors leave backups beside the file; a citizen's matter stays nowhere. If it
            // cannot be removed, the text is still sent, and the folder is closed to others.
            try? FileManager.default.removeItem(atPath: folder)
        }
        try Descriptor.create(path, with: Data("\(beginning)\n\(Self.scissors)\n\(hint)\n".utf8))
        let code = ShellCommand.leavingInterruptsAlone {
            shell.start([path]).map(ShellCommand.exitCode)
        }
        guard code == 0 else { throw Self.failed(shell.command) }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.failed(shell.command) }
        defer { close(descriptor) }
        let bytes = try Descriptor.readAll(descriptor, atMost: TextOptions.octetsMax)
        return Self.written(try TextOptions.decoded(bytes))
    }

    /// What stands above the scissors.
    static func written(_ text: String) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.prefix { !$0.hasPrefix(scissors) }.joined(separator: "\n")
    }

    private static func failed(_ command: String) -> CommandFailure {
        .usage(
            Phrase(
                "Redigeraren \(command) avslutades med fel; inget skickades.",
                "The editor \(command) ended with an error; nothing was sent."
            )
        )
    }
}
