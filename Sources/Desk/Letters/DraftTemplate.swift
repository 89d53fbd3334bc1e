import Foundation
import KnowledgeBase
import Mustache

/// How a reply reads that a clerk begins with, in one language: plain text in Mustache.
///
/// Of an operator's folder it is `sv/draft.txt` and `en/draft.txt`. No letter: nothing of it leaves
/// before a clerk has read it.
struct DraftTemplate: Sendable {
    private let text: MustacheTemplate

    /// What a template may name.
    static let names: Set = [
        "city", "desk", "number", "subject", "register", "name", "clerk", "article_title",
        "article_text", "service", "device", "e_id", "codes",
    ]

    /// Where it stands below the folder of a language.
    static let file = "draft.txt"

    /// Reads a template.
    ///
    /// - Throws: ``LetterTemplateProblem`` for the first thing that is wrong with it.
    init(_ source: String) throws(LetterTemplateProblem) {
        text = try LetterTemplate.parsed(source, naming: Self.names, .text)
    }

    func render(_ values: [String: Any]) -> String {
        text.render(values).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    static func source(in language: String) -> String { language == "sv" ? swedish : english }

    private static let swedish = """
        Hej{{#name}} {{name}}{{/name}}!
        {{#register}}

        Ditt ärende är registrerat med nummer {{register}}.
        {{/register}}
        {{#service}}

        Det gäller {{service}}{{#device}}, på {{device}}{{/device}}.
        {{/service}}

        {{#article_text}}
        {{article_text}}
        {{/article_text}}

        Vänliga hälsningar
        {{clerk}}
        {{desk}}{{#city}}, {{city}}{{/city}}
        """

    private static let english = """
        Hello{{#name}} {{name}}{{/name}},
        {{#register}}

        Your case is registered as {{register}}.
        {{/register}}
        {{#service}}

        It is about {{service}}{{#device}}, on {{device}}{{/device}}.
        {{/service}}

        {{#article_text}}
        {{article_text}}
        {{/article_text}}

        Kind regards
        {{clerk}}
        {{desk}}{{#city}}, {{city}}{{/city}}
        """
}
