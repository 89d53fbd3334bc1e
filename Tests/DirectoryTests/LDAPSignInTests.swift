import Cryptography
import Desk
import DeskTesting
import Directory
import Testing

@Suite("Signing in by the directory", .slapd)
struct LDAPSignInTests {
    let server: SlapdServer

    init() throws { server = try #require(SlapdTrait.server) }

    @Test("A right password brings name, mail, queues and roles")
    func rightPassword() async throws {
        try await withDirectory { directory, _ in
            let bengt = try await directory.signIn("bengt", "bengts lösenord")
            #expect(bengt.id == "bengt")
            #expect(bengt.name == "Bengt Ängsmårtensson")
            #expect(bengt.mail == nil)
            #expect(bengt.roles == [.administrator])
            #expect(bengt.queues == ["e-service", "parking"])
            #expect(!bengt.isBreakGlass)
        }
    }

    @Test("A role comes through nested groups, also one without people in it")
    func nestedRole() async throws {
        try await withDirectory { directory, _ in
            let anna = try await directory.signIn("anna", "annas lösenord")
            #expect(anna.roles == [.agent, .supervisor])
            #expect(anna.name == "Anna Åström (e-tjänster)")
            #expect(anna.mail == "anna@example.org")
        }
    }

    @Test("Without nested groups only the groups that name the person count")
    func flatRole() async throws {
        let change: Change = { $0.nestedGroups = false }
        try await withDirectory(changing: change) { directory, _ in
            let anna = try await directory.signIn("anna", "annas lösenord")
            #expect(anna.roles == [.agent])
        }
    }

    @Test("Groups that contain each other end, and give the role above them")
    func cycle() async throws {
        try await withDirectory { directory, _ in
            let cecilia = try await directory.signIn("cecilia", "cecilias")
            #expect(cecilia.roles == [.auditor])
        }
    }

    @Test(
        "The user name comes back in the spelling of the directory",
        arguments: ["ANNA", " anna "]
    )
    func spelling(typed: String) async throws {
        try await withDirectory { directory, _ in
            let identity = try await directory.signIn(typed, "annas lösenord")
            #expect(identity.id == "anna")
        }
    }

    @Test("Somebody in no group of the helpdesk is refused")
    func noRole() async throws {
        try await withDirectory { directory, _ in
            await #expect(throws: SignInError.refused) {
                try await directory.signIn("doris", "doris")
            }
        }
    }

