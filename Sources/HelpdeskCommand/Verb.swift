import ArgumentParser
import Foundation

/// A command that does something; it gets its surroundings from the top and throws one error type.
protocol Verb: AsyncParsableCommand {
    func perform(in surroundings: Surroundings) async throws(CommandFailure)
}

/// A command for someone who is logged in.
protocol DeskVerb: Verb {
    var connection: ConnectionOptions { get }

    func perform(for clerk: Clerk) async throws(CommandFailure)
}

extension DeskVerb {
    /// Finds the session, and lets go of the connection whatever comes of it.
    func perform(in surroundings: Surroundings) async throws(CommandFailure) {
        try await perform(thenClosing: try Clerk.loggedIn(in: surroundings, connection))
    }

    func perform(thenClosing clerk: Clerk) async throws(CommandFailure) {
        do throws(CommandFailure) {
            try await perform(for: clerk)
        } catch {
            await clerk.client.close()
            throw error
        }
        await clerk.client.close()
    }
}

extension Clerk {
    /// The clerk whose session is in the file or the environment.
    static func loggedIn(
        in surroundings: Surroundings,
        _ options: ConnectionOptions
    ) throws(CommandFailure) -> Clerk {
        let access = try Access.found(
            stored: try storedSession(in: surroundings),
            surroundings: surroundings,
            options: options
        )
        let client = try DeskClient(
            access,
            language: surroundings.language,
            limits: surroundings.limits
        )
        return Clerk(
            client: client,
            surroundings: surroundings,
            wantsJSON: options.json,
            mayPage: !options.noPager
        )
    }

    /// The session file, unless the environment says everything and the file may be broken.
    private static func storedSession(
        in surroundings: Surroundings
    ) throws(CommandFailure)
        -> StoredSession?
    {
        let isNeeded =
            surroundings.variable("HELPDESK_SERVER") == nil
            || surroundings.variable("HELPDESK_TOKEN") == nil
        return isNeeded ? try SessionFile(in: surroundings.configurationFolder).read() : nil
    }
}

/// What every verb takes.
struct ConnectionOptions: ParsableArguments {
    @Flag(name: .long, help: "Print the API's answer, unchanged.")
    var json = false

    @Option(
        name: .customLong("ca-file"),
        help: ArgumentHelp(
            "Trust only the certificates in this PEM file (also HELPDESK_CA_FILE).",
            valueName: "file"
        ),
        completion: .file(extensions: ["pem", "crt"])
    )
    var caFile: String?

    @Flag(
        name: .customLong("insecure-http"),
        help: "Send the token over plain http to another machine. Anybody on the way can read it."
    )
    var insecureHTTP = false

    @Flag(
        name: .customLong("no-pager"),
        help: "Show a long answer at once, without a pager."
    )
    var noPager = false
}

/// A ticket's number as clerks write it: 1042 or #1042.
struct TicketNumber: ExpressibleByArgument, Sendable, Equatable, CustomStringConvertible {
    let value: Int64

    init?(argument: String) {
        let digits = argument.hasPrefix("#") ? argument.dropFirst() : Substring(argument)
        guard let value = Int64(digits), value > 0, digits.allSatisfy(\.isNumber) else {
            return nil
        }
        self.value = value
    }

    var description: String { "\(value)" }

    static var defaultCompletionKind: CompletionKind { Completions.tickets }
}
