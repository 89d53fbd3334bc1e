import DeskTesting
import LDAPClient
import Synchronization
import Testing

@Suite("Connections that are kept")
struct LDAPConnectionPoolTests {
    /// A server that says nothing but "success", and counts its connections by their binds.
    private final class Server: Sendable {
        private let scripted: ScriptedServer
        private let held: Held

        private final class Held: Sendable { let counts = Mutex(Counts()) }

        struct Counts {
            var binds = 0
            var questions = 0
            /// After so many answers the connection is closed instead; 0 is never.
            var closesAfter = 0
        }

        init() throws {
            let held = Held()
            self.held = held
            scripted = try ScriptedServer { octets in
                guard let request = LDAPAnswer.request(octets) else { return nil }
                return held.counts.withLock { counts in
                    switch request.kind {
                    case .bind:
                        counts.binds += 1
                        return LDAPAnswer.bound(request.id)
                    default:
                        counts.questions += 1
                        if counts.questions == counts.closesAfter { return nil }
                        return LDAPAnswer.extended(request.id, "dn:cn=x")
                    }
                }
            }
        }

        var counts: Counts { held.counts.withLock { $0 } }
        func close(after questions: Int) { held.counts.withLock { $0.closesAfter = questions } }

        func pool(idleMax: Int) throws -> LDAPConnectionPool {
            let url = try #require(LDAPURL("ldap://127.0.0.1:\(scripted.port)"))
            var options = LDAPOptions()
            options.startTLS = false
            return LDAPConnectionPool(to: url, options: options, idleMax: idleMax)
        }
    }

    private func ask(_ pool: LDAPConnectionPool) throws -> String? {
        try pool.lend(
            prepare: { (connection) throws(LDAPError) in
                let password: StaticString = "x"
                let octets = UnsafeRawBufferPointer(start: password.utf8Start, count: 1)
                try connection.bind(as: "cn=x", password: octets)
            },
            { (connection) throws(LDAPError) in try connection.whoAmI() }
        )
    }

    @Test("are prepared once, and lent again")
    func kept() throws {
        let server = try Server()
        let pool = try server.pool(idleMax: 1)
        for _ in 0..<3 { #expect(try ask(pool) == "dn:cn=x") }
        #expect(server.counts.binds == 1)
        pool.drain()
        #expect(try ask(pool) == "dn:cn=x")
        #expect(server.counts.binds == 2)
    }

    @Test("are none where none may rest")
    func none() throws {
        let server = try Server()
        let pool = try server.pool(idleMax: 0)
        for _ in 0..<3 { _ = try ask(pool) }
        #expect(server.counts.binds == 3)
    }

    @Test("are replaced without anybody noticing when they were cut off")
    func cutOff() throws {
        let server = try Server()
        let pool = try server.pool(idleMax: 1)
        _ = try ask(pool)
        server.close(after: 2)
        #expect(try ask(pool) == "dn:cn=x")
        #expect(server.counts.binds == 2)
    }
}
