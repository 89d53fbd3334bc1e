import Testing

@testable import HelpdeskCommand

@Suite("The name of an attachment")
struct FileNameTests {
    @Test(
        "is read from the header as RFC 6266 writes it",
        arguments: [
            ("attachment; filename=\"a b.png\"", "a b.png"),
            ("attachment; filename=a.png", "a.png"),
            ("attachment", nil), ("", nil), ("attachment; filename", nil),
            ("attachment; filename=\"a\\\"b;c.png\"", "a\"b;c.png"),
            ("attachment; FILENAME=\"a.png\"; x=y", "a.png"),
            ("attachment; filename=\"e.txt\"; filename*=UTF-8''%C3%A5.txt", "å.txt"),
            ("attachment; filename*=utf-8'sv'%C3%A5.txt; filename=\"e.txt\"", "å.txt"),
            ("attachment; filename*=UTF-8''%FF; filename=\"e.txt\"", "e.txt"),
            ("attachment; filename*=iso-8859-1''%E5; filename=\"e.txt\"", "e.txt"),
            ("attachment; filename*=UTF-8; filename=\"e.txt\"", "e.txt"),
            ("attachment; filename=\"open", "\"open"),
        ] as [(String, String?)]
    )
    func header(_ header: String, _ name: String?) {
        #expect(DispositionName.of(header) == name)
    }

    @Test("can be read from any prefix of a header without harm")
    func prefixes() {
        let header = "attachment; filename=\"a\\\"b;c.png\"; filename*=UTF-8''..%2F%C3%A5.txt"
        for end in 0...header.count {
            let name = DispositionName.of(String(header.prefix(end)))
            #expect(!SafeFileName.from(name, orElse: "x").contains("/"))
        }
    }

    @Test(
        "never leads out of the folder and is always visible",
        arguments: [
            ("skärm.png", "skärm.png"), ("../../etc/passwd", "passwd"), ("/etc/passwd", "passwd"),
            ("..\\..\\x.exe", "x.exe"), ("..", "x"), (".", "x"), ("", "x"),
            (".htaccess", "htaccess"),
            ("\u{200B}.htaccess", "htaccess"), ("a\u{0}b.png", "ab.png"), ("a/", "x"),
            ("\u{202E}gnp.exe", "gnp.exe"), ("-rf", "rf"), ("~root", "root"), ("a\r\nb", "a b"),
            ("\u{1B}[31mx", "[31mx"), ("...", "x"), ("日本語.pdf", "日本語.pdf"),
        ]
    )
    func safe(_ proposed: String, _ name: String) {
        #expect(SafeFileName.from(proposed, orElse: "x") == name)
    }

    @Test("has a bounded length and keeps its ending", arguments: [199, 200, 201, 10_000])
    func bounded(_ octets: Int) {
        let name = String(repeating: "a", count: octets - 4) + ".png"
        let kept = SafeFileName.from(name, orElse: "x")
        #expect(kept.utf8.count == min(octets, SafeFileName.octetsMax))
        #expect(kept.hasSuffix(".png"))
        let wide = SafeFileName.from(String(repeating: "日", count: octets), orElse: "x")
        #expect(wide.utf8.count <= SafeFileName.octetsMax)
    }
}
