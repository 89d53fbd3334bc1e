import DeskTesting
import LDAPClient
import Testing

@Suite("A server that is no honest directory")
struct DishonestServerTests {
    @Test("One that stops in the middle costs one timeout", arguments: 1..<14)
    func stopsInTheMiddle(length: Int) throws {
        let server = try ScriptedServer { octets in
            LDAPAnswer.request(octets).map { Array(LDAPAnswer.bound($0.id).prefix(length)) }
        }
        let error = try bind(at: server, within: .milliseconds(30))
        #expect(error == .timedOut(url: "ldap://127.0.0.1:\(server.port)"))
    }

    @Test("One that takes StartTLS and then says nothing costs one timeout")
    func silentHandshake() throws {
        let server = try ScriptedServer { octets in
            LDAPAnswer.request(octets).map { LDAPAnswer.extended($0.id) } ?? []
        }
        let error = try bind(at: server, startTLS: true)
        #expect(error == .timedOut(url: "ldap://127.0.0.1:\(server.port)"))
    }

    @Test("One that takes StartTLS and then speaks LDAP gets no password")
    func clearTextAfterStartTLS() throws {
        let server = try ScriptedServer { octets in
            LDAPAnswer.request(octets).map { LDAPAnswer.extended($0.id) } ?? LDAPAnswer.bound(2)
        }
        let error = try bind(at: server, startTLS: true)
        #expect(error?.resultCode?.rawValue == -11)
    }

    @Test("One that closes, or answers with what is no LDAP, is unreachable")
    func nonsense() throws {
        let answers: [[UInt8]?] = [nil, Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8)]
        for answer in answers {
            let server = try ScriptedServer { _ in answer }
            let error = try bind(at: server)
            // Gone, or silent: it never made sense of the answer.
            #expect([-1, -5].contains(error?.resultCode?.rawValue))
        }
    }

    @Test("An answer that claims to be larger than the limit is not waited for")
    func hugeAnswer() throws {
        let server = try ScriptedServer { _ in [0x30, 0x84, 0x7F, 0xFF, 0xFF, 0xFF, 2, 1, 1] }
        let error = try bind(at: server)
        #expect(error?.resultCode?.rawValue == -1)
        #expect(error != .timedOut(url: "ldap://127.0.0.1:\(server.port)"))
    }

    private func bind(
        at server: ScriptedServer,
        startTLS: Bool = false,
        within limit: Duration = .milliseconds(400)
    ) throws -> LDAPError? {
        let options = LDAPOptions(
            startTLS: startTLS,
            connectTimeout: max(limit, .milliseconds(400)),
            operationTimeout: limit
        )
        let url = try #require(LDAPURL("ldap://127.0.0.1:\(server.port)"))
        do throws(LDAPError) {
            let connection = try LDAPConnection(to: url, options: options)
            try connection.bind(as: "cn=x", "secret")
            return nil
        } catch {
            return error
        }
    }
}
