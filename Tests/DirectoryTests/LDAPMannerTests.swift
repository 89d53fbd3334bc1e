import Cryptography
import Desk
import DeskTesting
import Directory
import Foundation
import LDAPClient
import NIOPosix
import Synchronization
import Testing

@Suite("Other manners of a directory", .slapd)
struct LDAPMannerTests {
    let server: SlapdServer

    init() throws { server = try #require(SlapdTrait.server) }

    private static let template: @Sendable (inout DirectoryConfiguration) -> Void = {
        $0.userDN = "uid={username},\(SlapdServer.peopleBase)"
    }

    @Test("A name that is made of the user name is proved, and read by the service account")
    func nameTemplate() async throws {
        try await withDirectory(server, Self.template) { directory in
            let bengt = try await directory.signIn("bengt", "bengts lösenord")
            #expect(bengt.roles == [.administrator])
            #expect(bengt.queues == ["e-service", "parking"])
            for (user, password) in [
                ("bengt", "fel"), ("ingen", "bengts lösenord"), ("doris", "doris"),
                ("bengt,ou=people", "x"), ("*", "x"), ("bengt+cn=x", "bengts lösenord"),
            ] {
                await #expect(throws: SignInError.refused) {
                    try await directory.signIn(user, password)
                }
            }
            #expect(try await directory.whoami("bengt").identity == bengt)
            await #expect(throws: DirectoryError.noSuchUser) { try await directory.whoami("x") }
        }
    }

