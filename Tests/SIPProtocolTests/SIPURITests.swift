import SIPProtocol
import Testing

@Suite("A SIP URI")
struct SIPURITests {
    /// RFC 3261 §19.1.3, RFC 4475 §3.1.1.3 and §3.1.1.4, and what telephone systems write; each
    /// with its canonical spelling.
    static let spellings = [
        ("sip:alice@atlanta.com", "sip:alice@atlanta.com"),
        (
            "sip:alice:secretword@atlanta.com;transport=tcp",
            "sip:alice@atlanta.com;transport=tcp"
        ),
        (
            "sips:alice@atlanta.com?subject=project%20x&priority=urgent",
            "sips:alice@atlanta.com?subject=project%20x&priority=urgent"
        ),
        (
            "sip:+1-212-555-1212:1234@gateway.com;user=phone",
            "sip:+1-212-555-1212@gateway.com;user=phone"
        ),
        ("sips:1212@gateway.com", "sips:1212@gateway.com"),
        ("sip:alice@192.0.2.4", "sip:alice@192.0.2.4"),
        (
            "sip:atlanta.com;method=REGISTER?to=alice%40atlanta.com",
            "sip:atlanta.com;method=REGISTER?to=alice%40atlanta.com"
        ),
        ("sip:alice;day=tuesday@atlanta.com", "sip:alice;day=tuesday@atlanta.com"),
        ("sip:sips%3Auser%40example.com@example.net", "sip:sips%3Auser%40example.com@example.net"),
        ("sip:%75se%72@example.com", "sip:user@example.com"),
        ("sip:I%20have%20spaces@example.net", "sip:I%20have%20spaces@example.net"),
        (
            "sip:cal%6Cer@host5.example.net;%6C%72;n%61me=v%61lue%25%34%31",
            "sip:caller@host5.example.net;lr;name=value%2541"
        ),
        ("sip:null-%00-null@example.com", "sip:null-%00-null@example.com"),
        ("sip:%00@host5.example.com", "sip:%00@host5.example.com"),
        ("SIP:V%c3%a4xel@EXAMPLE.com", "sip:V%C3%A4xel@example.com"),
        ("sips:[2001:DB8:0:0::4]:5061;LR", "sips:[2001:db8::4]:5061;lr"),
        ("sip:a@h:05060", "sip:a@h:5060"),
        ("sip:example.com.", "sip:example.com."),
        ("sip:a?b/c@h?Route=&x=[?/:+$]", "sip:a?b/c@h?route=&x=[?/:+$]"),
        ("sip:h;maddr=[2001:db8::1];a=/:&+$", "sip:h;maddr=[2001:db8::1];a=/:&+$"),
        ("sip:a:@h", "sip:a@h"),
    ]

    @Test("is read in every spelling and written in one", arguments: spellings)
    func canonical(text: String, canonical: String) throws {
        let uri = try SIPURI(text)
        #expect(uri.description == canonical)
        #expect(try SIPURI(canonical).description == canonical)
    }

    @Test("is taken apart")
    func parts() throws {
        let uri = try SIPURI("sips:%61%3Ab:pw@H.example:5061;Transport=TLS;LR;x=%3B?A=%26&b=")
        #expect(uri.scheme == .sips)
        #expect(uri.user == "a:b")
        #expect(uri.hasPassword)
        #expect(uri.host == (try SIPHost("h.example")))
        #expect(uri.port == 5061)
        #expect(uri.transport == "tls")
        #expect(uri.isLooseRouter)
        #expect(uri.parameter("X") == ";")
        #expect(uri.parameter("y") == nil)
        #expect(uri.parameter("lr")?.isEmpty == true)
        #expect(uri.headers == [try SIPURIHeader("a", "&"), try SIPURIHeader("b", "")])
    }

