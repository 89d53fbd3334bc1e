extension KnowledgeBase {
    /// The same articles, with what tickets have taught in place of what they taught before.
    ///
    /// Pure: the receiver goes on answering as it did until it is replaced. With enough evidence
    /// the confidence is fitted anew to the desk's own outcomes.
    ///
    /// - Parameter evidence: oldest first; of an article the newest ``Learning/perArticleMax`` count.
    /// - Returns: a knowledge base to put in the place of this one.
    public func learning(from evidence: [Evidence]) -> KnowledgeBase {
        KnowledgeBase(
            articles: articles,
            lessons: Lessons(evidence),
            problems: problems,
            calibration: calibration(from: evidence) ?? .standard
        )
    }

    /// Fits the confidence to outcomes, or is nil when there is too little evidence.
    ///
    /// A question that was learnt is found with certainty, which says nothing of the next one. So
    /// half of the evidence is asked of a knowledge base that learnt the other half, and the other
    /// way round. Only the newest ``calibratedMax`` questions are asked.
    func calibration(from evidence: [Evidence]) -> Calibration? {
        let known = Set(articles.map(\.id))
        let asked = evidence.suffix(Self.calibratedMax).filter { one in
            one.verdict == .unanswered
                || (one.verdict == .answered && one.article.map(known.contains) == true)
        }
        guard asked.count >= Calibration.outcomesMin else { return nil }
        var outcomes: [Calibration.Outcome] = []
        for half in 0..<2 {
            // By ticket, so that the halves stay what they were when more is learnt.
            let isAsked = { (one: Evidence) in one.ticket.isMultiple(of: 2) == (half == 0) }
            let taught = KnowledgeBase(
                articles: articles,
                lessons: Lessons(evidence.filter { !isAsked($0) }),
                problems: []
            )
            outcomes += asked.filter(isAsked).map { one in
                let reading = TextReading(one.text)
                let best = taught.match(reading, language: nil, limit: 1, isExplained: false)
                    .matches.first
                return Calibration.Outcome(
                    confidence: best?.confidence ?? 0,
                    isRight: best != nil && best?.article == one.article
                )
            }
        }
        return Calibration(outcomes)
    }

    /// More tells no better, and each is matched once: with many articles most of learning's time.
    static let calibratedMax = 1_000
}

/// What a knowledge base is taught: questions that articles answered, and that they did not.
struct Lessons {
    var solved: [SolvedQuestion] = []
    var rejected: [SolvedQuestion] = []

    init(solved: [SolvedQuestion]) { self.solved = solved }

    /// Takes what each piece of evidence says of an article.
    init(_ evidence: [Evidence]) {
        for one in evidence {
            guard let article = one.article else { continue }
            let question = SolvedQuestion(text: one.text, article: article)
            switch one.verdict {
            case .answered: solved.append(question)
            case .rejected: rejected.append(question)
            case .unanswered: break
            }
        }
    }
}
