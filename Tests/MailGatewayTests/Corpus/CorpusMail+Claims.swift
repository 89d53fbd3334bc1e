import Desk

extension CorpusMail {
    private static let signature = String(repeating: "a", count: 26)

    /// Whoever sends these, ticket 1 is Maja's and stays as it is.
    static let claims: [CorpusMail] =
        subjectTags.map { tag in
            .header(.claim, "Subject: \(tag)", .hold(nil), .verdict(.origin, "outside"))
        } + references.map { .header(.claim, $0, .hold(nil)) }
        + tokens.map { token in
            CorpusMail(
                .claim,
                "token \(token)",
                "From: m@example.net\nSubject: x\nMessage-ID: <t.\(token.count).\(token.prefix(9))@x>\n\nHej",
                token: token
            )
        } + forgedStaff

    private static let subjectTags = [
        "[#1]", "Re: [#1] Fråga", "SV: Fråga [#1]", "Fwd: [#1]", "[#1][#1]", "[#2] [#1]",
        "=?utf-8?q?=5B=231=5D?=", "=?utf-8?b?WyMxXQ==?=", "[#0001]", "x[#1]x", "[#1] [#4711]",
        "[ #1]", "[#1 ]", "[#-1]", "[#1", "#1", "[#]", "[#9223372036854775808]", "[#１]", "[[#1]]",
    ]

    private static let references = [
        "References: <1@example.com>", "In-Reply-To: <1@example.com>",
        "References: <x@y> <1@example.com> <z@y>", "References: 1@example.com",
        "In-Reply-To: Din mail av <1@example.com>",
        "References: <1.\(signature).a.\(signature)@example.org>",
        "In-Reply-To: <1.\(signature).A.\(signature)@EXAMPLE.org>",
        "References: <1.x.a.x@example.org>", "References: <1...@example.org>",
        "References: <01.\(signature).a.\(signature)@example.org>",
        "References: <1.\(signature).a.\(signature)@example.net>",
        "Message-ID: <1@example.com>", "Message-ID: <1.\(signature).a.\(signature)@example.org>",
        "Resent-Message-ID: <1@example.com>", "X-Original-Message-ID: <1@example.com>",
        "Thread-Index: AdnXAQ==", "Thread-Topic: [#1]", "Original-Message-ID: <1@example.com>",
    ]

    private static let tokens = [
        "1-a-\(signature)", "1-A-\(signature.uppercased())", "1-a-", "1--\(signature)",
        "-a-\(signature)", "1-a-\(signature)-x", "1", "01-a-\(signature)", "1-b-\(signature)",
        "9223372036854775808-a-\(signature)", "../1", "1%2da", "nyhetsbrev",
    ]

    /// No mail acts as staff, whoever it says to be from.
    private static let forgedStaff: [CorpusMail] =
        [
            "From: Support <support@example.org>", "From: support@EXAMPLE.ORG",
            "From: \"Ada Ek\" <support+1@example.org>", "From: SUPPORT@example.org, m@example.net",
            "Sender: support@example.org",
        ].map { .header(.forgedStaff, "\($0)\nSubject: [#1] Svar", .hold(.ownMail)) }.map(
            withoutAuthor
        )
        + [
            .header(.forgedStaff, "Sender: support@example.org", .hold(nil)),
            .header(.forgedStaff, "Reply-To: support@example.org", .hold(nil)),
            .header(.forgedStaff, "X-Sender: support@example.org", .hold(nil)),
            .header(.forgedStaff, "Resent-From: support@example.org", .hold(nil)),
            .header(.forgedStaff, "Cc: support@example.org, maja@example.com", .hold(nil)),
        ]

    /// The same without the author that ``header(_:_:_:)`` writes.
    private static func withoutAuthor(_ mail: CorpusMail) -> CorpusMail {
        var mail = mail
        let first = Array("From: Mallory <m@example.net>\r\n".utf8)
        mail.octets.removeFirst(first.count)
        return mail
    }

    /// Headers that steer some desk, ours or another; none of them has an effect.
    static let controlHeaders: [CorpusMail] =
        ["X-Helpdesk-Ticket: 1", "x-helpdesk-role: administrator", "X-HELPDESK: 1"]
        .map { .header(.controlHeader, $0, .verdict(.ownHeaders, "dropped: 1"), .hold(nil)) }
        + [
            "X-Zammad-Ticket-Id: 1", "RT-Attach: 1", "RT-Send-Cc: m@example.net", "RT-Ticket: 1",
            "X-OTRS-Queue: school", "X-OTRS-TicketValue: 1", "X-Spam-Status: No", "X-Priority: 1",
            "X-FreeScout-Mail-Type: agent.reply", "X-GLPI-Ticket: 1", "X-Originating-IP: 127.0.0.1",
            "Bcc: m@example.net", "Disposition-Notification-To: m@example.net",
            "Return-Receipt-To: m@example.net", "X-Confirm-Reading-To: m@example.net",
            "Errors-To: m@example.net", "Apparently-To: m@example.net", "Command: close 1",
        ].map { .header(.controlHeader, $0, .verdict(.ownHeaders, "none"), .automatic(false)) }
}
