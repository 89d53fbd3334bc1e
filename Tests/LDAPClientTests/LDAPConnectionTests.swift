import DeskTesting
import LDAPClient
import Testing

@Suite("A connection to a directory", .slapd)
struct LDAPConnectionTests {
    let server: SlapdServer

    init() throws { server = try #require(SlapdTrait.server) }

    @Test("A right password is proved, and the server then knows who asks")
    func binds() throws {
        let connection = try connect()
        #expect(try connection.whoAmI() == "")
        try connection.bind(as: SlapdServer.serviceDN, SlapdServer.servicePassword)
        #expect(try connection.whoAmI() == "dn:\(SlapdServer.serviceDN)")
    }

    @Test("A wrong password and an unknown name look the same")
    func refusesPassword() throws {
        for name in [SlapdServer.serviceDN, "cn=nobody,\(SlapdServer.suffix)"] {
            #expect(throws: LDAPError.invalidCredentials) {
                try connect().bind(as: name, "wrong")
            }
        }
    }

    @Test("NUL in a name or a password is refused before the wire")
    func refusesNUL() throws {
        let silent = try SilentListener()
        let url = try #require(LDAPURL("ldap://127.0.0.1:\(silent.port)"))
        let connection = try LDAPConnection(to: url, options: LDAPOptions(startTLS: false))
        #expect(throws: LDAPError.malformed(.password)) {
            try connection.bind(as: SlapdServer.serviceDN, SlapdServer.servicePassword + "\0x")
        }
        #expect(throws: LDAPError.malformed(.name)) {
            try connection.bind(as: SlapdServer.serviceDN + "\0x", SlapdServer.servicePassword)
        }
        #expect(throws: LDAPError.malformed(.filter)) {
            try connection.search(LDAPSearch(base: "", filter: "(a=\0)"))
        }
        #expect(throws: LDAPError.malformed(.name)) {
            try connection.search(LDAPSearch(base: "dc=x\0", filter: "(a=b)"))
        }
        #expect(throws: LDAPError.malformed(.attribute)) {
            try connection.search(LDAPSearch(base: "", filter: "(a=b)", attributes: ["a\0"]))
        }
    }

    @Test("An empty password stops the program rather than become an anonymous bind")
    func emptyPasswordIsAProgrammerError() async {
        await #expect(processExitsWith: .failure) {
            let silent = try SilentListener()
            let url = try #require(LDAPURL("ldap://127.0.0.1:\(silent.port)"))
            let connection = try LDAPConnection(to: url, options: LDAPOptions(startTLS: false))
            try connection.bind(as: "cn=x", password: UnsafeRawBufferPointer(start: nil, count: 0))
        }
    }

    @Test("StartTLS and ldaps work with the right authority")
    func securesTheConnection() throws {
        for text in [server.url, server.tlsURL] {
            let connection = try secured(text, caFile: server.caFile)
            try connection.bind(as: SlapdServer.serviceDN, SlapdServer.servicePassword)
            #expect(connection.peerCertificate?.isEmpty == false)
            #expect(try connection.whoAmI() == "dn:\(SlapdServer.serviceDN)")
        }
    }

    @Test("Another authority's certificate is refused, and the message says where to look")
    func refusesWrongAuthority() throws {
        let other = try TestAuthority()
        for text in [server.url, server.tlsURL] {
            let error = #expect(throws: LDAPError.self) {
                _ = try secured(text, caFile: other.caFile)
            }
            let words = try #require(error).description
            #expect(words.contains("no TLS with \(text)"))
            #expect(words.contains(other.caFile))
            #expect(words.contains("127.0.0.1 as a subject alternative name"))
        }
    }

    @Test("A certificate for another host is refused")
    func refusesWrongHost() throws {
        let authority = try TestAuthority()
        var options = SlapdServer.Options()
        options.authority = authority
        options.certificateNames = "DNS:ldap.example.org"
        let elsewhere = try SlapdServer(options)
        #expect(throws: LDAPError.self) {
            _ = try secured(elsewhere.url, caFile: authority.caFile)
        }
    }

    @Test("A file of authorities that is not there is named")
    func namesMissingFile() throws {
        let error = #expect(throws: LDAPError.self) {
            _ = try secured(server.url, caFile: "/nowhere/ca.pem")
        }
        #expect(try #require(error).description.contains("is /nowhere/ca.pem there"))
    }

    @Test("A server without TLS is told from a server with a bad certificate")
    func tellsMissingTLS() throws {
        var options = SlapdServer.Options()
        options.offersTLS = false
        let plain = try SlapdServer(options)
        #expect(throws: LDAPError.startTLSNotOffered(url: plain.url)) {
            _ = try secured(plain.url, caFile: server.caFile)
        }
    }

    @Test("A server that is not there is unreachable at once", arguments: ["ldap", "ldaps"])
    func unreachable(scheme: String) throws {
        let text = "\(scheme)://127.0.0.1:\(try freePort())"
        let error = #expect(throws: LDAPError.self) {
            _ = try LDAPConnection(to: try #require(LDAPURL(text)))
        }
        #expect(error?.resultCode?.rawValue == -1)
    }

    @Test("A server that hangs costs one timeout", arguments: ["ldap", "ldaps"], [true, false])
    func hanging(scheme: String, startTLS: Bool) throws {
        let silent = try SilentListener()
        let url = try #require(LDAPURL("\(scheme)://127.0.0.1:\(silent.port)"))
        let limit = Duration.milliseconds(300)
        let options = LDAPOptions(
            startTLS: startTLS,
            connectTimeout: limit,
            operationTimeout: limit
        )
        let begin = ContinuousClock.now
        #expect(throws: LDAPError.self) {
            let connection = try LDAPConnection(to: url, options: options)
            try connection.bind(as: SlapdServer.serviceDN, "x")
        }
        let elapsed = ContinuousClock.now - begin
        #expect(elapsed >= limit * 0.9)
        // Nearer to one limit than to two on a quiet machine; a busy one is given time.
        #expect(elapsed < limit * 10)
        #expect(silent.takeCallers() == 1)
    }

    @Test("A connection that broke is not opened again, for that would be in the clear")
    func staysClosed() throws {
        let own = try SlapdServer()
        let connection = try secured(own.url, caFile: own.caFile)
        own.stop()
        let listener = try SilentListener(port: own.port)
        for _ in 1...3 {
            let error = #expect(throws: LDAPError.self) {
                try connection.bind(as: SlapdServer.serviceDN, SlapdServer.servicePassword)
            }
            #expect(error?.resultCode?.rawValue == -1)
        }
        #expect(listener.takeCallers() == 0)
    }

    private func connect() throws -> LDAPConnection {
        try LDAPConnection(
            to: try #require(LDAPURL(server.url)),
            options: LDAPOptions(startTLS: false)
        )
    }

    private func secured(_ text: String, caFile: String) throws -> LDAPConnection {
        try LDAPConnection(
            to: try #require(LDAPURL(text)),
            options: LDAPOptions(startTLS: true, caFile: caFile)
        )
    }
}

extension LDAPConnection {
    /// Binds with a password written in a test.
    func bind(as name: String, _ password: String) throws(LDAPError) {
        let result = Array(password.utf8).withUnsafeBytes { octets -> Result<Void, LDAPError> in
            do throws(LDAPError) {
                return .success(try bind(as: name, password: octets))
            } catch {
                return .failure(error)
            }
        }
        try result.get()
    }
}
