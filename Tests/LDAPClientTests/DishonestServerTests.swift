import DeskTesting
import Foundation
import LDAPClient
import Synchronization
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

    @Test("One that always has another page is not asked for more than there can be")
    func pagesWithoutEnd() throws {
        let asked = Mutex(0)
        let found = try search(entriesMax: 20, pageEntries: 5) { id in
            asked.withLock { $0 += 1 }
            return LDAPAnswer.page(id)
        }
        #expect(found.entries.isEmpty)
        #expect(found.isTruncated)
        #expect(asked.withLock { $0 } == 20)
    }

    @Test("One that takes its time for each page has no more of it than for one")
    func slowPages() throws {
        let error = #expect(throws: LDAPError.self) {
            try search(entriesMax: 100, pageEntries: 100, within: .milliseconds(100)) { id in
                Thread.sleep(forTimeInterval: 0.02)
                return Self.entry(id) + LDAPAnswer.page(id)
            }
        }
        #expect(error?.resultCode?.rawValue == -5)
    }

    @Test("One that goes on beyond what was asked for is not heard to its end")
    func entriesWithoutEnd() throws {
        for pageEntries in [nil, 5] {
            let found = try search(entriesMax: 2, pageEntries: pageEntries) { id in
                Self.entry(id) + Self.entry(id) + Self.entry(id)
            }
            #expect(found.entries.count == 2)
            #expect(found.isTruncated)
        }
    }

    @Test("Entries that together are larger than the limit are cut off")
    func largeEntries() throws {
        let text = String(repeating: "a", count: 60_000)
        let found = try search(entriesMax: 1_000, within: .seconds(60)) { id in
            (0..<300).flatMap { _ in Self.entry(id, text) } + LDAPAnswer.nothing(id)
        }
        #expect(found.isTruncated)
        #expect(found.entries.count == 1 + (16 << 20) / 60_000)
    }

    private static func entry(_ id: UInt8, _ text: String = "anna") -> [UInt8] {
        LDAPAnswer.entry(id, dn: "cn=x", "cn", text)
    }

    private func search(
        entriesMax: Int,
        pageEntries: Int? = nil,
        within limit: Duration = .seconds(10),
        _ answer: @escaping @Sendable (_ id: UInt8) -> [UInt8]
    ) throws -> LDAPSearchResult {
        let server = try ScriptedServer { octets in
            LDAPAnswer.request(octets).map { answer($0.id) } ?? []
        }
        let connection = try LDAPConnection(
            to: try #require(LDAPURL("ldap://127.0.0.1:\(server.port)")),
            options: LDAPOptions(startTLS: false, operationTimeout: limit)
        )
        return try connection.search(
            LDAPSearch(
                base: "dc=x",
                filter: "(cn=*)",
                attributes: ["cn"],
                entriesMax: entriesMax,
                pageEntries: pageEntries
            )
        )
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
