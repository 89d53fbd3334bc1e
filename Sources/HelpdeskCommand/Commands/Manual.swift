import ArgumentParser
import CommandManual
import Foundation

/// `helpdesk manual`: for whoever installs the program.
struct ManualCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "manual",
        abstract: "Print the manual page, for man.",
        shouldDisplay: false
    )

    @Option(name: .long, help: "In this language; the one of your locale when left out.")
    var language: LanguageOption?

    func perform(in surroundings: Surroundings) async throws(CommandFailure) {
        let language = language.flatMap { Language(rawValue: $0.rawValue) }
        let page = Self.page(in: language ?? surroundings.language)
        try Descriptor.write(Data(page.text.utf8), to: surroundings.output)
    }

    static func page(in language: Language) -> ManualPage {
        func said(_ phrase: Phrase) -> String { phrase.text(in: language) }
        let parts = Self.parts.map { title, entries in
            ManualPage.Part(said(title), entries.map { ($0, said($1)) })
        }
        return ManualPage(
            of: CommandTree(of: HelpdeskCommand.self),
            in: language.wording,
            section: 1,
            revised: "2026-11-26",
            parts: parts
        )
    }

    private static let parts: [(Phrase, [(String, Phrase)])] = [
        (Phrase("Miljö", "Environment"), variables),
        (
            Phrase("Filer", "Files"),
            [
                (
                    "$XDG_CONFIG_HOME/helpdesk/session.json",
                    Phrase(
                        "Inloggningen; läsbar bara för dig, annars används den inte.",
                        "The session; readable by you alone, or else it is not used."
                    )
                )
            ]
        ),
        (Phrase("Slutkoder", "Exit status"), exitCodes),
        (Phrase("Se även", "See also"), [("", Phrase(verbatim: "helpdeskd(8)"))]),
    ]

    private static let variables = [
        (
            "HELPDESK_SERVER",
            Phrase("Servern, i stället för inloggningens.", "The server, before the session's.")
        ),
        (
            "HELPDESK_TOKEN",
            Phrase("Nyckeln, i stället för inloggningens.", "The token, before the session's.")
        ),
        (
            "HELPDESK_CA_FILE",
            Phrase(
                "Certifikat att lita på, i stället för systemets.",
                "Certificates to trust instead of the system's."
            )
        ),
        (
            "VISUAL, EDITOR",
            Phrase("Redigeraren för svar och anteckningar.", "The editor for replies and notes.")
        ),
        (
            "PAGER",
            Phrase(
                "Bläddraren för långa svar, annars less; tom betyder ingen.",
                "The pager for long answers, else less; empty means none."
            )
        ),
        (
            "LC_ALL, LC_MESSAGES, LANG",
            Phrase(
                "Svenska när den börjar på sv, annars engelska.",
                "Swedish where it begins with sv."
            )
        ),
        (
            "NO_COLOR",
            Phrase("Satt: inga färger.", "Set: no colour.")
        ),
    ]

    private static let exitCodes = [
        ("0", Phrase("Gjort.", "Done.")),
        ("64", Phrase("Kommandoraden är fel.", "The command line is wrong.")),
        ("65", Phrase("Uppgifterna duger inte.", "The data cannot be used.")),
        ("66", Phrase("Det finns inte.", "It is not there.")),
        ("69", Phrase("Servern går inte att nå.", "The server cannot be reached.")),
        ("73", Phrase("En fil går inte att skapa.", "A file cannot be made.")),
        ("74", Phrase("Det går inte att skriva.", "It cannot be written.")),
        ("75", Phrase("Inte nu; försök igen.", "Not now; try again.")),
        ("77", Phrase("Det är inte tillåtet.", "It is not permitted.")),
        ("78", Phrase("Inställningarna är fel.", "The configuration is wrong.")),
        ("130", Phrase("Avbrutet.", "Cancelled.")),
    ]
}

/// The shells that can be told what to complete.
enum ShellOption: String, ExpressibleByArgument, CaseIterable, Sendable {
    case bash
    case zsh
    case fish

    var completionShell: CompletionShell {
        switch self {
        case .bash: .bash
        case .zsh: .zsh
        case .fish: .fish
        }
    }
}

/// `helpdesk completions`: for whoever installs the program.
struct CompletionsCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "completions",
        abstract: "Print the completions for a shell.",
        shouldDisplay: false
    )

    @Argument(help: "bash, zsh or fish.")
    var shell: ShellOption

    func perform(in surroundings: Surroundings) async throws(CommandFailure) {
        // How fish 3 is asked for the place of the cursor works only while somebody types.
        let script = HelpdeskCommand.completionScript(for: shell.completionShell)
            .replacing("(__helpdesk_tokens -tC)", with: "(string length -- (commandline -ct))")
        let told =
            surroundings.language == .swedish
            ? SwedishCompletions(shell).script(script) : script
        try Descriptor.write(Data((told + "\n").utf8), to: surroundings.output)
    }
}
