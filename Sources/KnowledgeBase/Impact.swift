/// What a text says about how much depends on an answer; how loudly it says so counts for nothing.
public struct Impact: Sendable, Hashable {
    /// Somebody's life is in danger.
    public var isDanger: Bool
    /// Something ends today or tomorrow.
    public var hasDeadline: Bool
    /// Several people have the same trouble.
    public var concernsMany: Bool
    /// There is no other way to do the errand.
    public var isBlocked: Bool

    /// Names every member.
    public init(
        isDanger: Bool = false,
        hasDeadline: Bool = false,
        concernsMany: Bool = false,
        isBlocked: Bool = false
    ) {
        self.isDanger = isDanger
        self.hasDeadline = hasDeadline
        self.concernsMany = concernsMany
        self.isBlocked = isBlocked
    }

    /// Recognises what is said outright; it never guesses.
    public init(recognisedIn reading: TextReading) {
        let letters = reading.words.folded
        self.init(
            isDanger: ImpactWords.danger.names(in: letters).contains("danger"),
            hasDeadline: ImpactWords.deadline.firstName(in: letters) != nil,
            concernsMany: ImpactWords.many.firstName(in: letters) != nil,
            isBlocked: ImpactWords.blocked.firstName(in: letters) != nil
        )
    }
}

/// The words by which an impact is known, folded as ``Words/folded``; one ending in * is a prefix.
enum ImpactWords {
    /// A figure of speech that begins with the same words stands first, and is found in their place.
    static let danger = PhraseList([
        (
            "figure of speech",
            [
                "det brinner i knutarna", "det brinner en lampa", "det brinner en gatlampa",
                "vill do av", "vill inte leva med", "vill inte leva i", "vill inte leva pa",
                "inte leva langre med", "inte leva langre i", "inte leva langre pa",
                "want to die of",
                "want to die from",
            ]
        ),
        (
            "danger",
            [
                "ta livet av mig", "tar livet av mig", "ta livet av sig", "tar livet av sig",
                "ta mitt liv", "tar mitt liv", "ta mitt eget liv", "tar mitt eget liv",
                "ta sitt liv", "tar sitt liv", "vill inte leva", "inte vill leva",
                "orkar inte leva", "inte leva langre", "vill do", "sjalvmord", "sjalvmordstankar",
                "sjalvmordsbenagen", "sjalvmordsforsok", "skada mig sjalv", "skadar mig sjalv",
                "det brinner", "huset brinner", "lagenheten brinner", "trapphuset brinner",
                "skolan brinner", "fara for liv", "fara for mitt liv", "andas inte",
                "slutat andas", "ligger medvetslos", "hotar att doda", "forsoker doda",
                "kill myself", "killing myself", "end my life", "ending my life",
                "take my own life", "taking my own life", "want to die",
                "want to live anymore", "want to live any more", "want to live any longer",
                "suicide", "suicidal", "harm myself", "house is on fire", "home is on fire",
                "building is on fire", "flat is on fire", "apartment is on fire",
                "stairwell is on fire", "there is a fire in", "there s a fire in", "not breathing",
                "stopped breathing", "trying to kill me", "going to kill me", "threatens to kill",
            ]
        ),
    ])

    static let deadline = PhraseList([
        (
            "deadline",
            [
                "sista dagen", "sista dag", "senast idag", "senast i dag", "senast imorgon",
                "senast i morgon", "fore midnatt", "innan midnatt", "gar ut idag", "gar ut i dag",
                "gar ut imorgon", "gar ut i morgon", "stanger idag", "stanger i dag",
                "stanger imorgon", "stanger i morgon", "sista ansokningsdag*", "sista svarsdag*",
                "deadline*", "the last day to", "due today", "due tomorrow", "by midnight",
                "before midnight", "expires today", "expires tomorrow", "closes today",
                "closes tomorrow", "ends today", "ends tomorrow", "by tomorrow",
                "no later than tomorrow",
            ]
        )
    ])

    static let many = PhraseList([
        (
            "many",
            [
                "flera kollegor", "flera av oss", "flera i", "flera foraldrar", "manga foraldrar",
                "hela klassen", "hela skolan", "hela avdelningen", "hela foreningen",
                "alla foraldrar", "alla i klassen", "alla hos oss", "ingen hos oss",
                "ingen pa jobbet", "ingen kommer in", "ingen kan logga in", "fler har samma",
                "andra har samma", "grannarna ocksa", "several of us", "many of us", "all of us",
                "several colleagues", "my colleagues", "the whole class", "the whole school",
                "other parents", "everyone has", "everybody has", "everyone in", "nobody can",
                "no one can", "others have the same",
            ]
        )
    ])

    static let blocked = PhraseList([
        (
            "blocked",
            [
                "ingen annan vag", "inget annat satt", "inte pa nagot annat satt",
                "inte gora pa annat satt", "gar bara digitalt", "bara digitalt", "enda sattet",
                "enda vagen", "maste goras digitalt", "kan inte besoka", "kan inte komma till",
                "no other way", "only way", "only online", "cannot visit", "can t visit",
                "not possible on paper",
            ]
        )
    ])
}

/// E-services by the words that citizens use for them.
public struct ServiceNames: Sendable {
    private let phrases: PhraseList
    /// As they were given, in their order.
    public let names: [String]

    /// Takes each service's name and its words, as they are spoken; the name counts as one.
    public init(_ services: [(name: String, words: [String])] = []) {
        names = services.map(\.name)
        phrases = PhraseList(folding: services.map { ($0.name, [$0.name] + $0.words) })
    }

    /// The service whose words stand first in a text; nil when none does.
    public func first(in reading: TextReading) -> String? {
        names.isEmpty ? nil : phrases.firstName(in: reading.words.folded)
    }
}
