import SIPProtocol
import Testing

@Suite("Two SIP URIs")
struct SIPURIMatchingTests {
    @Test(
        "match as RFC 3261 §19.1.4 says",
        arguments: [
            ("sip:%61lice@atlanta.com;transport=TCP", "sip:alice@AtLanTa.CoM;Transport=tcp"),
            ("sip:carol@chicago.com", "sip:carol@chicago.com;newparam=5"),
            ("sip:carol@chicago.com", "sip:carol@chicago.com;security=on"),
            ("sip:carol@chicago.com;newparam=5", "sip:carol@chicago.com;security=on"),
            (
                "sip:biloxi.com;transport=tcp;method=REGISTER?to=sip:bob%40biloxi.com",
                "sip:biloxi.com;method=REGISTER;transport=tcp?to=sip:bob%40biloxi.com"
            ),
            (
                "sip:alice@atlanta.com?subject=project%20x&priority=urgent",
                "sip:alice@atlanta.com?priority=urgent&subject=project%20x"
            ),
            ("sip:a@[2001:db8::1]", "sip:a@[2001:DB8:0:0:0:0:0:1]"),
            ("sip:a@[::ffff:192.0.2.1]", "sip:a@[::ffff:c000:201]"),
        ]
    )
    func alike(one: String, other: String) throws {
        let (one, other) = (try SIPURI(one), try SIPURI(other))
        #expect(one.matches(other))
        #expect(other.matches(one))
    }

    @Test(
        "differ as RFC 3261 §19.1.4 says",
        arguments: [
            ("SIP:ALICE@AtLanTa.CoM;Transport=udp", "sip:alice@AtLanTa.CoM;Transport=UDP"),
            ("sip:bob@biloxi.com", "sip:bob@biloxi.com:5060"),
            ("sip:bob@biloxi.com", "sip:bob@biloxi.com;transport=udp"),
            ("sip:bob@biloxi.com", "sip:bob@biloxi.com:6000;transport=tcp"),
            ("sip:carol@chicago.com", "sip:carol@chicago.com?Subject=next%20meeting"),
            ("sip:bob@phone21.boxesbybob.com", "sip:bob@192.0.2.4"),
            ("sip:carol@chicago.com;security=on", "sip:carol@chicago.com;security=off"),
            ("sip:bob@biloxi.com", "sips:bob@biloxi.com"),
            ("sip:bob@biloxi.com", "sip:biloxi.com"),
            ("sip:bob@biloxi.com", "sip:bob:@biloxi.com"),
            ("sip:bob:a@biloxi.com", "sip:bob:A@biloxi.com"),
            ("sip:bob@biloxi.com", "sip:bob@biloxi.com;user=ip"),
            ("sip:bob@biloxi.com", "sip:bob@biloxi.com;ttl=1"),
            ("sip:bob@biloxi.com", "sip:bob@biloxi.com;method=INVITE"),
            ("sip:bob@biloxi.com", "sip:bob@biloxi.com;maddr=192.0.2.1"),
            ("sip:h;a", "sip:h;a=1"),
            ("sip:h?a=1", "sip:h?a=1&a=1"),
            ("sip:h?a=x", "sip:h?a=X"),
        ]
    )
    func unlike(one: String, other: String) throws {
        let (one, other) = (try SIPURI(one), try SIPURI(other))
        #expect(!one.matches(other))
        #expect(!other.matches(one))
        #expect(one.matches(one))
        #expect(other.matches(other))
    }
}
