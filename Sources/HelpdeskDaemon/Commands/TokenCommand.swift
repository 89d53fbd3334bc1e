import ArgumentParser
import Cryptography
import Desk
import Foundation
import KnowledgeBase
import MailGateway
import NIOPosix
import Storage

/// `helpdeskd token …`: tokens of other systems, made on the desk's own machine.
struct TokenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Make, list and revoke the tokens of other systems.",
        discussion: """
            A daemon that is serving learns of a token at once, and of a revocation within five \
            seconds. Scopes: \(TokenScope.allCases.map(\.rawValue).joined(separator: ", ")).
            """,
        subcommands: [Create.self, List.self, Revoke.self]
    )

    /// `helpdeskd token create NAME`.
    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "create",
            abstract: "Make a token; it is printed once and kept nowhere."
        )

        @OptionGroup var file: ConfigurationOption

        @Argument(help: "The system it is for: a-z, 0-9 and -.")
        var name: String

        @Option(name: .long, help: ArgumentHelp("What it may do; may be repeated."))
        var scope: [String]

        @Option(name: .long, help: ArgumentHelp("A queue it reaches; all when left out."))
        var queue: [String] = []

        @Option(name: .long, help: "How many days it lasts.")
        var days = ServiceTokenDraft.daysUsual

        func run() async throws {
            let draft = ServiceTokenDraft(name: name, scopes: scope, queues: queue, days: days)
            try await file.withDesk { desk in
                let answered = try await desk.createServiceToken(draft, as: nil, once: nil)
                guard let new = answered.value else { preconditionFailure("nothing to repeat") }
                let made = new.made
                Terminal.print(new.token.text)
                Terminal.sayError(
                    "in force until \(made.expiresAt.formatted(.iso8601)); "
                        + "revoke it with: helpdeskd token revoke \(made.id)"
                )
            }
        }
    }

    /// `helpdeskd token list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List all tokens, the newest first."
        )

        @OptionGroup var file: ConfigurationOption

        func run() async throws {
            try await file.withDesk { desk in
                for token in try await desk.serviceTokens(as: nil) {
                    Terminal.say(Self.line(token))
                }
            }
        }

        private static func line(_ token: ServiceToken) -> String {
            let end =
                token.revokedAt.map { "revoked \($0.formatted(.iso8601))" }
                ?? "ends \(token.expiresAt.formatted(.iso8601))"
            let use = token.usedAt.map { "used \($0.formatted(.iso8601))" } ?? "never used"
            return "\(token.id)  \(token.name)  \(end)  \(use)  "
                + token.scopes.map(\.rawValue).sorted().joined(separator: " ")
        }
    }

    /// `helpdeskd token revoke ID`.
    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "revoke",
            abstract: "Revoke a token."
        )

        @OptionGroup var file: ConfigurationOption

        @Argument(help: "The token's id, as token list has it.")
        var id: String

        func run() async throws {
            guard let token = UUIDv7(id) else {
                Terminal.sayError("«\(id)» is no id; take it from helpdeskd token list")
                throw ExitCode(SystemExit.badData)
            }
            try await file.withDesk { desk in
                try await desk.revokeServiceToken(token, as: nil)
                Terminal.say("token \(token) is revoked")
            }
        }
    }
}

extension ConfigurationOption {
    /// Opens the store and a desk on it that serves no door and writes no letters, and lets `body` use
    /// it.
    func withDesk(
        library: Library = Library(KnowledgeBase(sources: [])),
        _ body: (Desk) async throws -> Void
    ) async throws {
        let configuration = try await read()
        try await withStore(mayCreate: false) { store in
            let known = try await store.knownProofKeys()
            // Where no daemon has served yet there is no letter that a key could prove.
            let keys = known.isEmpty ? [TicketProof.Key.random(id: "a")] : known
            let desk = Desk(
                store: store,
                library: library,
                directory: ClosedDirectory(),
                switchboard: nil,
                proof: TicketProof(keys: keys),
                reader: MailReader(settings: configuration.mail, threads: .singleton),
                settings: configuration.desk
            )
            try await body(desk)
        }
    }
}

/// The directory of a desk that nobody logs in to.
private struct ClosedDirectory: StaffDirectory {
    func signIn(
        username: String,
        password: Password
    ) async throws(SignInError) -> StaffIdentity {
        throw .refused
    }
}
