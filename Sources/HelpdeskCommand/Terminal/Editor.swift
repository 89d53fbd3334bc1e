/// The clerk's own editor.
struct Editor: Sendable {
    private let shell: ShellCommand

    /// The editor of these surroundings; nil when none is set.
    init?(_ surroundings: Surroundings) {
        guard let command = surroundings.variable("VISUAL") ?? surroundings.variable("EDITOR")
        else { return nil }
        shell = ShellCommand(command: command, environment: surroundings.environment)
    }

    /// Opens it, and waits until the clerk has left it.
    func open(_ manuscript: Manuscript) throws(CommandFailure) {
        let code = ShellCommand.leavingInterruptsAlone {
            shell.start([manuscript.path]).map(ShellCommand.exitCode)
        }
        guard code == 0 else {
            throw .usage(
                Phrase(
                    "Redigeraren \(shell.command) avslutades med fel; inget skickades.",
                    "The editor \(shell.command) ended with an error; nothing was sent."
                )
            )
        }
    }
}
