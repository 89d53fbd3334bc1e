import Foundation

/// A command of the clerk's own, an editor or a pager, run by the shell so that options work.
struct ShellCommand: Sendable {
    /// As `$EDITOR` or `$PAGER` holds it.
    let command: String
    let environment: [String: String]

    /// What the shell says of a command that it does not know (POSIX.1-2017, XCU §2.8.2).
    static let unknown: Int32 = 127

    /// Starts it with more words behind it, on our terminal.
    ///
    /// It stays in our own process group: Foundation's `Process` would put it into a new one, and
    /// the terminal stops a program in the background when it reads.
    ///
    /// What it reads and writes is ours, unless other descriptors are given.
    ///
    /// - Returns: the process; nil when none could be started.
    func start(_ words: [String] = [], input: Int32? = nil, output: Int32? = nil) -> pid_t? {
        let words = ["sh", "-c", command + " \"$@\"", "sh"] + words
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
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if let input { posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO) }
        if let output { posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO) }
        var process: pid_t = 0
        let result = posix_spawn(&process, "/bin/sh", &actions, &attributes, &arguments, &settings)
        return result == 0 ? process : nil
    }

    /// Runs something while Ctrl-C belongs to the command and not to us.
    static func leavingInterruptsAlone<Value, Failure: Error>(
        _ body: () throws(Failure) -> Value
    ) throws(Failure) -> Value {
        let interrupt = signal(SIGINT, SIG_IGN)
        let quit = signal(SIGQUIT, SIG_IGN)
        defer {
            signal(SIGINT, interrupt)
            signal(SIGQUIT, quit)
        }
        return try body()
    }

    /// Waits for the end.
    ///
    /// - Returns: the exit code, or -1 when a signal ended it.
    static func exitCode(of process: pid_t) -> Int32 {
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 {
            guard errno == EINTR else { return -1 }
        }
        return status & 0x7F == 0 ? (status >> 8) & 0xFF : -1
    }
}

extension String {
    /// As a shell reads it back as one word (POSIX.1-2024, XCU §2.2.2).
    var quotedForShell: String {
        let isPlain =
            !isEmpty
            && allSatisfy { character in
                character.isLetter || character.isNumber || "-_./:@%+=,".contains(character)
            }
        return isPlain ? self : "'" + replacing("'", with: "'\\''") + "'"
    }
}
