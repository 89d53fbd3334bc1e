extension TortureMessage {
    /// §3.1.1: odd, and by the book all the same.
    static let valid: [TortureMessage] = [
        // Folding before, in and behind values, compact forms, mixed case, empty fields, and
        // escapes inside quotes.
        TortureMessage(
            "3.1.1.1 wsinv",
            .read,
            """
            INVITE sip:helpdesk@192.0.2.10;unknownparam SIP/2.0
            TO :
             sip:helpdesk@example.org ;   lane    = 3
            from   : "K. \\\\ Lind\\""       <sip:karl@example.org>
              ;
              tag = 42
            MaX-fOrWaRdS: 0068
            Call-ID: wsinv.karl@192.0.2.20
            Content-Length   : 150
            cseq: 0009
              INVITE
            Via  : SIP  /   2.0
             /UDP
                192.0.2.20;branch=z9hG4bKwsinv
            s :
            NewFangledHeader:   newfangled value
             continued newfangled value
            UnknownHeaderWithUnusualValue: ;;,,;;,;
            Content-Type: application/sdp
            Route:
             <sip:services.example.org;lr;unknownwith=value;unknown-no-value>
            v:  SIP  / 2.0  / TCP     spindle.example.org   ;
              branch  =   z9hG4bK9ikj8  ,
             SIP  /    2.0   / UDP  192.168.255.111   ; branch=
             z9hG4bK30239
            m:"Quoted string \\"\\"" <sip:karl@example.org> ; newparam =
                  newvalue ;
              secondparam ; q = 0.33

            v=0
            o=mhandley 29739 7272939 IN IP4 192.0.2.3
            s=-
            c=IN IP4 192.0.2.4
            t=0 0
            m=audio 49217 RTP/AVP 0 12
            m=video 3227 RTP/AVP 31
            a=rtpmap:31 LPC

            """
        ),
        // A method of every octet that a token may have, names of UTF-8, quotes in names.
        TortureMessage(
            "3.1.1.2 intmeth",
            .read,
            answer: 501,
            request(
                "!interesting-Method0123456789_*+`.%indeed'~ "
                    + "sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*"
                    + ":&it+has=1,weird!*pas$wo~d_too.(doesn't-it)@example.org SIP/2.0",
                from: "From: token1~` token2'+_ token3*%!.- <sip:mundane@example.org>"
                    + ";fromParam''~+*_!.-%=\"рабо\\\"тающий\";tag=_token~1'+`*%!-.",
                to: "To: \"ASCII:\u{1}BEL, NUL, DEL\" <sip:1_unusual.URI~(to-be!sure)&isn't+it$/"
                    + "crazy?,/;;*@example.org>",
                callID: "Call-ID: intmeth.word%ZK-!.*_+'@word`~)(><:\\/\"][?}{",
                cseq: "CSeq: 139122385 !interesting-Method0123456789_*+`.%indeed'~",
                more: "extensionHeader-!.%*+_`'~: 大停電"
            )
        ),
        // Escapes where they may stand; %00 is a character like another there.
        TortureMessage(
            "3.1.1.3 esc01",
            .read,
            invite(
                "INVITE sip:sips%3Auser%40example.com@example.net SIP/2.0",
                to: "To: sip:%75se%72@example.com",
                more: "Contact: <sip:cal%6Cer@192.0.2.20;%6C%72;n%61me=v%61lue%25%34%31>\n"
                    + "Content-Type: application/sdp"
            )
        ),
        TortureMessage(
            "3.1.1.4 escnull",
            .read,
            answer: 405,
            request(
                "REGISTER sip:example.com SIP/2.0",
                from: "From: sip:null-%00-null@example.com;tag=839923423",
                to: "To: sip:null-%00-null@example.com",
                cseq: "CSeq: 14398234 REGISTER",
                more:
                    "Contact: <sip:%00@host5.example.com>\nContact: <sip:%00%00@host5.example.com>"
            )
        ),
        // A percent sign in a method is no escape.
        TortureMessage(
            "3.1.1.5 esc02",
            .read,
            answer: 501,
            request(
                "RE%47IST%45R sip:registrar.example.com SIP/2.0",
                from: "From: \"%Z%45\" <sip:resource@example.com>;tag=f232jadfj23",
                to: "To: \"%Z%45\" <sip:resource@example.com>",
                cseq: "CSeq: 29344 RE%47IST%45R",
                more: "Contact: <sip:alias1@host1.example.com>"
            )
        ),
        // No space between a name and its address.
        TortureMessage(
            "3.1.1.6 lwsdisp",
            .read,
            answer: 200,
            request(from: "From: karl<sip:karl@example.org>;tag=323")
        ),
        // Long values of everything.
        TortureMessage(
            "3.1.1.7 longreq",
            .read,
            invite(
                to:
                    "To: \"I have a user name of \(String(repeating: "extreme ", count: 30))proportion\""
                    + "<sip:helpdesk@example.org:6000;unknownparam1=very"
                    + "\(String(repeating: "long", count: 60))value;longparam"
                    + "\(String(repeating: "name", count: 20))=shortvalue>",
                more: (1...33).map {
                    "Unknown-\(String(repeating: "long-", count: $0))Name: unknown"
                }
                .joined(separator: "\n")
                    + "\nContact: <sip:karl@192.0.2.20>\nContent-Type: application/sdp"
            )
        ),
        // Two requests in one datagram: the second is not there.
        TortureMessage(
            "3.1.1.8 dblreq",
            .read,
            answer: 405,
            request(
                "REGISTER sip:example.com SIP/2.0",
                cseq: "CSeq: 8 REGISTER",
                more: "Contact: sip:j.user@host.example.com",
                body: invite()
            )
        ),
        // A semicolon in the user is part of the user.
        TortureMessage(
            "3.1.1.9 semiuri",
            .read,
            answer: 200,
            request("OPTIONS sip:user;par=u%40example.net@example.com SIP/2.0")
        ),
        TortureMessage(
            "3.1.1.10 transports",
            .read,
            answer: 200,
            request(
                via: """
                    Via: SIP/2.0/UDP 192.0.2.20;branch=z9hG4bKkdjuw
                    Via: SIP/2.0/SCTP t2.example.com;branch=z9hG4bKklasjdhf
                    Via: SIP/2.0/TLS t3.example.com;branch=z9hG4bK2980unddj
                    Via: SIP/2.0/UNKNOWN t4.example.com;branch=z9hG4bKasd0f3en
                    Via: SIP/2.0/TCP t5.example.com;branch=z9hG4bK0a9idfnee
                    """
            )
        ),
        // A body of octets that are no text.
        TortureMessage(
            "3.1.1.11 mpart01",
            .read,
            answer: 405,
            Array(
                wire(
                    request(
                        "MESSAGE sip:helpdesk@example.org SIP/2.0",
                        cseq: "CSeq: 127 MESSAGE",
                        more: "Content-Type: multipart/mixed;boundary=7a9cbec02ceef655",
                        length: "Content-Length: 6"
                    )
                ).utf8
            ) + [0x30, 0x82, 0x00, 0x0D, 0x0A, 0xFF]
        ),
        TortureMessage(
            "3.1.1.12 unreason",
            .read,
            "SIP/2.0 200 = 2**3 * 5**2 но сто девяносто девять - простое\n"
                + reply("CSeq: 35 INVITE")
        ),
        TortureMessage("3.1.1.13 noreason", .read, "SIP/2.0 100 \n" + reply("CSeq: 35 INVITE")),
    ]

    /// A response behind its status line.
    static func reply(
        _ cseq: String,
        via: String = "Via: SIP/2.0/UDP 192.0.2.10;branch=z9hG4bK1324923"
    ) -> String {
        """
        \(via)
        From: <sip:user@example.com>;tag=9
        To: <sip:helpdesk@example.org>;tag=2
        Call-ID: reply.1@192.0.2.10
        \(cseq)
        Contact: <sip:user@host105.example.com>
        Content-Length: 0


        """
    }
}
