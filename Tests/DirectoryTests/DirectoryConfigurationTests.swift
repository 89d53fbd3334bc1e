import Cryptography
import Desk
import DeskTesting
import Directory
import NIOPosix
import Testing

@Suite("The configuration of the directory")
struct DirectoryConfigurationTests {
    @Test("A good one has no mistakes")
    func good() async throws { #expect(try await problems { _ in }.isEmpty) }

    @Test("Every mistake is reported at once, by its key")
    func allAtOnce() async throws {
        let problems = try await problems { configuration in
            configuration.urls = ["http://x", "ldap://a ldap://b"]
            configuration.userBase = "people"
            configuration.userFilter = "(uid=anna"
            configuration.groupFilter = "(member={name})"
            configuration.roles = [.agent: ["helpdesk"]]
            configuration.passwordBytesMax = 0
            configuration.connectTimeout = .zero
        }
        #expect(
            problems.map(\.key) == [
                "directory.urls", "directory.urls", "directory.user-filter",
                "directory.group-filter", "directory.group-filter", "directory.roles.agent",
                "directory.user-base", "directory.password-bytes-max", "directory.connect-timeout",
            ]
        )
        #expect(problems[0].description.contains("\"http://x\": wants ldap://HOST"))
    }

    @Test("Passwords in the clear are a mistake, except on the machine itself")
    func cleartext() async throws {
        for (url, isMistake) in [("ldap://ldap1.example.org", true), ("ldap://127.0.0.1", false)] {
            let problems = try await problems {
                $0.urls = [url, "ldaps://ldap2.example.org"]
                $0.startTLS = false
            }
            #expect(problems.map(\.key) == (isMistake ? ["directory.starttls"] : []))
        }
    }

    @Test("A filter that matches the same for everybody is a mistake")
    func constantFilter() async throws {
        let problems = try await problems {
            $0.userFilter = "(uid=anna)"
            $0.groupFilter = "(objectClass=groupOfNames)"
        }
        #expect(problems.map(\.key) == ["directory.user-filter", "directory.group-filter"])
    }

    @Test(
        "People are found by the user name that they are asked for by between log-ins",
        arguments: [
            ("(mail={username})", nil, true, ["directory.user-filter"]),
            ("(mail={username})", nil, false, ["directory.user-filter"]),
            ("(|(UID={username})(mail={username}))", nil, true, []),
            ("(uid={username})", "cn={username},dc=x", true, ["directory.user-dn"]),
            ("(uid={username})", "uid={username},dc=x", true, []),
            // Nobody is asked about.
            ("(cn={username})", "cn={username},dc=x", false, []),
        ] as [(String, String?, Bool, [String])]
    )
    func lookups(filter: String, name: String?, hasAccount: Bool, keys: [String]) async throws {
        let problems = try await problems {
            $0.userFilter = filter
            $0.userDN = name
            if hasAccount {
                $0.bindDN = "cn=helpdesk,dc=x"
                $0.bindPassword = Password("hemligt")
            }
        }
        #expect(problems.map(\.key) == keys)
    }

    @Test("An account without a password, or a password without one, is a mistake and not shown")
    func serviceAccount() async throws {
        let without = try await problems { $0.bindDN = "cn=helpdesk,dc=x" }
        #expect(without.map(\.key) == ["directory.bind-password"])
        let empty = try await problems {
            $0.bindDN = "cn=helpdesk,dc=x"
            $0.bindPassword = Password("")
        }
        #expect(empty.map(\.key) == ["directory.bind-password"])
        let alone = try await problems { $0.bindPassword = Password("hemligt") }
        #expect(alone.map(\.key) == ["directory.bind-dn"])
        #expect(!alone.description.contains("hemligt"))
    }

    @Test("Nobody who could log in is a mistake")
    func nobody() async throws {
        let problems = try await problems {
            $0.roles = [.agent: []]
            $0.groupBase = nil
            $0.memberOfAttribute = nil
            $0.urls = []
        }
        #expect(
            problems.map(\.key) == ["directory.urls", "directory.roles", "directory.group-base"]
        )
    }

    private func problems(
        _ change: (inout DirectoryConfiguration) -> Void
    ) async throws -> [DirectoryProblem] {
        var configuration = DirectoryConfiguration(
            urls: ["ldap://ldap1.example.org", "ldaps://ldap2.example.org:636"],
            userBase: "ou=people,dc=example,dc=org",
            roles: [.agent: ["cn=helpdesk-agents,ou=groups,dc=example,dc=org"]]
        )
        configuration.groupBase = "ou=groups,dc=example,dc=org"
        change(&configuration)
        let pool = NIOThreadPool(numberOfThreads: 1)
        do throws(DirectoryProblems) {
            _ = try LDAPStaffDirectory(configuration, pool: pool, logger: LogRecord().logger)
            return []
        } catch {
            #expect(!error.problems.isEmpty)
            return error.problems
        }
    }
}
