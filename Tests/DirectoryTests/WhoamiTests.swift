import Desk
import DeskTesting
import Directory
import Testing

@Suite("Asking the directory about somebody", .slapd)
struct WhoamiTests {
    let server: SlapdServer

    init() throws { server = try #require(SlapdTrait.server) }

    @Test("Shows name, groups and roles without a password")
    func shows() async throws {
        try await withDirectory { directory in
            let anna = try await directory.whoami("anna")
            #expect(anna.groups.count == 5)
            #expect(anna.identity.roles == [.agent, .supervisor])
            let text = anna.description
            #expect(text.contains("user:   anna"))
            #expect(text.contains("roles:  agent, supervisor"))
            #expect(text.contains("  cn=mellan,ou=groups,dc=example,dc=org"))
            #expect(!text.contains("lösenord"))
        }
    }

    @Test("Shows somebody who may not log in, and says so")
    func showsNoRole() async throws {
        try await withDirectory { directory in
            let doris = try await directory.whoami("doris")
            #expect(doris.groups == ["cn=lunch,ou=groups,dc=example,dc=org"])
            #expect(doris.description.contains("roles:  none; cannot log in"))
        }
    }

    @Test("Knows by a user name who may log in, and nobody else")
    func person() async throws {
        try await withDirectory { directory in
            let anna = try await directory.person(named: "ANNA")
            #expect(anna?.id == "anna" && anna?.roles == [.agent, .supervisor])
            for name in ["doris", "ingen", "*", "erik", "", "../../etc"] {
                #expect(try await directory.person(named: name) == nil, "\(name)")
            }
        }
    }

    @Test(
        "Tells nobody from several and from nonsense",
        arguments: [
            ("ingen", DirectoryError.noSuchUser), ("*", .noSuchUser), ("erik", .severalEntries),
            ("", .malformedUsername), ("anna\0", .malformedUsername),
        ]
    )
    func tellsApart(username: String, expected: DirectoryError) async throws {
        try await withDirectory { directory in
            await #expect(throws: expected) { try await directory.whoami(username) }
        }
    }

    @Test("A user name of the greatest length is asked for, and one octet more is not")
    func usernameLength() async throws {
        try await withDirectory { directory in
            for (length, expected) in [
                (255, DirectoryError.noSuchUser), (256, .noSuchUser), (257, .malformedUsername),
            ] {
                await #expect(throws: expected) {
                    try await directory.whoami(String(repeating: "a", count: length))
                }
            }
        }
    }

    @Test("More groups than are read are left out, and the answer says so", arguments: [4, 5, 6])
    func groupsMax(limit: Int) async throws {
        let change: Change = { $0.groupsMax = limit }
        try await withDirectory(change) { directory in
            let anna = try await directory.whoami("anna")
            #expect(anna.groups.count == min(limit, 5))
            #expect(anna.limit == (limit < 5 ? .count : nil))
        }
    }

    @Test("More queues than one person can have are left out, and it is said", arguments: [0, 1])
    func queuesMax(over: Int) async throws {
        var options = SlapdServer.Options()
        let most = DeskSettings.queuesMax
        // Those of the alphabet's end, which nobody sees but who should.
        let queues = (0..<most + over).map { "departmentNumber: q\(1_000 + $0)" }
        options.ldif += SlapdServer.person(
            "uid=frida",
            uid: "frida",
            name: "Frida Falk",
            password: "fridas",
            more: queues
        )
        let own = try SlapdServer(options)
        try await withThreads { pool, log in
            let configuration = DirectoryConfiguration.ready([own.url], caFile: own.caFile)
            let directory = try LDAPStaffDirectory(
                configuration,
                pool: pool,
                logger: log.logger
            )
            let frida = try await directory.whoami("frida")
            #expect(frida.identity.queues.count == most)
            #expect(frida.identity.queues.last == "q\(999 + most)")
            #expect(frida.queuesLeftOut == over)
            #expect(frida.description.contains("\(over) more than one person has") == (over > 0))
        }
    }

    private func withDirectory(
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
