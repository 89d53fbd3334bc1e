import SIPProtocol
import Testing

@Suite("A host")
struct SIPHostTests {
    @Test(
        "that is an IPv6 address is written as RFC 5952 wants it",
        arguments: [
            ("::", "::"), ("::1", "::1"), ("1::", "1::"), ("0:0:0:0:0:0:0:0", "::"),
            ("2001:0db8::0001", "2001:db8::1"), ("2001:DB8:0:0:0:0:2:1", "2001:db8::2:1"),
            ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"),
            ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"), ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
            ("1::3:4:5:6:7:8", "1:0:3:4:5:6:7:8"), ("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"),
            ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
            ("1:2:3:4:5:6:192.0.2.4", "1:2:3:4:5:6:c000:204"),
            ("::ffff:192.0.2.4", "::ffff:c000:204"), ("::192.0.2.4", "::c000:204"),
            ("64:ff9b::192.0.2.33", "64:ff9b::c000:221"),
        ]
    )
    func ipv6(text: String, canonical: String) throws {
        let host = try SIPHost("[\(text)]")
        #expect(host.description == "[\(canonical)]")
        #expect(try SIPHost("[\(canonical)]") == host)
    }

    @Test(
        "is refused when it is no address",
        arguments: [
            "[]", "[", "]", "[:]", "[:::]", "[1]", "[1:2:3:4:5:6:7]", "[1:2:3:4:5:6:7:8:9]",
            "[1::2::3]", "[::1:2:3:4:5:6:7:8]", "[1:2:3:4::5:6:7:8]", "[12345::]", "[g::]",
            "[::1%1]",
            "[fe80::1%25eth0]", "[1.2.3.4::]", "[1:2:3:4:5:6:7:1.2.3.4]", "[::1.2.3]",
            "[::1.2.3.256]", "[:1::]", "[::1:]", "[::1", "::1", "[192.0.2.4]", "[ ::1]", "[::1] ",
            "[0000:0000:0000:0000:0000:0000:255.255.255.2555]",
        ]
    )
    func noIPv6(text: String) {
        #expect(throws: SIPURIError.invalidHost) { try SIPHost(text) }
    }

    @Test("that is an IPv4 address is one")
    func ipv4() throws {
        for text in ["0.0.0.0", "192.0.2.4", "255.255.255.255", "127.0.0.1"] {
            let host = try SIPHost(text)
            #expect(host.description == text)
            guard case .ipv4 = host else {
                Issue.record("\(host) is no address")
                continue
            }
        }
        #expect(try SIPHost("192.0.2.4") == .ipv4(SIPIPv4Address(number: 0xC000_0204)))
    }

    @Test(
        "is neither name nor address",
        arguments: [
            "", ".", "..", "a..b", ".a", "1.2.3", "1.2.3.4.5", "256.0.0.1", "01.2.3.4", "1.2.3.04",
            "1.2.3.-4", "1.2.3.", "1.2.3.4.", "a.1", "a.1a", "1", "-a", "a-", "a.-b", "a_b", "a b",
            "å.se", "a\u{0}", "a/b", "a:b", "*", "a.b..",
        ]
    )
    func neither(text: String) {
        #expect(throws: SIPURIError.invalidHost) { try SIPHost(text) }
    }

    @Test(
        "that is a name is kept in lower case",
        arguments: [
            ("A", "a"), ("h5", "h5"), ("5h.example", "5h.example"),
            ("Example.COM.", "example.com."),
            ("xn--vxel-loa.se", "xn--vxel-loa.se"), ("a--b.c-d", "a--b.c-d"),
            ("1.2.3.a", "1.2.3.a"),
        ]
    )
    func names(text: String, canonical: String) throws {
        #expect(try SIPHost(text).description == canonical)
    }

    @Test("has labels of at most 63 octets, and 253 in all")
    func limits() throws {
        for count in [62, 63] {
            #expect(SIPDomainName(String(repeating: "a", count: count) + ".se") != nil)
        }
        #expect(SIPDomainName(String(repeating: "a", count: 64) + ".se") == nil)
        let label = String(repeating: "a", count: 49) + "."
        let name = String(repeating: label, count: 5)
        #expect(SIPDomainName(name + "aa") != nil)
        #expect(SIPDomainName(name + "aaa") != nil)
        #expect(SIPDomainName(name + "aaa.") != nil)
        #expect(SIPDomainName(name + "aaaa") == nil)
    }

    @Test("that is an IPv6 address has eight groups")
    func groups() {
        #expect(SIPIPv6Address(groups: [UInt16](repeating: 0, count: 8))?.description == "::")
        for count in [0, 7, 9] {
            #expect(SIPIPv6Address(groups: [UInt16](repeating: 0, count: count)) == nil)
        }
    }
}
