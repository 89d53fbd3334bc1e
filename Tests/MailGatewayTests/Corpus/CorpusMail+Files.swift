extension CorpusMail {
    /// A name is data: no folder, no control character, never empty.
    ///
    /// That is looked at for every file of the corpus.
    static let fileNames: [CorpusMail] = [
        .file(.fileName, "filename=../../etc/passwd", .files(["passwd"])),
        .file(.fileName, "filename=\"..\\\\..\\\\windows\\\\win.ini\"", .files(["win.ini"])),
        .file(.fileName, "filename=/etc/cron.d/x", .files(["x"])),
        .file(.fileName, "filename=\"C:\\\\autoexec.bat\"", .files(["autoexec.bat"])),
        .file(.fileName, "filename=..", .files(["attachment"])),
        .file(.fileName, "filename=.", .files(["attachment"])),
        .file(.fileName, "filename=\"\"", .files(["attachment"])),
        .file(.fileName, "filename=\"   \"", .files(["attachment"])),
        .file(.fileName, "filename=\"/\"", .files(["attachment"])),
        .file(.fileName, "filename=.htaccess", .files([".htaccess"])),
        .file(.fileName, "filename*=utf-8''%2e%2e%2f%2e%2e%2fx", .files(["x"])),
        .file(.fileName, "filename*=utf-8''a%00b.png"),
        .file(.fileName, "filename*=utf-8''a%0d%0aX-Evil:%201"),
        .file(.fileName, "filename*=utf-8''%E2%80%8B.htaccess"),
        .file(.fileName, "filename*=utf-8''photo%E2%80%AEgnp.exe"),
        .file(.fileName, "filename*=utf-8''%ff%fe"),
        .file(.fileName, "filename*=x-unknown''a.txt"),
        .file(.fileName, "filename*=utf-8''%zz"),
        .file(.fileName, "filename*0=a; filename*1=b; filename*2=.txt", .files(["ab.txt"])),
        .file(.fileName, "filename*1=b; filename*0=a", .files(["ab"])),
        .file(.fileName, "filename=\"=?utf-8?q?..=2F..=2Fx?=\"", .files(["x"])),
        .file(.fileName, "filename=\"=?utf-8?b?Li4vLi4veA==?=\"", .files(["x"])),
        .file(.fileName, "filename=\"a\"; filename=\"b\""),
        .file(.fileName, "filename=räksmörgås.pdf", .files(["räksmörgås.pdf"])),
        .file(.fileName, "filename=\"a;b,c.txt\"", .files(["a;b,c.txt"])),
        .file(.fileName, "filename=\"CON\"", .files(["CON"])),
        .file(.fileName, "filename=\"a\"b\".txt"),
        .file(.fileName, "filename=" + String(repeating: "a", count: 10_000)),
        .file(.fileName, "filename*=utf-8''" + String(repeating: "%C3%A5", count: 3_000)),
        .file(.fileName, "filename=\"<script>.png\"", .files(["<script>.png"])),
        .file(.fileName, "filename=\"$(reboot).txt\"", .files(["$(reboot).txt"])),
        .file(.fileName, "filename=\"a\tb.txt\""),
    ]

    private static func typed(_ type: String, _ name: String, _ body: String) -> CorpusMail {
        CorpusMail(
            .contentType,
            "\(type) named \(name)",
            """
            From: m@example.net
            Message-ID: <\(name).\(type.count)@example.net>
            Content-Type: multipart/mixed; boundary=b

            --b

            Hej
            --b
            Content-Type: \(type); name="\(name)"

            \(body)
            --b--
            """,
            .files([name]),
            .lacks("skadligt")
        )
    }

    /// A file is what it is, whatever it says; it never becomes words of the mail.
    static let contentTypes: [CorpusMail] =
        [
            typed("image/png", "a.png", "<script>skadligt</script>"),
            typed("text/html", "a.html", "<script>skadligt</script>"),
            typed("text/html", "faktura.pdf", "<p>skadligt"),
            typed("image/svg+xml", "a.svg", "<svg onload=skadligt>"),
            typed("application/xhtml+xml", "a.xhtml", "<p>skadligt"),
            typed("text/plain", "a.txt", "skadligt"),
            typed("application/x-msdownload", "a.exe", "MZ skadligt"),
            typed("application/javascript", "a.js", "skadligt"),
            typed("text/html; charset=utf-7", "b.html", "+ADw-script+AD4-skadligt"),
            typed("x/y", "utan typ", "skadligt"),
        ]
        + [
            "php://filter/resource=/etc/passwd", "file:///etc/passwd", "../../etc/passwd",
            "<!ENTITY x SYSTEM 'file:///etc/passwd'>", "\\\\evil.example\\share\\x",
            "http://169.254.169.254/latest/meta-data/",
        ].map { reference in
            CorpusMail(
                .fileReference,
                reference,
                "From: m@example.net\nSubject: x\nMessage-ID: <\(reference.count)r@x>\n\n\(reference)",
                .text(reference)
            )
        }

    /// A header's value is one value: nothing in it begins another header, mail or recipient.
    static let injections: [CorpusMail] = [
        .header(
            .headerInjection,
            "Subject: =?utf-8?q?a=0D=0ABcc:_x@example.net?=",
            .subject("a  Bcc: x@example.net")
        ),
        .header(.headerInjection, "Subject: =?utf-8?b?YQ0KDQo8aHRtbD4=?=", .subject("a    <html>")),
        .header(.headerInjection, "Subject: a%0d%0aBcc: x@y", .subject("a%0d%0aBcc: x@y")),
        .header(.headerInjection, "Subject: =?utf-8?q?a=00b?="),
        .header(.headerInjection, "Subject: =?utf-8?q?=E2=80=A8rad?="),
        .header(.headerInjection, "Subject: =?utf-8?q?a=0Bb=0Cc=1Bd?=", .subject("a b c d")),
        .header(
            .headerInjection,
            "Subject: =?utf-8?q?=3D=3Futf-8=3Fq=3Fx=3F=3D?=",
            .subject("=?utf-8?q?x?=")
        ),
        .header(
            .headerInjection,
            "Reply-To: =?utf-8?q?a=0D=0A?= <a@b.example>",
            .sender("a@b.example")
        ),
        .header(.headerInjection, "Reply-To: <a@b.example> <c@d.example>"),
        .header(
            .headerInjection,
            "Reply-To: \"a@b.example\" <c@d.example>",
            .sender("c@d.example")
        ),
        .header(.headerInjection, "Reply-To: a@b.example(comment <x@y>)", .sender("a@b.example")),
        .header(.headerInjection, "Message-ID: <a@b>\u{0}<c@d>"),
        .header(.headerInjection, "In-Reply-To: <a\u{0}b@c>"),
        .header(.headerInjection, "References: <e@f> \u{7F} <g@h>"),
        .header(.headerInjection, "Date: Thu, 01 Jan 1970 00:00:00 +0000 (\r)"),
        .header(.headerInjection, "X-A: b\n X-C: d\n\tX-E: f"),
    ]
}