    @Test("Two entries by one name are refused, whoever's password it is")
    func twoEntries() async throws {
        try await withDirectory { directory, _ in
            await #expect(throws: SignInError.refused) {
                try await directory.signIn("erik", "eriks")
            }
        }
    }

    @Test(
        "What is not a user and their password is refused, and neither shows in the log",
        arguments: [
            ("anna", "fel lösen"), ("anna", "annas lösenord "), ("ingen", "fel lösen"),
            ("*", "annas lösenord"), ("*)(uid=*", "annas lösenord"),
            ("anna)(uid=*", "annas lösenord"),
            ("anna)(|(uid=anna", "annas lösenord"), ("a*", "annas lösenord"),
            ("\\61nna", "annas lösenord"), ("{username}", "annas lösenord"),
            ("anna\0", "annas lösenord"), ("anna", "annas lösenord\0"),
            ("anna", "annas lösenord\0x"),
            ("anna", ""), ("", "annas lösenord"), ("", ""), ("bengt", ""), (" ", "annas lösenord"),
        ]
    )
    func refused(username: String, password: String) async throws {
        try await withDirectory { directory, log in
            let error = await #expect(throws: SignInError.self) {
                try await directory.signIn(username, password)
            }
            #expect(error == .refused || error == .wrongPassword(of: "anna"))
            #expect(!log.text.contains("lösen"))
            #expect(!log.text.contains("Anna"))
            #expect(username.count < 2 || username == "anna" || !log.text.contains(username))
        }
    }

    @Test("A wrong password is told with whose it is, whatever name of theirs was typed")
    func wrongPassword() async throws {
        try await withDirectory { directory, _ in
            for name in ["anna", "ANNA"] {
                await #expect(throws: SignInError.wrongPassword(of: "anna")) {
                    try await directory.signIn(name, "fel lösen")
                }
            }
            await #expect(throws: SignInError.refused) {
                try await directory.signIn("ingen", "fel lösen")
            }
        }
    }

    @Test("What cannot be right never reaches a server")
    func beforeTheWire() async throws {
        let silent = try SilentListener()
        let urls = ["ldap://127.0.0.1:\(silent.port)"]
        try await withDirectory(urls) { directory, _ in
            let long = String(repeating: "x", count: 513)
            let cases = [
                ("anna", ""), ("anna", "a\0b"), ("anna", long), ("", "x"), ("a\0", "x"),
                (String(repeating: "a", count: 257), "x"), ("", ""),
            ]
            for (username, password) in cases {
                await #expect(throws: SignInError.refused) {
                    try await directory.signIn(username, password)
                }
            }
            #expect(silent.takeCallers() == 0)
        }
    }

    @Test("A password of the greatest length is tried, and one octet more is not")
    func passwordLength() async throws {
        let longest = String(repeating: "ö", count: 256)
        var options = SlapdServer.Options()
        options.ldif = SlapdServer.root
        for (uid, password) in [("a", String(longest.dropLast()) + "x"), ("b", longest)] {
            options.ldif +=
                "\n" + SlapdServer.person("uid=\(uid)", uid: uid, name: "N", password: password)
        }
        options.ldif += SlapdServer.person("uid=c", uid: "c", name: "N", password: longest + "x")
        options.ldif += SlapdServer.group(
            "helpdesk-agents",
            members: ["uid=a,ou=people", "uid=b,ou=people", "uid=c,ou=people"]
        )
        let own = try SlapdServer(options)
        try await withDirectory([own.url], caFile: own.caFile) { directory, _ in
            _ = try await directory.signIn("a", String(longest.dropLast()) + "x")
            _ = try await directory.signIn("b", longest)
            await #expect(throws: SignInError.refused) {
                try await directory.signIn("c", longest + "x")
            }
        }
    }

    @Test(
        "Groups are followed as deep as configured and no deeper",
        arguments: [(7, true), (8, true), (9, false)]
    )
    func depth(steps: Int, isReached: Bool) async throws {
        var options = SlapdServer.Options()
        options.offersTLS = false
        options.ldif = SlapdServer.root + "\n"
        options.ldif += SlapdServer.person("uid=a", uid: "a", name: "N", password: "p")
        for step in 1...steps {
            options.ldif += SlapdServer.group(
                step == steps ? "helpdesk-agents" : "g\(step)",
                members: [step == 1 ? "uid=a,ou=people" : "cn=g\(step - 1),ou=groups"]
            )
        }
        let own = try SlapdServer(options)
        let change: Change = { $0.startTLS = false }
        try await withDirectory([own.url], changing: change) { directory, _ in
            let roles = try await directory.whoami("a").identity.roles
            #expect(roles == (isReached ? [.agent] : []))
        }
    }

    @Test("Groups that the entry itself names count, where they are configured to")
    func memberOf() async throws {
        var options = SlapdServer.Options()
        options.ldif = SlapdServer.root + "\n"
        options.ldif += SlapdServer.person(
            "uid=a",
            uid: "a",
            name: "N",
            password: "p",
            more: ["seeAlso: cn=inner,\(SlapdServer.groupsBase)"]
        )
        options.ldif += SlapdServer.group("helpdesk-agents", members: ["cn=inner,ou=groups"])
        let own = try SlapdServer(options)
        try await withDirectory([own.url], caFile: own.caFile) { directory, _ in
            await #expect(throws: SignInError.refused) { try await directory.signIn("a", "p") }
        }
        let change: Change = { $0.memberOfAttribute = "seeAlso" }
        try await withDirectory([own.url], caFile: own.caFile, changing: change) { directory, _ in
            let identity = try await directory.signIn("a", "p")
            #expect(identity.roles == [.agent])
        }
    }

    @Test("A group that is gone or may not be read has none above it, and stops nothing")
    func staleGroup() async throws {
        var options = SlapdServer.Options()
        options.ldif = SlapdServer.root + "\n"
        options.ldif += SlapdServer.person(
            "uid=a",
            uid: "a",
            name: "N",
            password: "p",
            more: ["helpdesk-agents", "gone"].map { "seeAlso: cn=\($0),\(SlapdServer.groupsBase)" }
        )
        options.ldif += SlapdServer.group("helpdesk-agents", members: ["uid=a,ou=people"])
        let own = try SlapdServer(options)
        let change: Change = {
            $0.memberOfAttribute = "seeAlso"
            $0.groupBase = nil
        }
        try await withDirectory([own.url], caFile: own.caFile, changing: change) { directory, _ in
            let identity = try await directory.signIn("a", "p")
            #expect(identity.roles == [.agent])
            #expect(try await directory.current(identity) == identity)
            #expect(directory.serverStates.map(\.isUp) == [true])
        }
    }

    @Test("A server that gives up on a search has said nothing about anybody")
    func searchLimit() async throws {
        var options = SlapdServer.Options()
        options.databaseLines = ["limits * size.unchecked=1"]
        let strict = try SlapdServer(options)
        // Neither attribute is indexed: more than one entry would have to be looked at.
        let people: Change = {
            $0.userFilter = "(cn={username})"
            $0.usernameAttribute = "cn"
        }
        let groups: Change = { $0.groupFilter = "(owner={dn})" }
        for (change, user) in [(people, "Bengt Ängsmårtensson"), (groups, "bengt")] {
            try await withDirectory([strict.url], caFile: strict.caFile, changing: change) {
                directory,
                _ in
                let bengt = StaffIdentity(id: user, name: "B", roles: [.administrator])
                for answer in [
                    await #expect(throws: SignInError.self) {
                        try await directory.signIn(user, "bengts lösenord")
                    },
                    await #expect(throws: SignInError.self) { try await directory.current(bengt) },
                ] {
                    #expect(answer?.isUnavailable == true, "\(user)")
                }
            }
        }
    }

    private func withDirectory(
        _ urls: [String]? = nil,
        caFile: String? = nil,
        changing change: Change = { _ in },
        _ body: (LDAPStaffDirectory, LogRecord) async throws -> Void
    ) async throws {
        try await withThreads { pool, log in
            let urls = urls ?? [server.url]
            var configuration = DirectoryConfiguration.ready(urls, caFile: caFile ?? server.caFile)
            change(&configuration)
            let directory = try LDAPStaffDirectory(configuration, pool: pool, logger: log.logger)
            try await body(directory, log)
        }
    }
}
