/// One ranked article with all that is known of why.
struct RankedArticle {
    /// Its number on the shelf.
    var article: Int
    /// Error codes in the question that the article answers, as the article writes them.
    var codes: [String] = []
    /// E-services in the question that the article is about.
    var services: [String] = []
    /// 0…1, more with codes, services and e-IDs.
    var score = 0.0
    /// 0…1: how much there is to say against it that the score does not tell.
    var doubt = 0.0
    /// 0…1.
    var confidence = 0.0
}

/// The ranking of a shelf for one question.
struct Ranking {
    /// Best first; only articles that have anything in common with the question.
    var ranked: [RankedArticle]
    /// What the parts were.
    var scores: Scores
    /// What was asked.
    var question: Question
    /// How sure the second answer is, whether or not it is among those that are ranked.
    private(set) var rivalConfidence = 0.0

    /// How sure the first answer is; 0 when there is none.
    var confidence: Double { ranked.first?.confidence ?? 0 }
}

extension Shelf {
    /// Ranks the articles for a question; at most `limit` of them.
    func ranking(_ words: Words, codes: [String], limit: Int) -> Ranking {
        let question = Question(words, on: self)
        let scores = scores(
            of: question,
            postingsMax: limit > ScoringLimits.candidates ? .max : ScoringLimits.postingsMax
        )
        let named = codes.map(CodeKey.init)
        let eIDs = NamedEIDs(in: question, on: self)
        // The classifier has a guess for any text, and a guess from nothing is no match.
        var totals = articles.indices.map { article in
            scores.centroid[article] > 0 ? Double(scores.total(article)) : 0
        }
        var recognised: [Int: RankedArticle] = [:]
        for (index, labels) in labels {
            if totals[index] > 0 { totals[index] += eIDs.credit(ofArticle: index) }
            let hits = labels.codes(meantBy: named)
            let services = labels.services(in: words)
            guard !hits.isEmpty || !services.isEmpty else { continue }
            totals[index] +=
                Double(hits.count) + (services.isEmpty ? 0 : Double(Weights.service))
            recognised[index] = RankedArticle(article: index, codes: hits, services: services)
        }
        let best = Self.best(max(limit, Ranking.rivalsCount), of: totals)
        let ranked = best.map { index in
            var ranked = recognised[index] ?? RankedArticle(article: index)
            ranked.score = totals[index]
            ranked.doubt = ranked.codes.isEmpty ? eIDs.doubt(ofArticle: index) : 0
            return ranked
        }
        var ranking = Ranking(ranked: ranked, scores: scores, question: question)
        ranking.judge(limit: limit, sharing: recognised.values.count { !$0.codes.isEmpty })
        return ranking
    }

    /// The places of the `count` highest totals above 0, highest first, of equals the first.
    private static func best(_ count: Int, of totals: [Double]) -> [Int] {
        let isBefore = { (left: Int, right: Int) in
            (totals[left], right) > (totals[right], left)
        }
        guard count < totals.count / 8 else {
            return Array(
                totals.indices.filter { totals[$0] > 0 }.sorted(by: isBefore).prefix(count)
            )
        }
        var best: [Int] = []
        for place in totals.indices where totals[place] > 0 {
            if best.count == count {
                guard totals[place] > totals[best[count - 1]] else { continue }
                best.removeLast()
            }
            best.insert(place, at: best.firstIndex { isBefore(place, $0) } ?? best.count)
        }
        return best
    }
}

extension Ranking {
    /// Whether the first article answers what is asked, beside being like it.
    ///
    /// A word or two are like an article that says much more or is about something else: "lösenord till
    /// wifi", "kort". So without an error code or an e-service that it answers, it must have what the
    /// question says, which must be more than one word, unless the whole is much like a question that it
    /// is known to answer; and no other article may be nearly as sure. One about a kind of e-ID answers
    /// only who names that ("datorn startar inte" is about no BankID), unless staff have answered such a
    /// question by it.
    func isGrounded(on shelf: Shelf) -> Bool {
        guard let first = ranked.first else { return false }
        guard first.codes.isEmpty, first.services.isEmpty else { return true }
        guard rivalConfidence <= Confidence.rivalMax else { return false }
        let article = shelf.articles[first.article]
        guard !OtherServices.areAsked(in: question.words, besides: article) else { return false }
        let nearest = scores.nearest[first.article]
        let isSolved = nearest >= 0 && shelf.parts[nearest].kind == .solved
        let isKnown =
            scores.example[first.article] >= Confidence.knownMin
            && question.words.count >= Confidence.knownWordsMin - (isSolved ? 1 : 0)
        let about = shelf.labels.first { $0.article == first.article }?.labels.eIDs ?? []
        let named = about.intersection(SymptomWords.eIDs.names(in: question.words.folded))
        guard about.isEmpty == named.isEmpty || (isKnown && isSolved) else { return false }
        return SaidWords(question, in: first.article, on: shelf)
            .isEnough(namesEID: !named.isEmpty, isKnown: isKnown)
    }

