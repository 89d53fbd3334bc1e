import Cryptography
import Desk
import DeskTesting
import Directory
import Foundation
import Synchronization
import Testing

@Suite("A directory that lets anybody in")
struct FalseDirectoryTests {
    private static let dn = "uid=anna,ou=people,dc=x"

    @Test(
        "Is believed only when it takes the connection for the user",
        arguments: [
            ("dn:UID=Anna, ou=people,dc=x", true), ("dn:uid=anna,ou=people,dc=x", true),
            ("u:X\\anna", true), ("", false), ("dn:", false), ("u:", false), ("anna", false),
            ("dn:uid=bengt,ou=people,dc=x", false),
        ]
    )
    func whoAmI(answer: String, isLetIn: Bool) async throws {
        let server = try ScriptedServer { octets in
            guard let request = LDAPAnswer.request(octets) else { return nil }
            switch request.kind {
            case .bind: return LDAPAnswer.bound(request.id)
            case .extended: return LDAPAnswer.extended(request.id, answer)
            case .search where octets.contains(Array("member".utf8)):
                return LDAPAnswer.found(request.id, dn: "cn=agents,dc=x", "cn", "agents")
            case .search: return LDAPAnswer.found(request.id, dn: Self.dn, "uid", "anna")
            }
        }
        try await withThreads { pool, log in
            var configuration = DirectoryConfiguration(
                urls: ["ldap://127.0.0.1:\(server.port)"],
                userBase: "ou=people,dc=x",
                roles: [.agent: ["cn=agents,dc=x"]]
            )
            configuration.startTLS = false
            configuration.groupBase = "dc=x"
            configuration.nestedGroups = false
            configuration.memberOfAttribute = nil
            let directory = try LDAPStaffDirectory(configuration, pool: pool, logger: log.logger)
            let identity = try? await directory.signIn("anna", "whatever")
            #expect(identity?.id == (isLetIn ? "anna" : nil))
        }
    }

    @Test("Is not followed for ever from group to group, late by a little with each answer")
    func endlessGroups() async throws {
        let asked = Mutex(0)
        let server = try ScriptedServer { octets in
            guard let request = LDAPAnswer.request(octets) else { return nil }
            switch request.kind {
            case .bind: return LDAPAnswer.bound(request.id)
            case .extended: return LDAPAnswer.extended(request.id, "dn:\(Self.dn)")
            case .search where octets.contains(Array("person".utf8)):
                return LDAPAnswer.entry(
                    request.id,
                    dn: Self.dn,
                    ("uid", "anna"),
                    ("memberOf", "cn=g0,dc=x")
                ) + LDAPAnswer.nothing(request.id)
            case .search:
                let number = asked.withLock { asked in
                    asked += 1
                    return asked
                }
                Thread.sleep(forTimeInterval: 0.4)
                let (group, above) = ("cn=g\(number - 1),dc=x", "cn=g\(number),dc=x")
                return LDAPAnswer.found(request.id, dn: group, "memberOf", above)
            }
        }
        try await withThreads { pool, log in
            var configuration = DirectoryConfiguration(
                urls: ["ldap://127.0.0.1:\(server.port)"],
                userBase: "ou=people,dc=x",
                roles: [.agent: ["cn=agents,dc=x"]]
            )
            configuration.startTLS = false
            configuration.operationTimeout = .seconds(2)
            configuration.groupDepthMax = 32
            let directory = try LDAPStaffDirectory(configuration, pool: pool, logger: log.logger)
            let cause = "not all groups of anna could be read: directory.operation-seconds"
            await #expect(throws: SignInError.unavailable(cause: cause)) {
                try await directory.signIn("anna", "whatever")
            }
            #expect(asked.withLock { $0 } <= 6)
        }
    }
}
