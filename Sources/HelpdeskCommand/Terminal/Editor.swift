import Foundation

/// The clerk's own editor, on a file that only the clerk can read.
struct Editor: Sendable {
    /// What `$VISUAL` or `$EDITOR` holds; a command for the shell, so that options work.
    let command: String
    let environment: [String: String]

    /// Below this line nothing is sent.
    static let scissors = "------------------------ >8 ------------------------"

    /// The editor of these surroundings; nil when none is set.
    init?(_ surroundings: Surroundings) {
        guard let command = surroundings.variable("VISUAL") ?? surroundings.variable("EDITOR")
        else { return nil }
        self.command = command
        environment = surroundings.environment
    }

    /// Opens the editor with a text to go on from and a hint under the scissors, and returns what stands
    /// above them.
    func text(beginning: String = "", hint: String) throws(CommandFailure) -> String {
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
        guard try run(on: path) == 0 else { throw Self.failed(command) }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.failed(command) }
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

    /// Runs it in our own process group: Foundation's `Process` would put it into a new one, and
    /// the terminal stops a program in the background when it reads.
    private func run(on path: String) throws(CommandFailure) -> Int32 {
        let words = ["sh", "-c", command + " \"$@\"", "sh", path]
        let variables = environment.map { $0.key + "=" + $0.value }
        var arguments = words.map { strdup($0) } + [nil]
        var settings = variables.map { strdup($0) } + [nil]
        defer { for pointer in arguments + settings { free(pointer) } }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var defaults = sigset_t()
        sigemptyset(&defaults)
        for number in [SIGINT, SIGQUIT, SIGPIPE] { sigaddset(&defaults, number) }
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
        // Ctrl-C in the editor is the editor's.
        let interrupt = signal(SIGINT, SIG_IGN)
        let quit = signal(SIGQUIT, SIG_IGN)
        defer {
            signal(SIGINT, interrupt)
            signal(SIGQUIT, quit)
        }
        var process: pid_t = 0
        guard posix_spawn(&process, "/bin/sh", nil, &attributes, &arguments, &settings) == 0 else {
            throw Self.failed(command)
        }
        return Self.status(of: process)
    }

    private static func status(of process: pid_t) -> Int32 {
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 {
            guard errno == EINTR else { return -1 }
        }
        return status
    }
}
