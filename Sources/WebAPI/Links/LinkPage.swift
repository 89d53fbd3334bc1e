import Cryptography
import Desk
import Foundation
import HTTPTypes
import Hummingbird
import KnowledgeBase
import NIOCore

/// A page for citizens: plain HTML that every browser and screen reader shows, without a script.
///
/// The button is what says something: programs that follow every link of a mail, as scanners do,
/// press none (RFC 8058 §1 has the same reason).
struct LinkPage {
    private let language: String
    private let title: String
    private let body: String
    private let signature: [String]

    /// What a link is for, or what was said by it.
    init(_ view: LinkView, signature: [String]) {
        let words = LinkWords.words(in: view.language)
        let heading: String
        let content: String
        switch view.purpose {
        case .solved:
            heading = words.solvedTitle
            if view.answer == 1 {
                content = Self.paragraph(view.isResolved ? words.solvedDone : words.open)
            } else if view.isRegistered {
                // The button would end nothing.
                content = Self.paragraph(view.isResolved ? words.ended : words.open)
            } else {
                content = Self.question(words.solvedQuestion, words.solvedButton)
            }
        case .unsolved:
            heading = words.unsolvedTitle
            if view.isOver || view.answer == 0 {
                content = Self.paragraph(view.isResolved ? words.ended : words.unsolvedDone)
            } else {
                content = Self.question(words.unsolvedQuestion, words.unsolvedButton)
            }
        case .survey:
            heading = words.surveyTitle
            content =
                (view.answer == nil
                    ? "" : Self.paragraph("\(words.surveyDone) \(words.surveyChange)"))
                + Self.grades(words, chosen: view.answer)
        }
        language = words.language
        title = heading
        body = content + Self.paragraph("\(words.ticket) \(view.ticket.rawValue)")
        self.signature = signature
    }

    /// A few words, when there is nothing to press.
    init(title: String, _ text: String, language: String, signature: [String]) {
        self.language = language
        self.title = title
        body = Self.paragraph(text)
        self.signature = signature
    }

    /// An article.
    init(_ article: Article, signature: [String]) {
        language = article.language
        title = article.title
        body = article.html()
        self.signature = signature
    }

    func response(_ status: HTTPResponse.Status = .ok) -> Response {
        var headers = HTTPFields()
        headers[.contentType] = "text/html; charset=utf-8"
        headers[.contentLanguage] = language
        headers[.cacheControl] = "no-store"
        headers[.contentSecurityPolicy] = Self.policy
        headers[.robots] = "noindex"
        return Response(
            status: status,
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(string: html))
        )
    }

    private var html: String {
        """
        <!DOCTYPE html>
        <html lang="\(language)">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>\(Self.escaped(title))</title>
        <style>\(Self.style)</style>
        </head>
        <body>
        <main>
        <h1>\(Self.escaped(title))</h1>
        \(body)
        </main>
        <footer>\(signature.map(Self.escaped).joined(separator: "<br>"))</footer>
        </body>
        </html>

        """
    }

    private static func paragraph(_ text: String) -> String { "<p>\(escaped(text))</p>\n" }

    private static func question(_ text: String, _ button: String) -> String {
        """
        \(paragraph(text))<form method="post"><button type="submit">\(escaped(button))</button></form>

        """
    }

    private static func grades(_ words: LinkWords, chosen: Int?) -> String {
        let buttons = words.grades.enumerated().map { index, word in
            let mark = chosen == index + 1 ? " aria-pressed=\"true\"" : ""
            return """
                <button type="submit" name="grade" value="\(index + 1)"\(mark)>\(escaped(word))</button>
                """
        }
        return """
            <form method="post"><fieldset><legend>\(escaped(words.surveyQuestion))</legend>
            \(buttons.joined(separator: "\n"))
            </fieldset></form>

            """
    }

    private static func escaped(_ text: String) -> String { HTMLWords.escaped(text) }

    private static let style = """
        body{font:1.125rem/1.6 sans-serif;color:#1b1b1b;background:#fff;margin:0 auto;\
        max-width:40rem;padding:1rem}h1{line-height:1.25}button{display:block;width:100%;\
        font:inherit;padding:.75rem 1rem;margin:.75rem 0;color:#fff;background:#0b4a7d;\
        border:2px solid #0b4a7d;border-radius:.25rem;text-align:left}\
        button:focus-visible{outline:3px solid #b25b00;outline-offset:2px}\
        button[aria-pressed=true]{text-decoration:underline}fieldset{border:0;padding:0;margin:0}\
        table{border-collapse:collapse}td,th{border:1px solid #767676;padding:.25rem .5rem}\
        footer{margin-top:2rem;color:#4a4a4a}
        """

    /// Nothing is fetched, nothing runs, and the form goes nowhere else.
    private static let policy: String = {
        let digest = Data(Digest(of: Array(style.utf8)).bytes).base64EncodedString()
        return "default-src 'none'; style-src 'sha256-\(digest)'; form-action 'self'; "
            + "base-uri 'none'; frame-ancestors 'none'"
    }()
}

extension HTTPField.Name {
    fileprivate static let robots = Self(known: "X-Robots-Tag")
}
