extension TortureMessage {
    /// §3.1.2: by no book.
    static let malformed: [TortureMessage] = [
        TortureMessage(
            "3.1.2.1 badinv01",
            .refused(400),
            invite(
                via: "Via: SIP/2.0/UDP 192.0.2.20:5060;;,;,,",
                more: "Contact: \"Karl\" <sip:karl@192.0.2.20>;;;;\nContent-Type: application/sdp"
            )
        ),
        TortureMessage("3.1.2.2 clerr", .refused(400), invite(length: "Content-Length: 9999")),
        TortureMessage("3.1.2.3 ncl", .refused(400), invite(length: "Content-Length: -999")),
        TortureMessage(
            "3.1.2.4 scalar02",
            .refused(400),
            request(
                "REGISTER sip:example.com SIP/2.0",
                maxForwards: "Max-Forwards: 300",
                cseq: "CSeq: 36893488147419103232 REGISTER",
                more: "Expires: 10000000000000\n"
                    + "Contact: <sip:user@host129.example.com>;expires=280297596632815"
            )
        ),
        TortureMessage(
            "3.1.2.4 a contact's expiry alone",
            .refused(400),
            request(more: "Contact: <sip:karl@192.0.2.20>;expires=280297596632815")
        ),
        TortureMessage(
            "3.1.2.4 Max-Forwards alone",
            .refused(400),
            request(maxForwards: "Max-Forwards: 300")
        ),
        TortureMessage(
            "3.1.2.5 scalarlg",
            .discarded,
            "SIP/2.0 503 Service Unavailable\n" + reply("CSeq: 9292394834772304023312 OPTIONS")
        ),
        TortureMessage(
            "3.1.2.6 quotbal",
            .refused(400),
            invite(to: "To: \"Mr. J. User <sip:j.user@example.com>")
        ),
        TortureMessage(
            "3.1.2.7 ltgtruri",
            .refused(400),
            invite("INVITE <sip:user@example.com> SIP/2.0")
        ),
        TortureMessage(
            "3.1.2.8 lwsruri",
            .refused(400),
            invite("INVITE sip:user@example.com; lr SIP/2.0")
        ),
        TortureMessage(
            "3.1.2.9 lwsstart",
            .refused(400),
            invite("INVITE  sip:user@example.com  SIP/2.0")
        ),
        TortureMessage(
            "3.1.2.10 trws",
            .refused(400),
            request("OPTIONS sip:remote-target@example.com SIP/2.0  ")
        ),
        TortureMessage(
            "3.1.2.11 escruri",
            .refused(400),
            invite("INVITE sip:user@example.com?Route=%3Csip:example.com%3E SIP/2.0")
        ),
        // RFC 4475 lets one guess here; a date that nobody uses costs nothing.
        TortureMessage(
            "3.1.2.12 baddate",
            .read,
            invite(
                more: "Date: Fri, 01 Jan 2010 16:00:00 EST\nContact: <sip:karl@192.0.2.20>\n"
                    + "Content-Type: application/sdp"
            )
        ),
        TortureMessage(
            "3.1.2.13 regbadct",
            .refused(400),
            request(
                "REGISTER sip:example.com SIP/2.0",
                cseq: "CSeq: 9 REGISTER",
                more: "Contact: sip:user@example.com?Route=%3Csip:sip.example.com%3E"
            )
        ),
        TortureMessage(
            "3.1.2.14 badaspec",
            .refused(400),
            request(to: "To: \"Watson, Thomas\" < sip:t.watson@example.org >")
        ),
        TortureMessage(
            "3.1.2.15 baddn",
            .refused(400),
            request(from: "From: Bell, Alexander <sip:a.g.bell@example.org>;tag=43")
        ),
        TortureMessage(
            "3.1.2.16 badvers",
            .refused(505),
            request("OPTIONS sip:t.watson@example.org SIP/7.0")
        ),
        TortureMessage("3.1.2.17 mismatch01", .refused(400), request(cseq: "CSeq: 8 INVITE")),
        TortureMessage(
            "3.1.2.18 mismatch02",
            .refused(400),
            request("NEWMETHOD sip:user@example.com SIP/2.0", cseq: "CSeq: 8 INVITE")
        ),
        TortureMessage(
            "3.1.2.19 bigcode",
            .discarded,
            "SIP/2.0 4294967301 better not break the receiver\n" + reply("CSeq: 35 INVITE")
        ),
    ]

    /// §3.2: what the transaction layer makes of them.
    static let transactional: [TortureMessage] = [
        // The cookie with nothing behind names no transaction; the older rules do.
        TortureMessage(
            "3.2.1 badbranch",
            .read,
            answer: 200,
            request(via: "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK")
        )
    ]

