import DeskAPI
import HTTPTypes

/// A language that the desk's own words come in.
enum WordLanguage: String, CaseIterable {
    case english = "en"
    case swedish = "sv"

    /// The one that an `Accept-Language` asks for (RFC 9110 §12.5.4), or `fallback` where it asks
    /// for neither.
    ///
    /// A range stands for what it begins with (RFC 4647 §3.4): who asks for `sv-FI` is answered in
    /// Swedish. Of two that are wanted alike it is the one named first.
    init(accepting header: String?, else fallback: Self = .english) {
        self = Self.wanted(by: header) ?? fallback
    }

    private typealias Wanted = (language: Self, range: WeightedValues.Value)

    /// The one that an `Accept-Language` asks for; nil where it asks for neither.
    static func wanted(by header: String?) -> Self? {
        let ranges = WeightedValues(header ?? "").values
        let wanted = allCases.compactMap { language -> Wanted? in
            let named = ranges.filter { $0.name.prefix { $0 != "-" } == language.rawValue }
            let range = (named.isEmpty ? ranges.filter { $0.name == "*" } : named)
                .max { ($0.quality, -$0.place) < ($1.quality, -$1.place) }
            return range.flatMap { $0.quality > 0 ? (language, $0) : nil }
        }
        let best = wanted.max {
            ($0.range.quality, -$0.range.place) < ($1.range.quality, -$1.range.place)
        }
        return best?.language
    }
}

extension Problem {
    /// The same in the language that the caller reads; what programs read never changes.
    func spoken(in language: WordLanguage) -> Problem {
        var problem = self
        if language == .swedish {
            problem.body.title = SwedishWords.text(body.title)
            problem.body.detail = body.detail.map(SwedishWords.text)
            problem.body.errors = body.errors?.map { error in
                var error = error
                error.detail = SwedishWords.text(error.detail)
                return error
            }
        }
        problem.headers[.contentLanguage] = language.rawValue
        problem.headers[.vary] = "Accept-Language"
        return problem
    }
}
