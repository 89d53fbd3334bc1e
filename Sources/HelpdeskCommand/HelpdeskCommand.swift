import ArgumentParser
import CommandManual
import Foundation

/// The program `helpdesk`: the desk from a clerk's terminal.
@main
struct HelpdeskCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "helpdesk",
        abstract: "The support desk from the command line.",
        discussion: """
            Log in once with `helpdesk login --server URL`. The session is kept in \
            $XDG_CONFIG_HOME/helpdesk/session.json; HELPDESK_SERVER and HELPDESK_TOKEN win over \
            it, and HELPDESK_CA_FILE names the certificates of a private authority.

            Exit codes: 0 done, 64 usage, 65 bad data, 66 not there, 69 unavailable, 73 cannot \
            create a file, 74 cannot write, 75 try again, 77 not permitted, 78 bad configuration, \
            130 interrupted.
            """,
        subcommands: [ManualCommand.self, CompletionsCommand.self],
        groupedSubcommands: [
            CommandGroup(
                name: "Session",
                subcommands: [
                    LoginCommand.self, LogoutCommand.self, WhoamiCommand.self,
                    SessionsCommand.self, TokenCommand.self, AccessRecordsCommand.self,
                    ChangeRecordsCommand.self,
                    RightsCommand.self, WebhooksCommand.self,
                ]
            ),
            CommandGroup(
                name: "Tickets",
                subcommands: [
                    TicketsCommand.self, ShowCommand.self, NewCommand.self, ReplyCommand.self,
                    NoteCommand.self, EditCommand.self, AssignCommand.self, UnitCommand.self,
                    ResolveCommand.self,
                    ReopenCommand.self, HistoryCommand.self, AttachmentCommand.self,
                    QuarantineCommand.self,
                    ProtectCommand.self, MailCommand.self, DisclosureCommand.self,
                ]
            ),
            CommandGroup(
                name: "Together",
                subcommands: [
                    MergeCommand.self, UnmergeCommand.self, SplitCommand.self, LinkCommand.self,
                    UnlinkCommand.self, LinksCommand.self, DuplicatesCommand.self,
                    SnoozeCommand.self, FollowUpCommand.self, WatchCommand.self,
                ]
            ),
            CommandGroup(
                name: "Incidents",
                subcommands: [
                    IncidentsCommand.self, IncidentCommand.self, MaintenanceCommand.self,
                ]
            ),
            CommandGroup(
                name: "Knowledge",
                subcommands: [
                    AskCommand.self, ArticlesCommand.self, ArticleCommand.self,
                    SuggestionsCommand.self, VerdictCommand.self,
                ]
            ),
            CommandGroup(name: "Figures", subcommands: [ReportCommand.self]),
            CommandGroup(
                name: "Calls",
                subcommands: [CallsCommand.self, DutyCommand.self, CallBacksCommand.self]
            ),
            CommandGroup(
                name: "Hand-off",
                subcommands: [
                    DestinationsCommand.self, HandoffCommand.self, HandoffsCommand.self,
                ]
            ),
        ]
    )

    /// Runs the process's own command line and ends the process.
    static func main() async {
        // A closed pipe is then an error of `write`, which says so quietly.
        signal(SIGPIPE, SIG_IGN)
        let arguments = Array(CommandLine.arguments.dropFirst())
        let surroundings = Surroundings.ofProcess()
        let work = Task { await run(arguments, in: surroundings) }
        Interruption.watch(in: surroundings) { work.cancel() }
        Foundation.exit(await work.value)
    }

    /// Runs one command line in any surroundings.
    ///
    /// - Returns: the exit code.
    static func run(_ arguments: [String], in surroundings: Surroundings) async -> Int32 {
        do {
            var command = try await Completions.$surroundings.withValue(surroundings) {
                try await asyncParseAsRoot(arguments)
            }
            guard let verb = command as? any Verb else {
                try command.run()
                return ExitCode.success.rawValue
            }
            var surroundings = surroundings
            surroundings.arguments = arguments
            return await carryOut(verb, in: surroundings)
        } catch {
            return tell(error, about: arguments, in: surroundings)
        }
    }

    private static func carryOut(_ verb: any Verb, in surroundings: Surroundings) async -> Int32 {
        do throws(CommandFailure) {
            try await verb.perform(in: surroundings)
            return ExitCode.success.rawValue
        } catch {
            let lines = error.lines(in: surroundings.language)
            let sheet = Sheet(
                lines.enumerated().map {
                    Line($0.offset == 0 ? "helpdesk: " + $0.element : $0.element)
                }
            )
            return write(
                sheet.text(colour: false),
                to: surroundings.errors,
                thenEndWith: error.exitCode
            )
        }
    }

    /// Help and completion scripts go to standard output, a usage error to standard error.
    private static func tell(
        _ error: any Error,
        about arguments: [String],
        in surroundings: Surroundings
    ) -> Int32 {
        let code = exitCode(for: error)
        let wording = surroundings.language.wording
        let width = surroundings.width ?? 80
        let tree = CommandTree(of: Self.self)
        if code.isSuccess {
            let isForShell = arguments.contains { Self.forShells.contains($0.prefix { $0 != "=" }) }
            let page = HelpPage(of: tree.reached(by: arguments).command, in: wording, width: width)
            let text = isForShell ? fullMessage(for: error) + "\n" : page.text
            return write(text, to: surroundings.output, thenEndWith: code.rawValue)
        }
        let mistake = UsageMistake(
            message(for: error),
            in: arguments,
            of: tree,
            otherNames: Self.otherNames
        )
        let lines = mistake.lines(in: wording, width: width)
        return write(
            Sheet(
                lines.enumerated().map { Line(($0.offset == 0 ? "helpdesk: " : "") + $0.element) }
            )
            .text(colour: false),
            to: surroundings.errors,
            thenEndWith: code.rawValue
        )
    }

    /// What clerks who know another program type.
    private static let otherNames = [
        "answer": "reply", "claim": "assign", "close": "resolve", "comment": "note",
        "create": "new", "find": "tickets", "list": "tickets", "open": "show", "search": "tickets",
        "solve": "resolve", "take": "assign", "transfer": "handoff", "view": "show",
    ]

    /// What asks the parser for something that is no help.
    private static let forShells: Set<Substring> = [
        "---completion", "--generate-completion-script", "--experimental-dump-help",
    ]

    private static func write(
        _ text: String,
        to descriptor: Int32,
        thenEndWith code: Int32
    ) -> Int32 {
        do throws(CommandFailure) {
            try Descriptor.write(Data(text.utf8), to: descriptor)
            return code
        } catch {
            // There is nowhere left to complain to; the code of what went wrong first counts.
            return code == 0 ? error.exitCode : code
        }
    }
}
