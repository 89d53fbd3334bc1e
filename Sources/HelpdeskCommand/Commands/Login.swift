import ArgumentParser
import DeskAPI
import Foundation

/// `helpdesk login`.
struct LoginCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "login",
        abstract: "Log in and keep the session for the other commands.",
        discussion: """
            On a terminal what is missing is asked for; the password is not shown. Elsewhere give \
            --user, and the password on standard input with --password-stdin.
            """
    )

    @Option(name: .long, help: ArgumentHelp("Where the helpdesk answers.", valueName: "url"))
    var server: String?

    @Option(name: .long, help: ArgumentHelp("Your user name.", valueName: "name"))
    var user: String?

    @Flag(name: .customLong("password-stdin"), help: "Read the password from standard input.")
    var passwordFromInput = false

    @OptionGroup var connection: ConnectionOptions

    func perform(in surroundings: Surroundings) async throws(CommandFailure) {
        let file = SessionFile(in: surroundings.configurationFolder)
        let earlier = earlierSession(in: file)
        let access = try access(in: surroundings, after: earlier)
        let form = try form(in: surroundings, proposing: earlier?.user)
        let client = try DeskClient(
            access,
            language: surroundings.language,
            limits: surroundings.limits
        )
        let answer: DeskAnswer
        do throws(CommandFailure) {
            var request = try DeskRequest.ask(form, at: "sessions")
            request.isSigningIn = true
            answer = try await client.send(request)
        } catch {
            await client.close()
            throw error
        }
        await client.close()
        let session = try answer.decoded(as: NewSessionBody.self)
        try file.write(StoredSession(session, access))
        try Clerk(client: client, surroundings: surroundings, wantsJSON: connection.json)
            .show(answer, as: NewSessionBody.self) { session in
                let shown = SessionBody(expiresAt: session.expiresAt, staff: session.staff)
                return .session(shown, at: access.server.description, for: surroundings.reader)
            }
    }

    /// What the last login left, as proposals only; a broken file is about to be replaced.
    private func earlierSession(in file: SessionFile) -> StoredSession? {
        do throws(CommandFailure) {
            return try file.read()
        } catch {
            return nil
        }
    }

    private func access(
        in surroundings: Surroundings,
        after earlier: StoredSession?
    ) throws(CommandFailure) -> Access {
        guard let name = server ?? surroundings.variable("HELPDESK_SERVER") ?? earlier?.server
        else {
            throw .usage(
                Phrase(
                    "Vilken server? Kör helpdesk login --server URL.",
                    "Which server? Run helpdesk login --server URL."
                )
            )
        }
        let address = try ServerAddress(name)
        try connection.checkWire(to: address)
        let earlierFile = earlier?.server == address.description ? earlier?.caFile : nil
        let caFile =
            connection.caFile ?? surroundings.variable("HELPDESK_CA_FILE") ?? earlierFile
        return Access(server: address, token: nil, isStored: false, caFile: caFile)
    }

    private func form(
        in surroundings: Surroundings,
        proposing name: String?
    ) throws(CommandFailure) -> SignInForm {
        let prompt = Prompt(input: surroundings.input, errors: surroundings.errors)
        let language = surroundings.language
        let isAsked = surroundings.hasKeyboard && !passwordFromInput
        var username = user ?? ""
        if user == nil, isAsked {
            let question = Phrase("Användare", "User").text(in: language)
            let proposal = name ?? surroundings.variable("USER")
            username = try prompt.line(question, proposal: proposal)
        }
        guard !username.isEmpty else { throw Self.missing }
        let password: String
        if passwordFromInput {
            password = try Self.passwordLine(surroundings.input)
        } else if isAsked {
            let question = Phrase(
                "Lösenord för \(SafeText.line(username))",
                "Password for \(SafeText.line(username))"
            )
            password = try prompt.secret(question.text(in: language))
        } else {
            throw Self.missing
        }
        // An empty password is an anonymous bind to some directories (RFC 4513 §5.1.2).
        guard !password.isEmpty else { throw Self.emptyPassword }
        return SignInForm(username: username, password: password)
    }

    /// The first line, as `echo` or a secret store writes it.
    private static func passwordLine(_ input: Int32) throws(CommandFailure) -> String {
        let bytes = try Descriptor.readAll(input, atMost: Prompt.octetsMax)
        let line = bytes.prefix { $0 != 0x0A && $0 != 0x0D }
        return try TextOptions.decoded(Data(line))
    }

    private static let missing = CommandFailure.usage(
        Phrase(
            "Här finns ingen att fråga. Ge --user NAMN och --password-stdin.",
            "There is nobody to ask here. Give --user NAME and --password-stdin."
        )
    )

    private static let emptyPassword = CommandFailure.usage(
        Phrase("Lösenordet är tomt.", "The password is empty.")
    )
}

extension StoredSession {
    /// What to keep of a login; the path of the certificates must hold from any folder.
    fileprivate init(_ session: NewSessionBody, _ access: Access) {
        self.init(
            server: access.server.description,
            token: session.token,
            expiresAt: session.expiresAt,
            user: session.staff.id,
            caFile: access.caFile.map { URL(filePath: $0).absoluteURL.path(percentEncoded: false) }
        )
    }
}
