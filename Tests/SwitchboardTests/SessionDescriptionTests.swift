import Testing

@testable import Switchboard

@Suite("A session that is passed on")
struct SessionDescriptionTests {
    @Test("is held with an attribute behind everything else of each of its media")
    func held() throws {
        let offer = """
            v=0
            o=a 1 1 IN IP4 192.0.2.1
            s=-
            t=0 0
            a=sendonly
            m=audio 4000 RTP/AVP 8
            c=IN IP4 192.0.2.1
            b=AS:64
            a=rtpmap:8 PCMA/8000
            a=sendrecv
            m=video 4002 RTP/AVP 99
            c=IN IP4 192.0.2.2

            """
        let session = try #require(SessionDescription(Array(offer.utf8)))
        let held = String(decoding: session.held.body, as: UTF8.self)
            .replacing("\r\n", with: "\n")
        #expect(
            held == """
                v=0
                o=a 1 1 IN IP4 192.0.2.1
                s=-
                t=0 0
                m=audio 4000 RTP/AVP 8
                c=IN IP4 192.0.2.1
                b=AS:64
                a=rtpmap:8 PCMA/8000
                a=inactive
                m=video 4002 RTP/AVP 99
                c=IN IP4 192.0.2.2
                a=inactive

                """
        )
    }
}
