import ArgumentParser
import CommandManual
import Foundation

/// `helpdeskd manual`: for whoever installs the program.
struct ManualCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "manual",
        abstract: "Print the manual page, for man.",
        shouldDisplay: false
    )

    @Option(name: .long, help: "In this language, sv or en; that of the locale when left out.")
    var language: String?

    func validate() throws {
        guard language.map({ ["sv", "en"].contains($0) }) != false else {
            throw ValidationError("--language is sv or en.")
        }
    }

    func run() {
        let own = ProcessInfo.processInfo.environment
        let environment = language.map { ["LC_ALL": $0] } ?? own
        Terminal.print(String(Self.page(in: environment).text.dropLast()))
    }

    static func page(in environment: [String: String]) -> ManualPage {
        let isSwedish = Wording.isSwedish(environment)
        func said(_ swedish: String, _ english: String) -> String { isSwedish ? swedish : english }
        return ManualPage(
            of: CommandTree(of: HelpdeskDaemon.self),
            in: HelpdeskDaemon.wording(in: environment),
            section: 8,
            revised: "2026-11-26",
            parts: [
                .init(
                    said("Miljö", "Environment"),
                    [
                        (
                            "HELPDESK_…",
                            said(
                                "Vilken nyckel som helst i inställningarna, med versaler och _.",
                                "Any key of the configuration, in capitals and with _."
                            )
                        ),
                        (
                            "CREDENTIALS_DIRECTORY",
                            said(
                                "Mappen med hemligheter, en fil per nyckel (systemd).",
                                "The folder of secrets, a file for each key (systemd)."
                            )
                        ),
                    ]
                ),
                .init(
                    said("Filer", "Files"),
                    [
                        (
                            "/etc/helpdesk/helpdesk.yaml",
                            said(
                                "Inställningarna; exemplet visar varje nyckel.",
                                "The configuration; the example shows every key."
                            )
                        )
                    ]
                ),
                .init(said("Slutkoder", "Exit status"), exitCodes(said)),
                .init(said("Se även", "See also"), [("", "helpdesk(1)")]),
            ]
        )
    }

    private static func exitCodes(
        _ said: (String, String) -> String
    ) -> [(term: String, text: String)] {
        [
            ("0", said("Gjort.", "Done.")),
            ("64", said("Kommandoraden är fel.", "The command line is wrong.")),
            ("65", said("Uppgifterna duger inte.", "The data cannot be used.")),
            ("66", said("Det finns inte.", "It is not there.")),
            ("67", said("Ingen sådan användare.", "No such user.")),
            ("69", said("Något som behövs går inte att nå.", "What is needed cannot be reached.")),
            ("70", said("Fel i programmet.", "A fault of the program.")),
            ("73", said("En fil går inte att skapa.", "A file cannot be made.")),
            ("74", said("Det går inte att läsa eller skriva.", "It cannot be read or written.")),
            ("75", said("Inte nu; försök igen.", "Not now; try again.")),
            ("77", said("Det är inte tillåtet.", "It is not permitted.")),
            ("78", said("Inställningarna är fel.", "The configuration is wrong.")),
        ]
    }
}
