import MailProtocols
import Testing

@Suite("The text of an HTML mail")
struct HTMLTextTests {
    @Test(
        "is what a human would read",
        arguments: [
            ("<p>Hej</p><p>då</p>", "Hej\n\ndå"), ("Hej<br>då<br/><br />nu", "Hej\ndå\n\nnu"),
            ("<div>a</div><div><br></div><div>b</div>", "a\n\nb"), ("a  \n\t b", "a b"),
            ("<b>a</b><i>b</i> <u>c</u>", "ab c"), ("a<span> b</span>", "a b"),
            ("<ul><li>ett</li><li>två</li></ul>slut", "- ett\n- två\n\nslut"),
            ("<ol><li>ett<li>två<ul><li>inre</ul></ol>", "1. ett\n2. två\n- inre"),
            ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
            ("<pre>a\n  b\n\nc</pre>", "a\n  b\n\nc"), ("<h1>Rubrik</h1>text", "Rubrik\n\ntext"),
            (
                "svar<blockquote>fråga<br>mer<blockquote>inre</blockquote></blockquote>slut",
                "svar\n> fråga\n> mer\n> > inre\nslut"
            ),
            ("<p>&nbsp;</p><p>a\u{A0}b</p>", "a b"),
        ]
    )
    func layout(html: String, text: String) throws {
        #expect(try Self.text(html) == text)
    }

    @Test(
        "has no script, style or comment in it",
        arguments: [
            "<script>alert('<p>x</p>')</script>a", "<STYLE type=x>p { b: c }</STYLE>a",
            "<!-- a --b --><!-- <p>x</p> -->a", "<!DOCTYPE html><?xml x?>a",
            "<head><title>Titel</title><meta x></head><body>a</body>",
            "<!--[if mso]><p>x</p><![endif]-->a", "<![if !mso]>a<![endif]>",
            "<xml><o:Pixels>96</o:Pixels></xml>a", "a<script>x", "a<!-- x", "a<style>x",
            "<p title=\"a > b\" x='>'>a</p>", "<p x=\"unclosed>a", "<a", "a</p", "<o:p>a</o:p>",
        ]
    )
    func dropped(html: String) throws {
        let text = try Self.text(html)
        #expect(text == (html == "<a" ? "" : "a"))
    }

    @Test(
        "has the letters that the references name",
        arguments: [
            ("&aring;&Auml;&ouml;&amp;&lt;b&gt;&quot;", "åÄö&<b>\""),
            ("&eacute;&szlig;&yuml;", "éßÿ"),
            ("&#229;&#xE5;&#XE5;", "ååå"), ("&#147;&#128;", "“€"), ("&aring tak", "å tak"),
            ("a & b &okand; &", "a & b &okand; &"),
            ("&#0;&#x110000;&#xD800;", "\u{FFFD}\u{FFFD}\u{FFFD}"),
            ("&#99999999999999999999;", "&#99999999999999999999;"),
            ("&ndash;&hellip;&euro;", "–…€"),
            ("so&shy;pa", "sopa"), ("&amp;lt;", "&lt;"), ("&lt;script&gt;", "<script>"),
        ]
    )
    func references(html: String, text: String) throws {
        #expect(try Self.text(html) == text)
    }

    @Test(
        "tells where a link leads when its words do not",
        arguments: [
            ("<a href=\"https://x.se/a?b=1&amp;c=2\">här</a>", "här <https://x.se/a?b=1&c=2>"),
            ("<a href='https://x.se/'>https://x.se</a>", "https://x.se"),
            ("<a href=http://www.x.se/>x.se</a>", "x.se"), ("<a name=x>här</a>", "här"),
            ("<a href=\"mailto:a@b.se\">a@b.se</a>", "a@b.se"),
            ("<a href=\"https://x.se\"></a>", ""),
            ("<a href=\"mailto:a@b.se\">mejla</a>", "mejla <a@b.se>"),
            ("<a href=\"javascript:alert(1)\">här</a>", "här"),
            ("<a href=\"cid:x\">här</a>", "här"),
        ]
    )
    func links(html: String, text: String) throws {
        #expect(try Self.text(html) == text)
    }

    @Test("is cut at its limit, and not through a letter", arguments: [-1, 0, 1])
    func limit(difference: Int) throws {
        let html = String(repeating: "x", count: 1022 + difference) + "å"
        let octets = WrittenMail.octets("Content-Type: text/html; charset=utf-8", body: html)
        let mail = try IncomingMail.parse(octets, limits: MIMELimits(textBytesMax: 1024))
        let whole = difference <= 0
        #expect(mail.text == (whole ? html : String(html.dropLast())))
        #expect(mail.problems.isEmpty == whole)
    }

    @Test("is read in one pass though no quote of two hundred thousand tags ever ends")
    func unendingQuotes() throws {
        let count = 230_000
        let html = String(repeating: "<b =\"> \" ", count: count)
        let quotes = [String](repeating: "\"", count: count).joined(separator: " ")
        #expect(try Self.text(html) == quotes)
        #expect(SafeHTML.fragment(of: html).hasPrefix("<b> &quot; <b> &quot; "))
    }

    private static func text(_ html: String) throws -> String {
        try WrittenMail.parsed("Content-Type: text/html; charset=utf-8", body: html).text
    }
}