    static let refusals: [(String, SIPURIError)] = [
        ("", .unknownScheme), ("sip", .unknownScheme), ("alice@atlanta.com", .unknownScheme),
        ("tel:+4685080000", .unknownScheme), (" sip:a@h", .unknownScheme),
        ("http://h", .unknownScheme),
        ("sip:@h", .emptyUser), ("sip::pw@h", .emptyUser),
        ("sip:a b@h", .invalidCharacter), ("sip:a#@h", .invalidCharacter),
        ("sip:å@h", .invalidCharacter), ("sip:a:p?w@h", .invalidCharacter),
        ("sip:a:p:w@h", .invalidCharacter), ("sip:\"a\"@h", .invalidCharacter),
        ("sip:h;a=b=c", .invalidCharacter), ("sip:h;a=\"b\"", .invalidCharacter),
        ("sip:h?a=b=c", .invalidCharacter), ("sip:h?a=b;c", .invalidCharacter),
        ("sip:h;a=\r\n", .invalidCharacter), ("sip:h?a=\u{0}", .invalidCharacter),
        ("sip:a%@h", .invalidEscape), ("sip:a%4@h", .invalidEscape),
        ("sip:a%4g@h", .invalidEscape), ("sip:%ff@h", .invalidEscape),
        ("sip:%c3%28@h", .invalidEscape), ("sip:%ed%a0%80@h", .invalidEscape),
        ("sip:", .invalidHost), ("sip:a@", .invalidHost), ("sip:a@b@c", .invalidHost),
        ("sip:a@h/", .invalidHost), ("sip:a@h ", .invalidHost), ("sip://h", .invalidHost),
        ("sip:a@%68", .invalidHost), ("sip:h\u{E5}", .invalidHost),
        ("sip:h:", .invalidPort), ("sip:h:0", .invalidPort), ("sip:h:65536", .invalidPort),
        ("sip:h:123456", .invalidPort), ("sip:h:+5060", .invalidPort), ("sip:h:5x", .invalidPort),
        ("sip:h;", .emptyParameter), ("sip:h;;lr", .emptyParameter), ("sip:h;=x", .emptyParameter),
        ("sip:h;a=", .emptyParameter), ("sip:h;lr;", .emptyParameter),
        ("sip:h;lr;LR", .repeatedParameter), ("sip:h;a=1;%61=2", .repeatedParameter),
        ("sip:h?", .emptyHeader), ("sip:h?a", .emptyHeader), ("sip:h?=b", .emptyHeader),
        ("sip:h?a=b&", .emptyHeader),
    ]

    @Test("is refused with its reason", arguments: refusals)
    func refused(text: String, reason: SIPURIError) {
        #expect(throws: reason) { try SIPURI(text) }
    }

    @Test("has a port from 1 to 65535", arguments: [1, 2, 5060, 65_534, 65_535] as [UInt16])
    func ports(port: UInt16) throws {
        #expect(try SIPURI("sip:h:\(port)").port == port)
        #expect(throws: SIPURIError.invalidPort) { try SIPURI(host: SIPHost("h"), port: 0) }
    }

    @Test("is at most 2048 octets long")
    func limit() throws {
        for count in [SIPURI.bytesMax - 1, SIPURI.bytesMax] {
            let text = "sip:" + String(repeating: "u", count: count - 6) + "@h"
            #expect(try SIPURI(text).description == text)
        }
        let over = String(repeating: "u", count: SIPURI.bytesMax - 5)
        #expect(throws: SIPURIError.tooLong) { try SIPURI("sip:\(over)@h") }
        #expect(throws: SIPURIError.tooLong) { try SIPURI(user: over, host: SIPHost("h")) }
        #expect(throws: SIPURIError.tooLong) {
            try SIPURI(user: String(repeating: "@", count: 1000), host: SIPHost("h"))
        }
        // Written out, this address is one octet longer than it was read.
        let padding = String(repeating: "u", count: SIPURI.bytesMax - 4 - 1 - 16)
        #expect(throws: SIPURIError.tooLong) { try SIPURI("sip:\(padding)@[1::3:4:5:6:7:8]") }
    }

    @Test("is put together from parts that need escapes")
    func assembled() throws {
        let uri = try SIPURI(
            scheme: .sips,
            user: "a@b:c d",
            host: SIPHost("Vaxel.se"),
            port: 5061,
            parameters: [SIPURIParameter("LR"), SIPURIParameter("é", "=;?")],
            headers: [SIPURIHeader("Subject", "ä=&\r\n")]
        )
        #expect(
            uri.description
                == "sips:a%40b%3Ac%20d@vaxel.se:5061;lr;%C3%A9=%3D%3B%3F?subject=%C3%A4%3D%26%0D%0A"
        )
        #expect(try SIPURI(uri.description) == uri)
        #expect(throws: SIPURIError.emptyUser) { try SIPURI(user: "", host: SIPHost("h")) }
        #expect(throws: SIPURIError.emptyParameter) { try SIPURIParameter("") }
        #expect(throws: SIPURIError.emptyParameter) { try SIPURIParameter("a", "") }
        #expect(throws: SIPURIError.emptyHeader) { try SIPURIHeader("", "x") }
        #expect(throws: SIPURIError.repeatedParameter) {
            let twice = [try SIPURIParameter("a"), try SIPURIParameter("A", "1")]
            return try SIPURI(host: SIPHost("h"), parameters: twice)
        }
    }

    @Test("keeps its password to itself")
    func password() throws {
        let uri = try SIPURI("sip:alice:hemligt@atlanta.com")
        var dumped = ""
        dump(uri, to: &dumped)
        for text in ["\(uri)", String(reflecting: uri), "\([uri])", dumped] {
            #expect(!text.contains("hemligt"))
        }
        #expect(uri != (try SIPURI("sip:alice@atlanta.com")))
        #expect(uri == (try SIPURI("sip:alice:hemlig%74@atlanta.com")))
    }
}
