/// Authorities and services whose accounts and errands are not the city's.
///
/// Many write to the city about them, and some are named in its articles: the one that tells of the tax
/// agency's ID card has every word of "logga in på Skatteverket" and answers nothing of it.
enum OtherServices {
    /// Whether a question is about the account or the errand that somebody has there, and `article` asks
    /// no such thing.
    static func areAsked(in question: Words, besides article: Article) -> Bool {
        let named = phrases.names(in: question.folded)
        guard !named.isEmpty else { return false }
        let texts = [article.title] + article.questions
        return !texts.contains { text in
            let words = Words(text, scalarsMax: ArticleLimits.itemCharactersMax)
            return !phrases.names(in: words.folded).isDisjoint(with: named)
        }
    }

    /// What stands before a name where it is a place: an ID card is from the tax agency, an account at it.
    private static let prepositions = ["pa", "hos", "till", "to", "to the", "at", "at the", "on"]

    /// What stands behind one where it is somebody's account there.
    private static let accounts = ["password", "account", "konto"]

    /// Folded as ``Words/folded``.
    private static let phrases = PhraseList(
        names.map { names in
            let phrases = names.flatMap { name in
                prepositions.map { "\($0) \(name)" } + accounts.map { "\(name) \($0)" }
            }
            return (names[0], phrases)
        }
    )

    /// Each in Swedish and English.
    private static let names = [
        ["skatteverket", "tax agency", "swedish tax agency", "tax office"],
        ["forsakringskassan", "social insurance agency"],
        ["arbetsformedlingen", "employment service", "employment agency"],
        ["migrationsverket", "migration agency", "migration board"],
        ["pensionsmyndigheten", "pensions agency"], ["transportstyrelsen", "transport agency"],
        ["bolagsverket", "companies registration office"], ["kronofogden"], ["lantmateriet"],
        ["csn"], ["polisen", "police"], ["1177", "vardguiden"], ["kivra"], ["postnord"],
        ["a kassan"], ["klarna"], ["paypal"], ["apple", "apple id", "icloud", "itunes"],
        ["google", "gmail", "youtube"], ["microsoft", "hotmail", "teams"],
        ["facebook", "messenger"], ["instagram"], ["snapchat"], ["tiktok"], ["linkedin"],
        ["netflix"], ["spotify"], ["blocket"],
    ]
}
