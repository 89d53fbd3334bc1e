import Foundation

/// Questions that are about the same: one article may answer them all.
public struct QuestionCluster: Sendable, Equatable {
    /// Places of the questions in what was given, in order.
    public var members: [Int]
    /// How many people asked.
    public var askers: Int
    /// The words that tell them from the others, the most telling first, each in its most usual form; as
    /// many people as were asked for at least have written it, in one form or another.
    public var words: [String]
}

/// A question to be put beside others.
public struct AskedQuestion: Sendable, Equatable {
    /// Without personal data, see ``PersonalData``.
    public var text: String
    /// The same for all that one person asked.
    public var asker: String

    /// Names both members.
    public init(text: String, asker: String) {
        self.text = text
        self.asker = asker
    }
}

extension QuestionCluster {
    /// Puts questions together that are alike.
    ///
    /// The terms are those of the ranking: stems and folded runs of four letters, by tf · idf over
    /// these questions, compared by cosine. Each question joins the cluster it is nearest to or begins
    /// one; then each goes to whichever it is nearest to now, so that the first ones decide less.
    ///
    /// - Parameters:
    ///   - questions: at most ``questionsMax``; more are passed over.
    ///   - askersMin: fewer people make no cluster, and no word of one.
    /// - Returns: the largest first.
    public static func clusters(
        of questions: [AskedQuestion],
        askersMin: Int
    ) -> [QuestionCluster] {
        precondition(askersMin >= 1, "somebody asked")
        let read = questions.prefix(questionsMax).map { ReadQuestion($0.text) }
        let vectors = vectors(of: read)
        var centroids: [Centroid] = []
        for vector in vectors where !vector.isEmpty {
            if let nearest = nearest(to: vector, among: centroids) {
                centroids[nearest].add(vector)
            } else if centroids.count < clustersMax {
                centroids.append(Centroid(vector))
            }
        }
        var members = [[Int]](repeating: [], count: centroids.count)
        for (place, vector) in vectors.enumerated() where !vector.isEmpty {
            if let nearest = nearest(to: vector, among: centroids) {
                members[nearest].append(place)
            }
        }
        return members.compactMap { places in
            cluster(places, of: questions, read, askersMin)
        }
        .sorted { ($1.askers, $0.members[0]) < ($0.askers, $1.members[0]) }
    }

    /// As many questions are read at once: about a second's work.
    public static let questionsMax = 1_000
    /// More would be clusters of one.
    private static let clustersMax = 500
    /// Below this two questions are about different things.
    private static let cosineMin: Float = 0.18
    private static let wordsMax = 6

    private static func nearest(
        to vector: [UInt64: Float],
        among centroids: [Centroid]
    ) -> Int? {
        var best: (place: Int, cosine: Float)?
        for (place, centroid) in centroids.enumerated() {
            let cosine = centroid.cosine(to: vector)
            if cosine >= cosineMin, cosine > best?.cosine ?? 0 { best = (place, cosine) }
        }
        return best?.place
    }

    /// One a question, of length 1; empty for one without words.
    private static func vectors(of questions: [ReadQuestion]) -> [[UInt64: Float]] {
        var frequencies: [UInt64: Int] = [:]
        for question in questions {
            for term in question.terms.keys { frequencies[term, default: 0] += 1 }
        }
        let count = Float(questions.count)
        return questions.map { question in
            // What one question alone has makes it like no other.
            var vector = question.terms.filter { frequencies[$0.key, default: 0] > 1 }
            for (term, times) in vector {
                let idf = log(1 + count / Float(frequencies[term, default: 1]))
                vector[term] = (1 + log(times)) * idf
            }
            let length = vector.values.reduce(0) { $0 + $1 * $1 }.squareRoot()
            return length > 0 ? vector.mapValues { $0 / length } : [:]
        }
    }

    private static func cluster(
        _ places: [Int],
        of questions: [AskedQuestion],
        _ read: [ReadQuestion],
        _ askersMin: Int
    ) -> QuestionCluster? {
        let askers = Set(places.map { questions[$0].asker })
        guard askers.count >= askersMin else { return nil }
        var writers: [UInt64: Set<String>] = [:]
        var forms: [UInt64: [String: Int]] = [:]
        for place in places {
            for (stem, form) in read[place].words {
                writers[stem, default: []].insert(questions[place].asker)
                forms[stem, default: [:]][form, default: 0] += 1
            }
        }
        var everywhere: [UInt64: Int] = [:]
        for question in read {
            for stem in question.words.keys where writers[stem] != nil {
                everywhere[stem, default: 0] += 1
            }
        }
        let telling = writers.filter { $0.value.count >= askersMin }
            .map { stem, people in
                // How much of the cluster has it, and how much of what has it is in the cluster.
                let share = Double(people.count) / Double(askers.count)
                let own = Double(people.count) / Double(max(1, everywhere[stem, default: 1]))
                let usual = forms[stem, default: [:]].max {
                    ($0.value, $1.key) < ($1.value, $0.key)
                }
                return (word: usual?.key ?? "", weight: share * own)
            }
            .sorted { ($1.weight, $0.word) < ($0.weight, $1.word) }
        guard !telling.isEmpty else { return nil }
        return QuestionCluster(
            members: places,
            askers: askers.count,
            words: telling.prefix(wordsMax).map(\.word)
        )
    }
}

/// The sum of the vectors of a cluster.
private struct Centroid {
    private var sum: [UInt64: Float]
    private var length: Float

    init(_ vector: [UInt64: Float]) {
        sum = vector
        length = 1
    }

    mutating func add(_ vector: [UInt64: Float]) {
        for (term, weight) in vector { sum[term, default: 0] += weight }
        length = sum.values.reduce(0) { $0 + $1 * $1 }.squareRoot()
    }

    func cosine(to vector: [UInt64: Float]) -> Float {
        var dot: Float = 0
        for (term, weight) in vector {
            if let other = sum[term] { dot += weight * other }
        }
        return dot / length
    }
}

/// A question's terms, and its words as people write them.
private struct ReadQuestion {
    private(set) var terms: [UInt64: Float] = [:]
    /// One form of each stem.
    private(set) var words: [UInt64: String] = [:]

    init(_ text: String) {
        let read = Words(text, scalarsMax: Self.scalarsMax)
        let language = Language.detect(read) ?? KnowledgeBase.homeLanguage
        let stemmer = Stemmer(language: language)
        for index in 0..<read.count where !FunctionWords.contains(read.bytes[read.byteRange(index)])
        {
            let word = read.text(index)
            // A number says who asked rather than what about; codes have letters.
            guard word.contains(where: \.isLetter), word.count >= Self.lettersMin else { continue }
            read.folded.withUnsafeBufferPointer { letters in
                let stem = stemmer.fingerprint(of: letters[read.letterRange(index)])
                terms[stem, default: 0] += Self.stemWeight
                if !word.contains(where: \.isNumber) { words[stem] = words[stem] ?? word }
                var runs: [UInt64] = []
                Terms.addRuns(of: letters, in: read.foldedRange(index), to: &runs)
                for run in runs { terms[run, default: 0] += 1 }
            }
        }
    }

    private static let scalarsMax = 2_000
    private static let lettersMin = 3
    /// A word weighs as much as a few of its runs.
    private static let stemWeight: Float = 3
}
