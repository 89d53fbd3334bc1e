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
            ("Jag vill <s>inte</s> svara", "Jag vill ~~inte~~ svara"),
            ("<del><p>a</p><p>b c</p></del>d", "~~a~~\n\n~~b c~~\n\nd"), ("<strike>a", "~~a~~"),
            ("<i style='top:0;text-decoration:line-through'>a <b>b</b></i> c", "~~a b~~ c"),
            ("Se <img src=x alt=\"karta &amp; text\">.", "Se [karta & text]."),
            ("a<img alt=' '>", "a"),
            ("<a href='https://x.se'><img alt=Svara></a>", "[Svara] <https://x.se>"),
            (
                "<p style=\"white-space: pre-wrap\">a\n  b <i>c</i>  d\n</p>e  f\ng",
                "a\n  b c  d\n\ne f g"
            ),
            ("<div style=white-space:pre-line>a\nb<div>c</div>\nd</div>", "a\nb\nc\n\nd"),
            ("<pre>a\nb<span style=white-space:normal> c\nd</span></pre>", "a\nb c d"),
            ("<span style=white-space:nowrap>a\nb</span>", "a b"),
        ]
    )
    func layout(html: String, text: String) throws {
        #expect(try Self.text(html) == text)
    }

    @Test(
        "marks what a blockquote repeats, and not what it only indents",
        arguments: [
            ("", true), (" type=\"cite\"", true), (" cite='mid:1@x'", true),
            (" class=\"gmail_quote\" style=\"margin:0 0 0 .8ex;border-left:1px #ccc solid\"", true),
            (" style='margin-left:5px; border-left: 2px solid blue'", true),
            (" type=cite style=\"margin:0 0 0 40px\"", true),
            (" style=\"margin:0 0 0 40px;border:none;padding:0px\"", false),
            (" class=\"\" style=\"margin: 0 0 0 40px; border: none\"", false),
            (" style=\"MARGIN-RIGHT: 0px\" dir=ltr", false),
        ]
    )
    func blockquotes(attributes: String, isQuote: Bool) throws {
        let mark = isQuote ? "> " : ""
        let html = "a<blockquote\(attributes)>b<blockquote>c</blockquote>d</blockquote>e"
        #expect(try Self.text(html) == "a\n\(mark)b\n\(mark)> c\n\(mark)d\ne")
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
        "is not lost behind what never ends",
        arguments: [
            ("<title>Fråga<body><p>Hej</p>", "Fråga\n\nHej"), ("<title>Hej", "Hej"),
            ("<style>p { a: b }<body><p>Hej</p>", "Hej"), ("<!-- x <p>Hej</p>", "Hej"),
            ("<style>a<p>Hej<style>b<p>då", "Hej\n\ndå"), ("a<!-- b><!-- c>d", "ad"),
            ("<script>a<b>Hej", "Hej"), ("<xml><p>Hej", "Hej"),
        ]
    )
    func endless(html: String, text: String) throws {
        #expect(try Self.text(html) == text)
        let words = text.split(whereSeparator: \.isWhitespace)
        let page = SafeHTML.fragment(of: html)
        for word in words { #expect(page.contains(word)) }
    }

    @Test("is read in one pass though nothing of fifty thousand things ever ends")
    func unending() throws {
        let count = 50_000
        for piece in ["<!-- >", "<style><b>", "<div style=white-space:pre><s>", "<title>"] {
            let html = String(repeating: piece, count: count)
            let text = piece.contains("<s>") ? "~~Hej~~" : "Hej"
            #expect(try Self.text("\(html)Hej") == text)
        }
        let closings = String(repeating: "</b>", count: count)
        let open = String(repeating: "<i style=white-space:pre>", count: 50)
        #expect(try Self.text("\(open)\(closings)Hej") == "Hej")
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
