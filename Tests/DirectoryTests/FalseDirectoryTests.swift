import Cryptography
import Desk
import DeskTesting
import Directory
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
}
