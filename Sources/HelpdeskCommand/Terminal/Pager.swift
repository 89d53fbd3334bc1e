import Foundation

/// What a long answer is read in.
struct Pager: Sendable {
    private let command: ShellCommand
    private let output: Int32

    /// The pager of these surroundings; nil when there is none, or nobody who reads a screen.
    ///
    /// `PAGER` set and empty, or `cat`, means that none is wanted.
    init?(_ surroundings: Surroundings) {
        let name = surroundings.environment["PAGER"] ?? "less"
        guard isatty(surroundings.output) == 1, !["", "cat"].contains(name),
            surroundings.environment["TERM"] != "dumb"
        else { return nil }
        output = surroundings.output
        // Ends by itself where all fits, lets our colours through, leaves the text on the screen; and
        // takes what we write for what it is where the machine does not know the locale.
        let usual = ["LESS": "FRX", "LESSCHARSET": "utf-8", "LV": "-c"]
        command = ShellCommand(
            command: name,
            environment: surroundings.environment.merging(usual) { own, _ in own }
        )
    }

    /// Shows the text, and waits until the clerk has read it.
    ///
    /// - Returns: false when there is no such program, and nothing was shown.
    func show(_ text: Data) -> Bool {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return false }
        // With our end open in the pager, the pager would never see the end of the text.
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return ShellCommand.leavingInterruptsAlone {
            let process = command.start(input: ends[0], output: output)
            close(ends[0])
            guard let process else {
                close(ends[1])
                return false
            }
            // Who has read enough closes the pager, and the rest is not wanted.
            try? Descriptor.write(text, to: ends[1])
            close(ends[1])
            return ShellCommand.exitCode(of: process) != ShellCommand.unknown
        }
    }
}
