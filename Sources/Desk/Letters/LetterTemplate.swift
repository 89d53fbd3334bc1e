import Mustache

/// How letters of one form read in one language.
///
/// It is written in Mustache: `{{name}}` stands for a value, `{{#name}}…{{/name}}` for what need only
/// be said where there is one. In the HTML a value is escaped, unless it is HTML already.
struct LetterTemplate: Sendable {
    /// A template as it stands in a file.
    struct Source: Sendable {
        /// The subject in the first line, `Subject: …`, then an empty one, then the text.
        var text: String
        /// The same as HTML.
        var html: String
    }

    private let subject: MustacheTemplate
    private let text: MustacheTemplate
    private let html: MustacheTemplate
    /// What the house puts before a part that does not say itself where to call in danger.
    private let warning: (text: String, html: String)

    /// Reads a template.
    ///
    /// - Parameters:
    ///   - source: as it stands in its files.
    ///   - form: what it is for, which decides what it may name.
    ///   - language: what it is written in.
    /// - Throws: ``LetterTemplateProblem`` for the first thing that is wrong with it.
    init(
        _ source: Source,
        of form: LetterForm,
        in language: String
    ) throws(LetterTemplateProblem) {
        let lines = source.text.split(
            separator: "\n",
            maxSplits: 2,
            omittingEmptySubsequences: false
        )
        guard lines.count == 3, lines[0].hasPrefix(Self.subjectMark), lines[1].isEmpty else {
            throw LetterTemplateProblem(
                part: .text,
                detail: "must begin with a line «Subject: …» and an empty one"
            )
        }
        let head = String(lines[0].dropFirst(Self.subjectMark.count))
        subject = try Self.parsed(head, naming: form.names, .text)
        text = try Self.parsed(String(lines[2]), naming: form.names, .text)
        html = try Self.parsed(source.html, naming: form.names, .html)
        let line = LetterTemplates.warning(in: language)
        warning = (
            Self.warns(text) ? "" : line + "\n\n",
            Self.warns(html) ? "" : "<p><strong>\(line)</strong></p>\n"
        )
    }

    /// The words of one letter.
    ///
    /// That a life in danger wants a call is said whether or not the writer of the template thought of
    /// it.
    func render(_ values: LetterValues) -> LetterWords {
        let all = values.all
        let words = LetterWords(
            subject: HeaderLine(subject.render(all)),
            text: text.render(all),
            html: html.render(all)
        )
        guard values.saysDanger else { return words }
        return LetterWords(
            subject: words.subject,
            text: warning.text + words.text,
            html: words.html.map { Self.inserting(warning.html, in: $0) }
        )
    }

    /// True when the template itself names the emergency number where there is danger; counted by
    /// difference, for 112 may be part of a telephone number.
    private static func warns(_ part: MustacheTemplate) -> Bool {
        func mentions(_ values: LetterValues) -> Int {
            part.render(values.all).ranges(of: LetterTemplates.emergencyNumber).count
        }
        var danger = LetterValues()
        danger.warnOfDanger()
        return mentions(danger) > mentions(LetterValues())
    }

    /// Puts a paragraph first in a page, or in a fragment of one.
    private static func inserting(_ paragraph: String, in page: String) -> String {
        guard !paragraph.isEmpty, let body = page.firstRange(of: /<body[^>]*>/.ignoresCase()) else {
            return paragraph + page
        }
        return page[..<body.upperBound] + "\n" + paragraph + page[body.upperBound...]
    }

    private static let subjectMark = "Subject: "
    /// Escapes nothing: there is no markup in it that a value could be.
    private static let plain = "{{% CONTENT_TYPE:TEXT}}"

    /// Reads a part that may name these and nothing else.
    static func parsed(
        _ source: String,
        naming names: Set<String>,
        _ part: LetterTemplateProblem.Part
    ) throws(LetterTemplateProblem) -> MustacheTemplate {
        let words = part == .text ? plain + source : source
        for tag in TemplateTags(words) {
            if let fault = tag.fault(naming: names, part) {
                throw LetterTemplateProblem(part: part, detail: fault)
            }
        }
        do {
            return try MustacheTemplate(string: words)
        } catch {
            throw LetterTemplateProblem(part: part, detail: "is no Mustache: \(error)")
        }
    }
}

/// The subject and the body of a letter.
struct LetterWords: Sendable, Equatable {
    var subject: HeaderLine
    var text: String
    /// Nil for one that is text alone.
    var html: String?
}

/// What is wrong with a template.
public struct LetterTemplateProblem: Error, Sendable, Equatable, CustomStringConvertible {
    /// Where.
    public enum Part: String, Sendable {
        case text = "txt"
        case html
    }

    /// Where.
    public var part: Part
    /// What.
    public var detail: String

    /// What.
    public var description: String { detail }
}

/// The tags of a Mustache text, in order.
private struct TemplateTags: Sequence, IteratorProtocol {
    struct Tag {
        let inside: Substring
    }

    private var rest: Substring

    init(_ text: String) { rest = text[...] }

    mutating func next() -> Tag? {
        guard let start = rest.firstRange(of: "{{") else { return nil }
        let after = rest[start.upperBound...]
        guard let end = after.firstRange(of: "}}") else {
            rest = rest[rest.endIndex...]
            return Tag(inside: after)
        }
        rest = after[end.upperBound...]
        return Tag(inside: after[..<end.lowerBound])
    }
}

extension TemplateTags.Tag {
    /// Why it must not stand there; nil when it may.
    ///
    /// Only values, sections and comments: other tags would read other files, or make the check see
    /// something else than what is shown.
    func fault(naming names: Set<String>, _ part: LetterTemplateProblem.Part) -> String? {
        guard let mark = inside.first else { return "{{}} names nothing" }
        if mark == "!" || inside == "% CONTENT_TYPE:TEXT" { return nil }
        let isRaw = mark == "{" || mark == "&"
        let name = String("#^/{&".contains(mark) ? inside.dropFirst() : inside)
            .trimmingPrefix(while: \.isWhitespace)
            .reversed().drop(while: \.isWhitespace).reversed()
        let word = String(name)
        guard names.contains(word) else {
            let known = names.sorted().joined(separator: ", ")
            return "{{\(inside)}} is not known here; there are \(known)"
        }
        if isRaw, part == .html, !word.hasSuffix("html") {
            return "{{\(inside)}} must not stand unescaped"
        }
        return nil
    }
}