    /// §3.3: what the user agent makes of them.
    static let applicational: [TortureMessage] = [
        TortureMessage(
            "3.3.1 insuf",
            .refused(400),
            request(from: "", to: "", callID: "", more: "Content-Type: application/sdp")
        ),
        TortureMessage(
            "3.3.2 unkscm",
            .read,
            answer: 416,
            request("OPTIONS nobodyKnowsThisScheme:totallyopaquecontent SIP/2.0")
        ),
        TortureMessage(
            "3.3.3 novelsc",
            .read,
            answer: 416,
            request("OPTIONS soap.beep://192.0.2.103:3002 SIP/2.0")
        ),
        TortureMessage(
            "3.3.4 unksm2",
            .refused(400),
            request(
                "REGISTER sip:example.com SIP/2.0",
                to: "To: isbn:2983792873",
                cseq: "CSeq: 234902 REGISTER"
            )
        ),
        TortureMessage(
            "3.3.5 bext01",
            .read,
            answer: 420,
            request(
                more: "Require: nothingSupportsThis, nothingSupportsThisEither\n"
                    + "Proxy-Require: noProxiesSupportThis, norDoAnyProxiesSupportThis"
            )
        ),
        TortureMessage(
            "3.3.6 invut",
            .read,
            answer: 415,
            invite(
                more: "Contact: <sip:karl@192.0.2.20>\nContent-Type: application/unknownformat"
            )
        ),
        // A scheme of authentication that nobody knows; whoever registers nobody says 405.
        TortureMessage(
            "3.3.7 regaut01",
            .read,
            answer: 405,
            request(
                "REGISTER sip:example.com SIP/2.0",
                cseq: "CSeq: 9338 REGISTER",
                more: "Authorization: NoOneKnowsThisScheme opaque-data=here"
            )
        ),
        TortureMessage(
            "3.3.8 multi01",
            .refused(400),
            invite(
                to: "To: sip:user@example.com\nTo: sip:other@example.net",
                cseq: "CSeq: 5 INVITE\nCSeq: 59 INVITE"
            )
        ),
        TortureMessage(
            "3.3.9 mcl01",
            .refused(400),
            request(length: "Content-Length: 13\nContent-Length: 5", body: "There's no way to know")
        ),
        // The response of somebody else's request: its Via has a second hop, and no such
        // transaction is ours.
        TortureMessage(
            "3.3.10 bcast",
            .read,
            "SIP/2.0 200 OK\n"
                + reply(
                    "CSeq: 14 INVITE",
                    via: "Via: SIP/2.0/UDP 192.0.2.198;branch=z9hG4bK1324923\n"
                        + "Via: SIP/2.0/UDP 255.255.255.255;branch=z9hG4bK1saber23"
                )
        ),
        TortureMessage(
            "3.3.11 zeromf",
            .read,
            answer: 200,
            request(maxForwards: "Max-Forwards: 0")
        ),
        TortureMessage(
            "3.3.12 cparam01",
            .read,
            answer: 405,
            request(
                "REGISTER sip:example.com SIP/2.0",
                cseq: "CSeq: 10 REGISTER",
                more: "Contact: sip:+19725552222@gw1.example.net;unknownparam"
            )
        ),
        TortureMessage(
            "3.3.13 cparam02",
            .read,
            answer: 405,
            request(
                "REGISTER sip:example.com SIP/2.0",
                cseq: "CSeq: 11 REGISTER",
                more: "Contact: <sip:+19725552222@gw1.example.net;unknownparam>"
            )
        ),
        TortureMessage(
            "3.3.14 regescrt",
            .read,
            answer: 405,
            request(
                "REGISTER sip:example.com SIP/2.0",
                cseq: "CSeq: 12 REGISTER",
                more: "Contact: <sip:user@example.com?Route=%3Csip:sip.example.com%3E>"
            )
        ),
        TortureMessage(
            "3.3.15 sdp01",
            .read,
            answer: 406,
            invite(
                more: "Accept: text/nobodyKnowsThis\nContact: <sip:karl@192.0.2.20>\n"
                    + "Content-Type: application/sdp"
            )
        ),
        // §3.4.1: RFC 2543's INVITE, without tag, branch, Max-Forwards, and Contact's brackets.
        TortureMessage(
            "3.4.1 inv2543",
            .read,
            """
            INVITE sip:UserB@example.com SIP/2.0
            Via: SIP/2.0/UDP 192.0.2.20
            From: <sip:karl@192.0.2.20>
            Record-Route: <sip:services.example.com>
            To: <sip:helpdesk@example.org>
            Call-ID: inv2543.1717@192.0.2.20
            CSeq: 56 INVITE
            Contact: sip:karl@192.0.2.20
            Content-Type: application/sdp

            \(session)
            """
        ),
        TortureMessage(
            "RFC 5118 §4.2: an IPv6 address without brackets",
            .refused(400),
            request("OPTIONS sip:2001:db8::10 SIP/2.0")
        ),
        TortureMessage(
            "RFC 5118 §4.5: received without brackets",
            .read,
            answer: 200,
            request(
                via: "Via: SIP/2.0/UDP [2001:db8::9:1];received=2001:db8::9:255;branch=z9hG4bKas3"
            )
        ),
        // An answer would be as long as the question.
        TortureMessage(
            "more hops than the limit",
            .discarded,
            request(
                via: (0...SIPTortureLimits.viasMax)
                    .map { "Via: SIP/2.0/UDP 192.0.2.20;branch=z9hG4bK\($0)" }
                    .joined(separator: "\n"),
                more: ""
            )
        ),
        TortureMessage("a line without colon", .refused(400), request(more: "No field this")),
        TortureMessage("no octet of SIP", .discarded, "\u{16}\u{3}\u{1} hello\n\n"),
        TortureMessage(
            "a bad ACK",
            .discarded,
            request("ACK sip:a@b SIP/2.0", cseq: "CSeq: x ACK")
        ),
    ]
}
