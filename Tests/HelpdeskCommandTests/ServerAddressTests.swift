import Testing

@testable import HelpdeskCommand

@Suite("The address of a server")
struct ServerAddressTests {
    @Test(
        "has one spelling",
        arguments: [
            ("https://desk.example.org", "https://desk.example.org"),
            ("HTTPS://Desk.Example.org:443/", "https://desk.example.org"),
            ("https://desk.example.org:8443//", "https://desk.example.org:8443"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("http://localhost:80", "http://localhost"),
            ("https://example.org/helpdesk/", "https://example.org/helpdesk"),
            ("desk.example.org", "https://desk.example.org"),
            ("desk.example.org:8443", "https://desk.example.org:8443"),
            ("localhost:8080", "http://localhost:8080"),
            ("127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("http://[::1]:8080", "http://[::1]:8080"),
            (" https://desk.example.org\n", "https://desk.example.org"),
        ]
    )
    func spelling(_ typed: String, _ canonical: String) throws {
        #expect(try ServerAddress(typed).description == canonical)
        #expect(try ServerAddress(canonical).description == canonical)
    }

    @Test(
        "is refused when it is none, or says more than where",
        arguments: [
            "", " ", "https://", "ftp://example.org", "file:///etc/passwd",
            "https://anna:hemligt@example.org", "https://anna@example.org",
            "https://example.org/?q=1", "https://example.org/#x", "https://exämple.org",
            "https://example.org:0", "https://example.org:65536", "https://exa mple.org",
            "https://example.org\r\nX: y", "https://a%2Fb.example.org", "https://a%0Ab.example.org",
            "unix:///run/x",
        ]
    )
    func refused(_ typed: String) {
        #expect(throws: CommandFailure.self) { try ServerAddress(typed) }
    }

    @Test("may have any port up to the last", arguments: [1, 65_534, 65_535])
    func ports(_ port: Int) throws {
        #expect(try ServerAddress("https://example.org:\(port)").port == port)
    }

    @Test(
        "is on this machine only when it cannot be on another",
        arguments: [
            ("http://127.0.0.1", true), ("http://127.255.0.9", true), ("http://localhost", true),
            ("http://[::1]", true), ("http://127.example.org", false),
            ("http://127.0.0.1.nip.io", false),
            ("http://localhost.example.org", false), ("http://10.0.0.1", false),
            ("http://127.1", false), ("http://0.0.0.0", false), ("http://127.0.0.256", false),
            ("http://127.0.0", false), ("http://[::ffff:127.0.0.1]", false),
        ]
    )
    func loopback(_ typed: String, _ isLoopback: Bool) throws {
        #expect(try ServerAddress(typed).isLoopback == isLoopback)
    }

    @Test("escapes what is put into it, so that nothing becomes a path or a parameter")
    func escapes() throws {
        let server = try ServerAddress("https://example.org/helpdesk")
        #expect(
            server.url(["v1", "articles", "../x?y#z%"])
                == "https://example.org/helpdesk/v1/articles/..%2Fx%3Fy%23z%25"
        )
        #expect(
            server.url(["v1"], query: [("q", "å & ä=1\r\n"), ("limit", "2")])
                == "https://example.org/helpdesk/v1?q=%C3%A5%20%26%20%C3%A4%3D1%0D%0A&limit=2"
        )
    }
}
