import Cryptography
import Desk
import DeskTesting
import Directory
import NIOPosix
import Testing

/// One slapd for all tests of a suite, started before the first and ended after the last.
struct SlapdTrait: SuiteTrait, TestScoping {
    @TaskLocal static var server: SlapdServer?

    func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @Sendable () async throws -> Void
    ) async throws {
        var options = SlapdServer.Options()
        // The friendliest server to an attacker, and one that wants TLS.
        options.globalLines = ["allow bind_anon_cred bind_anon_dn", "security simple_bind=128"]
        let server = try SlapdServer(options)
        defer { server.stop() }
        try await Self.$server.withValue(server) { try await function() }
    }
}

extension Trait where Self == SlapdTrait {
    static var slapd: Self { SlapdTrait() }
}

/// Runs a test with threads for blocking work, and a log that it can read.
func withThreads(
    _ body: (NIOThreadPool, LogRecord) async throws -> Void
) async throws {
    let pool = NIOThreadPool(numberOfThreads: 2)
    pool.start()
    let result: Result<Void, any Error>
    do { result = .success(try await body(pool, LogRecord())) } catch { result = .failure(error) }
    try await pool.shutdownGracefully()
    try result.get()
}

/// How a test's directory differs from the ready-made one.
typealias Change = (inout DirectoryConfiguration) -> Void

extension DirectoryConfiguration {
    /// The ready-made tree, as an operator would describe it.
    static func ready(_ urls: [String], caFile: String) -> DirectoryConfiguration {
        func group(_ name: String) -> String { "CN=\(name), \(SlapdServer.groupsBase)" }
        var configuration = DirectoryConfiguration(
            urls: urls,
            userBase: SlapdServer.peopleBase,
            roles: [
                .agent: [group("Helpdesk-Agents")],
                .supervisor: [group("helpdesk-leads")],
                .auditor: [group("revision")],
                .administrator: [group("helpdesk-admins")],
            ]
        )
        configuration.caFile = caFile
        configuration.bindDN = SlapdServer.serviceDN
        configuration.bindPassword = Password(SlapdServer.servicePassword)
        configuration.groupBase = SlapdServer.groupsBase
        configuration.queueAttribute = "departmentNumber"
        configuration.connectTimeout = .seconds(3)
        configuration.operationTimeout = .seconds(3)
        return configuration
    }
}

extension SignInError {
    /// True when it says nothing about anybody.
    var isUnavailable: Bool { if case .unavailable = self { true } else { false } }
}

extension StaffDirectory {
    /// Signs in with a password written in a test.
    func signIn(_ username: String, _ password: String) async throws(SignInError) -> StaffIdentity {
        try await signIn(username: username, password: Password(password))
    }
}
