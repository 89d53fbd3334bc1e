import DeskAPI

extension Sheet {
    /// Articles that may answer, best first, each with why.
    static func matches(_ found: MatchesBody, for reader: Reader) -> Sheet {
        guard !found.matches.isEmpty else {
            return Sheet(reader.say("  Ingen artikel passar.", "  No article fits."))
        }
        var sheet = Sheet()
        for match in found.matches {
            sheet.add(suggestion(match.article, match.title, match.confidence, for: reader))
            if let verdict = match.verdict {
                let said = reader.word(Vocabulary.verdicts, verdict)
                sheet.add(Line("         " + said, verdict == "right" ? .good : .attention))
            }
            if !match.reasons.isEmpty {
                let reasons = match.reasons.joined(separator: "; ")
                sheet.add(Line("         " + reasons, .quiet).cut(to: reader.width))
            }
        }
        if !found.answerable {
            let warning = reader.say(
                "  Ingen av dem är säker; läs innan du svarar.",
                "  None of them is certain; read before you reply."
            )
            sheet.add(Line(warning, .attention))
        }
        return sheet
    }

    /// One article with how sure the desk is of it.
    static func suggestion(
        _ article: String,
        _ title: String,
        _ confidence: Double,
        for reader: Reader
    ) -> Line {
        let percent = reader.percent(confidence)
        let padding = String(repeating: " ", count: max(0, 7 - DisplayWidth.of(percent)))
        let style: Style = confidence >= 0.8 ? .good : confidence >= 0.5 ? .attention : .quiet
        return Line([
            Span(padding + percent + "  ", style), Span(title + "  "), Span(article, .quiet),
        ])
    }

    /// Articles one a line.
    static func articles(_ articles: [ArticleSummaryBody], for reader: Reader) -> Sheet {
        guard !articles.isEmpty else { return Sheet(reader.say("Inga artiklar.", "No articles.")) }
        let table = Table(
            columns: [
                .init(title: reader.say("Artikel", "Article"), isCopied: true),
                .init(title: reader.say("Språk", "Language"), rank: 2),
                .init(title: reader.say("Område", "Category"), rank: 1),
                .init(title: reader.say("Titel", "Title"), isFlexible: true),
            ],
            rows: articles.map { article in
                [
                    Span(article.id, .strong),
                    Span(article.language),
                    Span(reader.word(Vocabulary.categories, article.category)),
                    Span(article.title),
                ]
            },
            fixedWidthMax: 48
        )
        return Sheet(table.lines(width: reader.width))
    }

    /// An article as it was written, its headings standing out.
    static func article(_ article: ArticleBody, for reader: Reader) -> Sheet {
        var sheet = Sheet([Line(article.title, .strong)])
        let facts = [
            article.id, article.language, reader.word(Vocabulary.categories, article.category),
            article.audience == "staff" ? reader.say("bara för personal", "staff only") : nil,
            article.owner, article.reviewed.map { reader.say("granskad \($0)", "reviewed \($0)") },
        ]
        sheet.add(Line(facts.compactMap { $0 }.joined(separator: " · "), .quiet))
        if !article.codes.isEmpty {
            let codes = article.codes.joined(separator: ", ")
            sheet.add(Line(reader.say("Felkoder: ", "Error codes: ") + codes, .quiet))
        }
        sheet.add(.empty)
        for line in SafeText.lines(article.markdown) {
            sheet.add(Line(line, line.hasPrefix("#") ? .strong : .plain))
        }
        return sheet
    }
}