    @Test("Without a service account everything is read as the person")
    func noServiceAccount() async throws {
        var options = SlapdServer.Options()
        options.usersRead = true
        let open = try SlapdServer(options)
        let change: Change = {
            Self.template(&$0)
            $0.bindDN = nil
            $0.bindPassword = nil
        }
        try await withDirectory(open, change) { directory in
            let cecilia = try await directory.signIn("cecilia", "cecilias")
            #expect(cecilia.roles == [.auditor])
            await #expect(throws: SignInError.refused) {
                try await directory.signIn("cecilia", "fel")
            }
            // Nobody can be asked between log-ins, and nobody is said to be gone.
            #expect(try await directory.current(cecilia) == cecilia)
        }
    }

    @Test(
        "A template of a name wants the user name in it, and nothing else",
        arguments: [
            ("uid={username},dc=x", true), ("uid=anna,dc=x", false), ("{username}", false),
            ("uid={username},ou={dn},dc=x", false), ("", false),
        ]
    )
    func templates(text: String, isGood: Bool) throws {
        let pool = NIOThreadPool(numberOfThreads: 1)
        var configuration = DirectoryConfiguration.ready(["ldaps://x"], caFile: "/dev/null")
        configuration.userDN = text
        let made = Result {
            try LDAPStaffDirectory(configuration, pool: pool, logger: LogRecord().logger)
        }
        let isTaken = (try? made.get()) != nil
        #expect(isTaken == isGood)
    }

    @Test("A server that asks for a client's certificate gets one")
    func clientCertificate() async throws {
        let authority = try TestAuthority()
        var options = SlapdServer.Options()
        options.authority = authority
        options.globalLines = ["TLSVerifyClient demand"]
        let strict = try SlapdServer(options)
        let folder = try TemporaryFolder("client")
        let own = try authority.serverCertificate(in: folder, names: "DNS:helpdesk")
        for url in [strict.url, strict.tlsURL] {
            let change: Change = {
                $0.urls = [url]
                $0.clientCertificate = own.file
                $0.clientKey = own.keyFile
            }
            try await withDirectory(strict, change) { directory in
                let cecilia = try await directory.signIn("cecilia", "cecilias")
                #expect(cecilia.id == "cecilia")
            }
            let bare: Change = { $0.urls = [url] }
            try await withDirectory(strict, bare) { directory in
                await #expect(throws: SignInError.self) {
                    try await directory.signIn("cecilia", "cecilias")
                }
            }
        }
        let half: Change = { $0.clientCertificate = own.file }
        await #expect(throws: DirectoryProblems.self) {
            try await withDirectory(strict, half) { _ in }
        }
    }

    @Test("A referral is followed to a server that is named for it, and to no other")
    func referrals() async throws {
        let other = try SlapdServer()
        let otherURL = other.url
        let first = try Self.server(referringTo: otherURL, SlapdServer.root)
        try await withDirectory(first) { directory in
            await #expect(throws: SignInError.refused) {
                try await directory.signIn("bengt", "bengts lösenord")
            }
        }
        let elsewhere: Change = { $0.referralServers = ["ldap://127.0.0.1:1"] }
        try await withDirectory(first, elsewhere) { directory in
            await #expect(throws: SignInError.refused) {
                try await directory.signIn("bengt", "bengts lösenord")
            }
        }
        // Both certificates are to be believed.
        let folder = try TemporaryFolder("authorities")
        let both = try [first.caFile, other.caFile].map {
            try String(contentsOfFile: $0, encoding: .utf8)
        }
        let caFile = try folder.write(both.joined(), to: "ca.pem")
        let allowed: Change = {
            $0.referralServers = [otherURL]
            $0.caFile = caFile
        }
        try await withDirectory(first, allowed) { directory in
            let bengt = try await directory.signIn("bengt", "bengts lösenord")
            #expect(bengt.id == "bengt")
            await #expect(throws: SignInError.wrongPassword(of: "bengt")) {
                try await directory.signIn("bengt", "fel")
            }
        }
    }

    private static func server(referringTo url: String, _ tree: String) throws -> SlapdServer {
        var options = SlapdServer.Options()
        options.ldif =
            tree + "\n"
                + """
                dn: ou=annat,\(SlapdServer.peopleBase)
                objectClass: referral
                objectClass: extensibleObject
                ou: annat
                ref: \(url)/\(SlapdServer.peopleBase)

                """
        return try SlapdServer(options)
    }

    @Test("A referred server that is away is no failing of the one that named it")
    func referredAway() async throws {
        let away = "ldap://127.0.0.1:\(try freePort())"
        let first = try Self.server(referringTo: away, SlapdServer.tree)
        let allowed: Change = { $0.referralServers = [away] }
        try await withDirectory(first, allowed) { directory in
            for _ in 0..<3 {
                let error = await #expect(throws: SignInError.self) {
                    try await directory.signIn("nobody", "x")
                }
                #expect(error?.isUnavailable == true)
                let unknown = await #expect(throws: DirectoryError.self) {
                    try await directory.whoami("nobody")
                }
                #expect(unknown?.description.contains(away) == true)
                #expect(directory.serverStates.map(\.isUp) == [true])
                let bengt = try await directory.signIn("bengt", "bengts lösenord")
                #expect(bengt.id == "bengt")
            }
        }
    }

    @Test("A referred server that hangs makes one caller wait, not everybody who types nonsense")
    func referredSilent() async throws {
        let silent = try SilentListener()
        let url = "ldap://127.0.0.1:\(silent.port)"
        let first = try Self.server(referringTo: url, SlapdServer.tree)
        let allowed: Change = {
            $0.referralServers = [url]
            $0.operationTimeout = .milliseconds(300)
        }
        try await withDirectory(first, allowed) { directory in
            await withTaskGroup { group in
                for _ in 0..<40 { group.addTask { _ = try? await directory.signIn("x", "x") } }
            }
            #expect(silent.takeCallers() <= 20)
            #expect(directory.serverStates.map(\.isUp) == [true])
        }
    }

    @Test("The first server is asked again after its rest, and has the work when it answers")
    func failBack() async throws {
        let silent = try SilentListener()
        let clock = Mutex(ContinuousClock.now)
        try await withThreads { pool, log in
            var configuration = DirectoryConfiguration.ready(
                ["ldap://127.0.0.1:\(silent.port)", server.url],
                caFile: server.caFile
            )
            configuration.operationTimeout = .milliseconds(200)
            let directory = try LDAPStaffDirectory(
                configuration,
                pool: pool,
                logger: log.logger,
                now: { clock.withLock { $0 } }
            )
            for (pause, calls) in [(0, 1), (29, 0), (1, 1), (1, 0)] {
                clock.withLock { $0 += .seconds(pause) }
                _ = try await directory.signIn("bengt", "bengts lösenord")
                #expect(silent.takeCallers() == calls, "after \(pause) seconds more")
            }
        }
    }

    @Test("A whole desk of log-ins on a server that hangs is told so after one time limit")
    func hangingForMany() async throws {
        let silent = try SilentListener()
        let change: Change = {
            $0.urls = ["ldap://127.0.0.1:\(silent.port)"]
            $0.connectTimeout = .milliseconds(200)
            $0.operationTimeout = .milliseconds(200)
        }
        try await withDirectory(server, change) { directory in
            await withTaskGroup { group in
                for _ in 0..<40 {
                    group.addTask { _ = try? await directory.signIn("anna", "annas lösenord") }
                }
            }
            // As many as there are threads, and perhaps one that tried again: not one for each.
            #expect(silent.takeCallers() <= 20)
        }
    }

    @Test("Says by which way each role comes")
    func explains() async throws {
        try await withDirectory(server) { directory in
            let anna = try await directory.whoami("anna")
            let ways = anna.grants.map { grant in
                "\(grant.role) "
                    + grant.path.map { String($0.prefix { $0 != "," }) }
                    .joined(separator: " ")
            }
            #expect(
                ways == [
                    "agent cn=helpdesk-agents", "supervisor cn=ledning cn=mellan cn=helpdesk-leads",
                ]
            )
            #expect(anna.description.contains("supervisor by cn=ledning"))
            let cecilia = try await directory.whoami("cecilia")
            #expect(cecilia.grants.first?.path.count == 3, "through a cycle")
        }
    }

    private func withDirectory(
        _ server: SlapdServer,
        _ change: Change = { _ in },
        _ body: (LDAPStaffDirectory) async throws -> Void
    ) async throws {
        try await withThreads { pool, log in
            var configuration = DirectoryConfiguration.ready([server.url], caFile: server.caFile)
            change(&configuration)
            try await body(LDAPStaffDirectory(configuration, pool: pool, logger: log.logger))
        }
    }
}
