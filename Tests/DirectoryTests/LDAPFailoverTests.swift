import Cryptography
import Desk
import DeskTesting
import Directory
import NIOPosix
import Testing

@Suite("A directory in trouble", .slapd)
struct LDAPFailoverTests {
    let server: SlapdServer

    init() throws { server = try #require(SlapdTrait.server) }

    @Test("A server that is down makes the directory unavailable, not the password wrong")
    func down() async throws {
        let url = "ldap://127.0.0.1:\(try freePort())"
        try await withDirectory([url]) { directory, log in
            let error = await #expect(throws: SignInError.self) {
                try await directory.signIn("anna", "annas lösenord")
            }
            #expect(isUnavailable(error, because: url))
            #expect(log.text.contains("warning directory server failed"))
        }
    }

    @Test("The next server is asked when the first is down, and first from then on")
    func failover() async throws {
        let silent = try SilentListener()
        let urls = ["ldap://127.0.0.1:\(silent.port)", server.url]
        let change: Change = { $0.operationTimeout = .milliseconds(200) }
        try await withDirectory(urls, change) {
            directory,
            _ in
            _ = try await directory.signIn("anna", "annas lösenord")
            #expect(silent.takeCallers() == 1)
            _ = try await directory.signIn("bengt", "bengts lösenord")
            #expect(silent.takeCallers() == 0)
        }
    }

    @Test("A wrong password is a verdict: no other server is asked")
    func verdictIsFinal() async throws {
        let silent = try SilentListener()
        try await withDirectory([server.url, "ldap://127.0.0.1:\(silent.port)"]) { directory, _ in
            await #expect(throws: SignInError.wrongPassword(of: "anna")) {
                try await directory.signIn("anna", "x")
            }
            await #expect(throws: SignInError.refused) { try await directory.signIn("ingen", "x") }
            #expect(silent.takeCallers() == 0)
        }
    }

    @Test("A server that hangs costs one timeout", arguments: ["ldap", "ldaps"])
    func hanging(scheme: String) async throws {
        let silent = try SilentListener()
        let change: Change = {
            $0.connectTimeout = .milliseconds(300)
            $0.operationTimeout = .milliseconds(300)
        }
        try await withDirectory(["\(scheme)://127.0.0.1:\(silent.port)"], change) { directory, _ in
            let error = await #expect(throws: SignInError.self) {
                try await directory.signIn("anna", "annas lösenord")
            }
            #expect(isUnavailable(error, because: "did not answer in time"))
            #expect(silent.takeCallers() == 1)
        }
    }

    @Test("Another authority's certificate is refused before the password is sent")
    func wrongAuthority() async throws {
        let other = try TestAuthority()
        for url in [server.url, server.tlsURL] {
            let change: Change = { $0.caFile = other.caFile }
            try await withDirectory([url], change) { directory, _ in
                let error = await #expect(throws: SignInError.self) {
                    try await directory.signIn("anna", "annas lösenord")
                }
                #expect(isUnavailable(error, because: other.caFile))
            }
        }
    }

    @Test("ldaps works without StartTLS")
    func ldaps() async throws {
        let change: Change = { $0.startTLS = false }
        try await withDirectory([server.tlsURL], change) { directory, _ in
            let identity = try await directory.signIn("bengt", "bengts lösenord")
            #expect(identity.id == "bengt")
        }
    }

    @Test("A server that wants TLS gets no password without, and the cause says so")
    func wantsTLS() async throws {
        let change: Change = { $0.startTLS = false }
        try await withDirectory([server.url], change) { directory, _ in
            let error = await #expect(throws: SignInError.self) {
                try await directory.signIn("bengt", "bengts lösenord")
            }
            #expect(isUnavailable(error, because: "onfidentiality required (13)"))
        }
    }

    @Test("A service account with a wrong password is the directory's trouble, not the user's")
    func wrongServicePassword() async throws {
        let change: Change = { $0.bindPassword = Password("fel") }
        try await withDirectory([server.url], change) { directory, _ in
            let error = await #expect(throws: SignInError.self) {
                try await directory.signIn("anna", "annas lösenord")
            }
            #expect(isUnavailable(error, because: "bind-password is wrong"))
        }
    }

    @Test("More sign-ins than may wait are told to try again", arguments: [(2, 0), (1, 1)])
    func tooMany(signInsMax: Int, turnedAway: Int) async throws {
        let silent = try SilentListener()
        let change: Change = {
            $0.operationTimeout = .milliseconds(300)
            $0.connectTimeout = .milliseconds(300)
            $0.signInsMax = signInsMax
        }
        try await withDirectory(["ldap://127.0.0.1:\(silent.port)"], change) { directory, _ in
            async let one = causeOfFailure(directory)
            async let other = causeOfFailure(directory)
            let causes = await [one, other]
            #expect(causes.count { $0.contains("too many sign-ins") } == turnedAway)
        }
    }

    @Test("Stopped threads are a directory that cannot be asked")
    func stoppedThreads() async throws {
        try await withThreads { pool, log in
            let configuration = DirectoryConfiguration.ready([server.url], caFile: server.caFile)
            let directory = try LDAPStaffDirectory(configuration, pool: pool, logger: log.logger)
            try await pool.shutdownGracefully()
            let error = await #expect(throws: SignInError.self) {
                try await directory.signIn("anna", "annas lösenord")
            }
            #expect(isUnavailable(error, because: "shutting down"))
        }
    }

    private func causeOfFailure(_ directory: LDAPStaffDirectory) async -> String {
        do throws(SignInError) {
            return try await directory.signIn("anna", "annas lösenord").id
        } catch {
            return "\(error)"
        }
    }

    private func isUnavailable(_ error: SignInError?, because words: String) -> Bool {
        guard case .unavailable(let cause) = error else { return false }
        return cause.contains(words) && !cause.contains("lösenord")
    }

    private func withDirectory(
        _ urls: [String],
        _ change: Change = { _ in },
        _ body: (LDAPStaffDirectory, LogRecord) async throws -> Void
    ) async throws {
        try await withThreads { pool, log in
            var configuration = DirectoryConfiguration.ready(urls, caFile: server.caFile)
            change(&configuration)
            let directory = try LDAPStaffDirectory(configuration, pool: pool, logger: log.logger)
            try await body(directory, log)
        }
    }
}
