import DeskTesting
import LDAPClient
import Testing

@Suite("A search in a directory", .slapd)
struct LDAPSearchTests {
    let server: SlapdServer

    init() throws { server = try #require(SlapdTrait.server) }

    @Test("Brings the entry with the attributes that were asked for, whatever their case")
    func findsOne() throws {
        let found = try search("(uid=anna)", attributes: ["CN", "mail"])
        #expect(found.entries.count == 1)
        let anna = try #require(found.entries.first)
        #expect(try DistinguishedName(anna.name) == DistinguishedName(anna.name.uppercased()))
        #expect(anna.values(of: "cn") == ["Anna Åström"])
        #expect(anna.values(of: "Mail") == ["anna@example.org"])
        #expect(anna.values(of: "uid").isEmpty)
        #expect(anna.values(of: "userPassword").isEmpty)
    }

    @Test("Brings names alone when no attribute was asked for")
    func bringsNamesAlone() throws {
        let found = try search("(uid=anna)")
        #expect(found.entries.first?.octets(of: "uid").isEmpty == true)
    }

    @Test(
        "Keeps to its scope",
        arguments: [(LDAPSearch.Scope.base, 1), (.subtree, 7)]
    )
    func keepsToScope(scope: LDAPSearch.Scope, count: Int) throws {
        let found = try search("(objectClass=*)", scope: scope)
        #expect(found.entries.count == count)
        #expect(!found.isTruncated)
    }

    @Test("Takes no more than it was told to, and says so", arguments: [nil, 1, 2, 3] as [Int?])
    func keepsToLimit(page: Int?) throws {
        for (limit, isTruncated) in [(5, true), (6, false), (7, false)] {
            let found = try search(
                "(objectClass=person)",
                entriesMax: limit,
                pageEntries: page
            )
            #expect(found.entries.count == min(limit, 6))
            #expect(found.isTruncated == isTruncated)
        }
    }

    @Test("Pages bring every entry once", arguments: [1, 5, 6, 7])
    func pages(size: Int) throws {
        let found = try search("(objectClass=person)", pageEntries: size)
        #expect(Set(found.entries.map(\.name)).count == 6)
        #expect(found.entries.count == 6)
        #expect(!found.isTruncated)
    }

    @Test("An escaped value finds what is outside ASCII, and never more than it names")
    func escapedValues() throws {
        let name = LDAPFilter.escaped("Anna Åström")
        #expect(try search("(cn=\(name))").entries.count == 1)
        for value in ["*", "*)(uid=*", "anna)(|(uid=*", "\\2a", "anna\0"] {
            #expect(try search("(uid=\(LDAPFilter.escaped(value)))").entries.isEmpty)
        }
    }

    @Test("A filter that is none is refused before the wire", arguments: ["(uid=", "(&", "uid"])
    func refusesFilters(filter: String) {
        #expect(throws: LDAPError.malformed(.filter)) { try search(filter) }
    }

    @Test("A base that is not there is an error with its number")
    func missingBase() throws {
        let connection = try connect()
        let error = #expect(throws: LDAPError.self) {
            try connection.search(
                LDAPSearch(base: "ou=nowhere,\(SlapdServer.suffix)", filter: "(uid=anna)")
            )
        }
        #expect(error?.resultCode == .noSuchObject)
    }

    @Test("A server that ends between two questions is unreachable")
    func brokenConnection() throws {
        let own = try SlapdServer()
        let connection = try LDAPConnection(
            to: try #require(LDAPURL(own.url)),
            options: LDAPOptions(startTLS: false)
        )
        try connection.bind(as: SlapdServer.serviceDN, SlapdServer.servicePassword)
        own.stop()
        let error = #expect(throws: LDAPError.self) {
            try connection.search(LDAPSearch(base: SlapdServer.suffix, filter: "(uid=anna)"))
        }
        #expect(error?.resultCode?.rawValue == -1)
    }

    private func search(
        _ filter: String,
        scope: LDAPSearch.Scope = .subtree,
        attributes: [String] = [],
        entriesMax: Int = 100,
        pageEntries: Int? = nil
    ) throws -> LDAPSearchResult {
        let connection = try connect()
        return try connection.search(
            LDAPSearch(
                base: SlapdServer.peopleBase,
                scope: scope,
                filter: filter,
                attributes: attributes,
                entriesMax: entriesMax,
                pageEntries: pageEntries
            )
        )
    }

    private func connect() throws -> LDAPConnection {
        let connection = try LDAPConnection(
            to: try #require(LDAPURL(server.url)),
            options: LDAPOptions(startTLS: false)
        )
        try connection.bind(as: SlapdServer.serviceDN, SlapdServer.servicePassword)
        return connection
    }
}