    /// Keeps the first `limit` and gives each its confidence, none above the one before it.
    ///
    /// `sharing` is how many articles answer an error code in the question.
    fileprivate mutating func judge(limit: Int, sharing: Int) {
        let rivals = rivals
        var ceiling = 1.0
        for place in ranked.indices {
            let sure = ranked[place].codes.isEmpty ? 0 : Confidence.floor(ofCodeSharedBy: sharing)
            // What staff have said of such a question outweighs all that is alike.
            let trust =
                (1 - Double(min(1, scores.rejected[ranked[place].article])))
                * (1 - ranked[place].doubt)
            let confidence = trust * max(sure, grounds(ofPlace: place, among: rivals).value)
            ceiling = min(ceiling, confidence)
            ranked[place].confidence = ceiling
        }
        rivalConfidence = ranked.dropFirst().first?.confidence ?? 0
        ranked = Array(ranked.prefix(max(0, limit)))
    }

    /// The two best articles and cosines: each article is measured against the best other one.
    struct Rivals {
        var articles: [Int]
        var centroids: [Int]
    }

    /// An article and the best other one.
    static let rivalsCount = 2

    var rivals: Rivals {
        var centroids: [Int] = []
        for article in scores.centroid.indices where scores.centroid[article] > 0 {
            let place = centroids.firstIndex { scores.centroid[$0] < scores.centroid[article] }
            centroids.insert(article, at: place ?? centroids.count)
            if centroids.count > Self.rivalsCount { centroids.removeLast() }
        }
        return Rivals(
            articles: ranked.prefix(Self.rivalsCount).map(\.article),
            centroids: centroids
        )
    }

    /// What the confidence of the article at `place` rests on.
    func grounds(ofPlace place: Int, among rivals: Rivals) -> Confidence {
        let article = ranked[place].article
        let score = Double(scores.total(article))
        let margin = score - (rivals.articles.first { $0 != article }.map(total) ?? 0)
        let centroid = scores.centroid[article]
        let other = rivals.centroids.first { $0 != article }.map { scores.centroid[$0] } ?? 0
        return Confidence(
            score: score,
            margin: margin,
            relativeMargin: max(-1, margin / max(score, 1e-9)),
            centroid: Double(centroid),
            centroidMargin: Double(centroid - other)
        )
    }

    private func total(_ article: Int) -> Double { Double(scores.total(article)) }
}

/// How much of what a question says an article has.
private struct SaidWords {
    /// Its words that are more than courtesy, each once.
    private var count = 0
    /// Those of them that the article has.
    private var heldCount = 0
    private var tellsOfFault = false
    /// Whether it is about something that the article does not have: "lösenordet till Klarna".
    private var isOfOther = false

    init(_ question: Question, in article: Int, on shelf: Shelf) {
        var seen: Set<UInt64> = []
        var isPointedAt = false
        for index in question.stems.indices where seen.count < Self.countMax {
            let word = question.words.bytes[question.words.byteRange(index)]
            if FunctionWords.tellsOfFault(word) { tellsOfFault = true }
            if FunctionWords.pointsAtThing(word) { isPointedAt = true }
            guard word.count > 1, !FunctionWords.saysNothing(word),
                seen.insert(Fingerprint.word(word)).inserted
            else { continue }
            count += 1
            let isHeld = question.stems[index].map { shelf.holds($0.list, in: article) } ?? false
            if isHeld || shelf.holdsRuns(ofWord: index, in: question.words, article) {
                heldCount += 1
            } else if isPointedAt {
                isOfOther = true
            }
            isPointedAt = false
        }
    }

    /// Whether it is enough to answer by.
    ///
    /// Less is where it names the e-ID that the article is about (`namesEID`), for hardly anything else is
    /// about that, and where it is much like a question that the article is known to answer (`isKnown`),
    /// unless by what it is about.
    func isEnough(namesEID: Bool, isKnown: Bool) -> Bool {
        guard heldCount > 0 else { return false }
        guard !isKnown || isOfOther else { return true }
        let saysMore = heldCount > 1 || tellsOfFault || (namesEID && count > 1)
        let isShort = count <= Self.shortCount && !namesEID
        return saysMore && (isShort ? heldCount == count : 2 * heldCount >= count)
    }

    /// In so few words each one matters.
    private static let shortCount = 3
    /// More are read of no question: a mail tells much that is about nothing.
    private static let countMax = 64
}
