import Foundation
import FoundationXML
import Testing

@testable import WebAPI

@Suite("XML that is written")
struct XMLOctetsTests {
    private func readBack(_ text: String) throws -> (text: String?, children: Int) {
        var xml = XMLOctets()
        xml.element("r", .record([("t", .text(text)), ("u", .text("end"))]))
        let document = try XMLDocument(data: Data(xml.bytes), options: [.nodePreserveWhitespace])
        let root = try #require(document.rootElement())
        return (root.elements(forName: "t").first?.stringValue, root.childCount)
    }

    @Test(
        "carries any text as text: no markup, entity or section in it means anything",
        arguments: [
            "<b>fet</b>", "</t><t>", "&lt;", "&#60;", "]]>", "<![CDATA[x]]>", "<!-- x -->",
            "<?x y?>",
            "\"'", "a\nb\tc", "a\r\nb\rc",
            "<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>",
            "å ä ö", "👩‍👩‍👧", "&amp;&", "\u{202E}abc", "\u{85}\u{2028}",
        ]
    )
    func text(_ text: String) throws {
        let (found, children) = try readBack(text)
        #expect(found == text)
        #expect(children == 2)
    }

    @Test("writes U+FFFD for what XML 1.0 has no way to write")
    func unwritable() throws {
        for scalar in (0..<32).map({ Unicode.Scalar(UInt8($0)) }) + ["\u{FFFE}", "\u{FFFF}"] {
            let isText = ["\t", "\n", "\r"].contains(scalar)
            let text = "a\(scalar)b"
            #expect(try readBack(text).text == (isText ? text : "a\u{FFFD}b"), "\(scalar.value)")
        }
    }
}
