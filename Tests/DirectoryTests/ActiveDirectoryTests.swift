import Cryptography
import Desk
import DeskTesting
import Directory
import Logging
import NIOPosix
import Testing

/// One Samba for all tests of a suite.
struct SambaTrait: SuiteTrait, TestScoping {
    @TaskLocal static var server: SambaServer?

    func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @Sendable () async throws -> Void
    ) async throws {
        let server = try SambaServer()
        defer { server.stop() }
        try await Self.$server.withValue(server) { try await function() }
    }
}

@Suite(
    "An Active Directory (Samba)",
    .serialized,
    SambaTrait(),
    .enabled(if: SambaServer.isAvailable, "install samba-ad-dc and run as root")
)
struct ActiveDirectoryTests {
    let server: SambaServer

    init() throws { server = try #require(SambaTrait.server) }

    @Test("Lets in by sAMAccountName, and reads name, mail and phone")
    func signIn() async throws {
        try await withDirectory { directory, _ in
            for typed in ["anna", "ANNA"] {
                let anna = try await directory.signIn(typed, "Annas.L0sen")
                #expect(anna.id == "anna")
                #expect(anna.name == "Anna Åström")
                #expect(anna.mail == "anna@example.org")
                #expect(anna.phone == "+46 8 1")
                #expect(anna.roles == [.agent])
            }
        }
    }

    @Test("Follows groups of groups in the server (in-chain), and tells the way")
    func chain() async throws {
        try await withDirectory { directory, _ in
            let anna = try await directory.whoami("anna")
            let names = anna.groups.map { $0.prefix { $0 != "," } }
            #expect(names == ["CN=helpdesk-agents", "CN=inre", "CN=mellan"])
            let way = try #require(anna.grants.first)
            #expect(way.role == .agent)
            let steps = way.path.map { $0.prefix { $0 != "," } }
            #expect(steps == ["CN=inre", "CN=mellan", "CN=helpdesk-agents"])
        }
    }

    @Test("Without the chain's rule climbs level by level, to the same roles")
    func climbing() async throws {
        // A filter the rule cannot be put into: the name stands in it twice, in another form.
        let change: Change = { $0.groupFilter = "(&(objectClass=group)(member={dn}))" }
        try await withDirectory(change) { directory, _ in
            let anna = try await directory.signIn("anna", "Annas.L0sen")
            #expect(anna.roles == [.agent])
        }
    }

    @Test("Without a base for groups follows memberOf upwards")
    func memberOf() async throws {
        let below: Change = { $0.groupBase = nil }
        try await withDirectory(below) { directory, _ in
            let anna = try await directory.whoami("anna")
            #expect(anna.identity.roles == [.agent])
            #expect(anna.grants.first?.path.count == 3)
        }
        let flat: Change = {
            $0.groupBase = nil
            $0.nestedGroups = false
        }
        try await withDirectory(flat) { directory, _ in
            let anna = try await directory.whoami("anna")
            #expect(anna.identity.roles == [])
        }
    }

    @Test("Makes the name to prove without searching, and reads as the person")
    func principalName() async throws {
        let change: Change = {
            $0.userDN = "CN={username},\(SambaServer.usersBase)"
            $0.userFilter = "(&(objectCategory=person)(cn={username}))"
            $0.bindDN = nil
            $0.bindPassword = nil
        }
        try await withDirectory(change) { directory, _ in
            let anna = try await directory.signIn("Anna Åström", "Annas.L0sen")
            #expect(anna.id == "anna")
            #expect(anna.roles == [.agent])
        }
    }

    @Test("Lets in nobody who is disabled, is in no group, or does not know the password")
    func refusals() async throws {
        try await withDirectory { directory, _ in
            for (user, password) in [
                ("bengt", "Bengts.L0sen"), ("doris", "Doris.L0sen"), ("anna", "annas.l0sen"),
                ("anna", ""), ("ingen", "Annas.L0sen"), ("*", "Annas.L0sen"),
            ] {
                let error = await #expect(throws: SignInError.self) {
                    try await directory.signIn(user, password)
                }
                #expect(error == .refused || error == .wrongPassword(of: user))
            }
        }
    }

    @Test("Tells of somebody who was disabled that they are no longer here")
    func disabled() async throws {
        try await withDirectory { directory, _ in
            let bengt = StaffIdentity(id: "bengt", name: "Bengt", roles: [.administrator])
            #expect(try await directory.current(bengt) == nil)
            let anna = try await directory.signIn("anna", "Annas.L0sen")
            #expect(try await directory.current(anna) == anna)
        }
    }

    @Test("Goes nowhere that a search reference points to")
    func references() async throws {
        // Below the root of a domain there are always some.
        let change: Change = { $0.userBase = SambaServer.suffix }
        try await withDirectory(change) { directory, log in
            _ = try await directory.signIn("anna", "Annas.L0sen")
            await #expect(throws: SignInError.refused) {
                try await directory.signIn("ingen", "Annas.L0sen")
            }
            #expect(!log.text.contains("failed"))
        }
    }

    private func withDirectory(
        _ change: Change = { _ in },
        _ body: (LDAPStaffDirectory, LogRecord) async throws -> Void
    ) async throws {
        try await withThreads { pool, log in
            func group(_ name: String) -> String { "CN=\(name),\(SambaServer.usersBase)" }
            var configuration = DirectoryConfiguration(
                urls: [server.url],
                userBase: SambaServer.usersBase,
                roles: [
                    .agent: [group("helpdesk-agents")],
                    .administrator: [group("helpdesk-admins")],
                ]
            )
            configuration.caFile = server.caFile
            configuration.bindDN = "CN=helpdesk,\(SambaServer.usersBase)"
            configuration.bindPassword = Password(SambaServer.servicePassword)
            configuration.userFilter =
                "(&(objectCategory=person)(sAMAccountName={username})"
                + "(!(userAccountControl:1.2.840.113556.1.4.803:=2)))"
            configuration.usernameAttribute = "sAMAccountName"
            configuration.groupBase = SambaServer.usersBase
            change(&configuration)
            let directory = try LDAPStaffDirectory(configuration, pool: pool, logger: log.logger)
            try await body(directory, log)
        }
    }
}
