/// The templates in force, one for each form and language.
///
/// What an operator's folder has stands in place of what the program brings along:
/// `sv/receipt.txt`, `sv/receipt.html` and so on, by language and ``LetterForm``.
public struct LetterTemplates: Sendable {
    /// A file of an operator's.
    public struct File: Sendable {
        /// `sv/receipt.txt`.
        public var path: String
        /// UTF-8, LF as line end.
        public var text: String

        /// Names both members.
        public init(path: String, text: String) {
            self.path = path
            self.text = text
        }
    }

    private let byPlace: [String: LetterTemplate]
    private let drafts: [String: DraftTemplate]

    /// The languages that there are templates in; the first one serves all others.
    public static let languages = ["sv", "en"]

    /// The program's own.
    public static let standard: LetterTemplates = {
        let (templates, problems) = read([])
        precondition(problems.isEmpty, "the program's own templates are sound: \(problems)")
        return templates
    }()

    /// Reads an operator's files.
    ///
    /// - Returns: the templates, and what is wrong with which file; in place of a wrong one stands
    ///   the program's own.
    public static func read(
        _ files: [File]
    ) -> (templates: LetterTemplates, problems: [(path: String, detail: String)]) {
        var left = Dictionary(files.map { ($0.path, $0.text) }) { first, _ in first }
        var problems: [(path: String, detail: String)] = []
        var byPlace: [String: LetterTemplate] = [:]
        for language in languages {
            for form in LetterForm.allCases {
                let place = "\(language)/\(form.rawValue)"
                let own = source(of: form, in: language)
                let source = LetterTemplate.Source(
                    text: left.removeValue(forKey: "\(place).txt") ?? own.text,
                    html: left.removeValue(forKey: "\(place).html") ?? own.html
                )
                do throws(LetterTemplateProblem) {
                    byPlace[place] = try LetterTemplate(source, of: form, in: language)
                } catch {
                    problems.append(("\(place).\(error.part.rawValue)", error.detail))
                    // The own ones are tried too, when nothing is overridden.
                    byPlace[place] = try? LetterTemplate(own, of: form, in: language)
                }
            }
        }
        let drafts = Self.drafts(among: &left, &problems)
        problems += left.keys.sorted().map { ($0, "there is no letter of that name") }
        return (LetterTemplates(byPlace: byPlace, drafts: drafts), problems)
    }

    /// The replies that clerks begin with, by language.
    private static func drafts(
        among files: inout [String: String],
        _ problems: inout [(path: String, detail: String)]
    ) -> [String: DraftTemplate] {
        var drafts: [String: DraftTemplate] = [:]
        for language in languages {
            let path = "\(language)/\(DraftTemplate.file)"
            let own = DraftTemplate.source(in: language)
            do throws(LetterTemplateProblem) {
                drafts[language] = try DraftTemplate(files.removeValue(forKey: path) ?? own)
            } catch {
                problems.append((path, error.detail))
                // The own ones are tried too, when nothing is overridden.
                drafts[language] = try? DraftTemplate(own)
            }
        }
        return drafts
    }

    /// What a reply in a language begins with.
    func draft(in language: String) -> DraftTemplate {
        guard let template = drafts[Self.language(serving: language)] else {
            preconditionFailure("there is a draft in each language")
        }
        return template
    }

    /// The language that somebody is written to in: theirs, or the first one.
    static func language(serving language: String) -> String {
        languages.contains(language) ? language : languages[0]
    }

    /// The words of a letter.
    func words(
        of form: LetterForm,
        in language: String,
        _ values: LetterValues
    ) -> LetterWords {
        let place = "\(Self.language(serving: language))/\(form.rawValue)"
        guard let template = byPlace[place] else {
            preconditionFailure("there is a template for each form")
        }
        return template.render(values)
    }

    /// The words of a letter in each language, one below the other, for who may read any of them.
    ///
    /// As text alone: an HTML page is in one language.
    func wordsInEveryLanguage(
        of form: LetterForm,
        _ values: (_ language: String) -> LetterValues
    ) -> LetterWords {
        let all = Self.languages.map { words(of: form, in: $0, values($0)) }
        return LetterWords(
            subject: all[0].subject,
            text: all.map(\.text).joined(separator: "\n---\n\n"),
            html: nil
        )
    }

    /// What somebody is told whose words say that a life is in danger.
    static func warning(in language: String) -> String {
        language == "sv"
            ? "Är det fara för liv? Ring \(emergencyNumber)."
            : "Is life in danger? Call \(emergencyNumber)."
    }

    /// The European emergency number (Directive (EU) 2018/1972, article 109).
    static let emergencyNumber = "112"

    private static func source(
        of form: LetterForm,
        in language: String
    ) -> LetterTemplate.Source {
        language == "sv" ? swedish(form) : english(form)
    }

    /// One HTML page of a letter: what every program shows, and nothing that is fetched.
    static func page(_ language: String, _ body: String, isSigned: Bool = true) -> String {
        let telephone = language == "sv" ? "Telefon" : "Telephone"
        let signature = """
            <p>{{desk}}{{#city}}<br>
            {{city}}{{/city}}{{#support_phone}}<br>
            \(telephone): {{support_phone}}\
            {{#support_hours}} ({{support_hours}}){{/support_hours}}{{/support_phone}}</p>

            """
        return """
            <!DOCTYPE html>
            <html lang="\(language)">
            <head><meta charset="utf-8"><title>{{desk}}</title></head>
            <body style="font-family: sans-serif; line-height: 1.5; max-width: 40em">
            \(body)
            \(isSigned ? signature : "")</body>
            </html>

            """
    }
}
